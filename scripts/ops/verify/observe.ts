// SPDX-License-Identifier: MIT
// Reads a deployment from the chain as facts. What is looked for comes from the chain and the address file; the parameters
// that it is compared with are not known here.
import { getAddress } from "ethers";

import { CONTRACT_NAMES, MODULE_NAMES } from "../../lib/deployment/address-file.ts";
import type { ContractName } from "../../lib/deployment/address-file.ts";
import { compareCode, immutableAddresses, NO_CODE, SOME_CODE } from "../../lib/verification/bytecode.ts";
import { factsOf, NOTHING } from "../../lib/verification/facts.ts";
import type { Facts } from "../../lib/verification/facts.ts";
import * as names from "../../lib/verification/names.ts";
import type { DeployedChain } from "./chain.ts";
import { observeAccess } from "./observe-access.ts";

type Fact = readonly [string, string];

const MARKETS = 64;

/** Contracts that are asked for more than their code. */
const ASKED = ["AccessManager", "ChainlinkOracle", "ClearingHouse", "Vault", "LiquidityPool", "AccountLens"] as const;

/**
 * Where a contract that must be asked has no code, code is all that there is to say.
 * @param foreignToken Whether the settlement token is somebody else's contract, of which only the code's presence is asked.
 */
export async function observe(chain: DeployedChain, foreignToken: boolean): Promise<Facts> {
  for (const name of ASKED) {
    if ((await chain.codeAt(chain.file[name])) === "0x") return new Map([[names.codeOf(name), NO_CODE]]);
  }
  return new Map([
    ...(await observeCode(chain, foreignToken)),
    ...(await observeWiring(chain)),
    ...(await observeAccess(chain)),
    ...(await observeListings(chain)),
    ...(await observeTokenFeeds(chain)),
    ...(await observeMarkets(chain)),
  ]);
}

const present = (code: string): string => (code === "0x" ? NO_CODE : SOME_CODE);

async function observeCode(
  { file, oracle, codeAt, builtCode }: DeployedChain,
  foreignToken: boolean,
): Promise<readonly Fact[]> {
  const sequencerFeed = await oracle.sequencerFeed();
  const known = new Set([...CONTRACT_NAMES.map((name) => file[name]), sequencerFeed]);
  const isForeign = (name: ContractName): boolean => name === "SettlementToken" && foreignToken;
  const facts: Fact[] = [];
  for (const name of CONTRACT_NAMES) {
    const code = await codeAt(file[name]);
    const built = isForeign(name) ? undefined : await builtCode(name);
    facts.push([names.codeOf(name), built === undefined ? present(code) : compareCode(code, built)]);
    const immutables = built === undefined || code === "0x" ? [] : immutableAddresses(code, built);
    const unknown = immutables.filter((address) => !known.has(address));
    facts.push([names.unknownImmutables(name), unknown.length === 0 ? NOTHING : unknown.join(", ")]);
    if (name !== "ClearingHouse") continue;
    for (const module of MODULE_NAMES) {
      facts.push([names.moduleOf(module), immutables.includes(file[module]) ? "yes" : "no"]);
    }
  }
  return facts;
}

async function observeWiring(chain: DeployedChain): Promise<readonly Fact[]> {
  const { clearingHouse, config, oracle, vault, pool, lens, file } = chain;
  return [
    ["authority of the clearing house", await config.authority()],
    ["authority of the oracle", await oracle.authority()],
    ["oracle of the clearing house", await clearingHouse.oracle()],
    ["vault of the clearing house", await clearingHouse.vault()],
    ["pool of the clearing house", await clearingHouse.pool()],
    ["clearing house of the vault", await vault.clearingHouse()],
    ["clearing house of the pool", await pool.clearingHouse()],
    ["clearing house of the lens", await lens.clearingHouse()],
    ["settlement token of the vault", await vault.settlementToken()],
    ["sequencer feed", await oracle.sequencerFeed()],
    ["sequencer grace period", String(await oracle.sequencerGracePeriod())],
    ["request delay of the pool", String(await pool.requestDelay())],
    ["request delay in the listing rules", String(await config.POOL_REQUEST_DELAY())],
    ["execution window of the pool", String(await pool.executionWindow())],
    ["loosening delay", String(await config.LOOSENING_DELAY())],
    [
      "loosening delay of collateral",
      String(await config.attach(file.CollateralConfig).getFunction("LOOSENING_DELAY").staticCall()),
    ],
    ["debt limit", String((await clearingHouse.collateralDebts()).limit)],
  ];
}

/** Every venue that was registered and not removed, and every token that was listed, with its parameters of now. */
async function observeListings({ clearingHouse, file, logsOf }: DeployedChain): Promise<readonly Fact[]> {
  const venues = new Map<string, boolean>();
  const tokens = new Map<string, string>();
  for (const { topics, data } of await logsOf(file.ClearingHouse, file.fromBlock)) {
    const event = clearingHouse.interface.parseLog({ topics: [...topics], data });
    const { venue, registered, collateral, token, current }: Readonly<Record<string, unknown>> =
      event?.args.toObject() ?? {};
    if (event?.name === "VenueSet") venues.set(getAddress(String(venue)), registered === true);
    const prefix = names.collateralAt(String(collateral));
    if (event?.name === "CollateralListed") tokens.set(prefix, getAddress(String(token)));
    if (event?.name !== "CollateralParametersChanged") continue;
    for (const [name, value] of factsOf(prefix, current)) tokens.set(name, value);
  }
  return [
    ...[...venues].flatMap(([venue, registered]): readonly Fact[] =>
      registered ? [[names.venueAt(venue), "registered"]] : [],
    ),
    ...tokens,
  ];
}

/** Feeds of what is priced and not traded, from the oracle's events: tokens, from number 64 on. */
async function observeTokenFeeds({ oracle, file, logsOf }: DeployedChain): Promise<readonly Fact[]> {
  const facts = new Map<string, string>();
  for (const { topics, data } of await logsOf(file.ChainlinkOracle, file.fromBlock)) {
    const event = oracle.interface.parseLog({ topics: [...topics], data });
    const { market, current }: Readonly<Record<string, unknown>> = event?.args.toObject() ?? {};
    if (event?.name !== "FeedsChanged" || Number(market) < MARKETS) continue;
    for (const [name, value] of factsOf(names.tokenFeedAt(String(market)), current)) facts.set(name, value);
  }
  return [...facts];
}

async function observeMarkets({ clearingHouse, oracle, codeAt }: DeployedChain): Promise<readonly Fact[]> {
  const listed = await clearingHouse.listedMarkets();
  const facts: Fact[] = [];
  for (let id = 0; id < MARKETS; ++id) {
    if (((listed >> BigInt(id)) & 1n) === 0n) continue;
    const name = await clearingHouse.marketName(id);
    const market = await clearingHouse.marketState(id);
    const feed = await oracle.feedOf(id);
    facts.push(
      [names.marketAt(id), name],
      [`${name} reduceOnly`, String(market.reduceOnly)],
      [`${name} commitment`, String(market.pool.commitment)],
      // Fees and penalties add to it and payments take from it, so only its presence can be told.
      [`${name} insurance budget`, market.insurance.budget === 0n ? "none" : "seeded"],
      ...factsOf(`${name} feed`, feed),
      ...factsOf(`${name} second feed`, await oracle.secondFeedOf(id)),
      [names.codeOf(`feed of ${name}`), present(await codeAt(feed.feed))],
      ...factsOf(`${name} tiers`, market.tiers),
      ...factsOf(`${name} trade`, market.trade),
      ...factsOf(`${name} liquidation`, market.liquidation),
    );
  }
  return facts;
}
