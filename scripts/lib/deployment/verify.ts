// SPDX-License-Identifier: MIT
// Reads a deployment back: what does not stand on the chain as the parameters say.
import { Result, ZeroAddress } from "ethers";

import type { MarketParameters, ProtocolParameters } from "../../../deploy/parameters/schema.ts";
import { FUNCTION_ROLES, Role, VETOED_ROLES } from "../../../deploy/roles.ts";
import type { RoleName } from "../../../deploy/roles.ts";
import { selectorOf } from "../../../deploy/selectors.ts";
import { ConfigModule__factory } from "../../../typechain/index.ts";
import type { ProtocolContracts } from "./contracts.ts";

export interface Discrepancy {
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
}

type Check = (what: string, actual: unknown, expected: unknown) => void;

const text = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? part.toString() : part)) ?? "nothing";

/** A struct by its fields' names, in one notation for numbers and bigints. */
const plain = (struct: unknown): unknown => (struct instanceof Result ? struct.toObject(true) : struct);

/** Everything that differs from the parameters; empty for a deployment as it should be. */
export async function verifyDeployment(
  contracts: ProtocolContracts,
  parameters: ProtocolParameters,
  deployer: string,
): Promise<readonly Discrepancy[]> {
  const found: Discrepancy[] = [];
  const check: Check = (what, actual, expected) => {
    const [a, e] = [text(actual), text(expected)];
    if (a !== e) found.push({ what, expected: e, actual: a });
  };
  await verifyWiring(contracts, parameters, check);
  await verifyRoles(contracts, parameters, deployer, check);
  for (const market of parameters.markets) await verifyMarket(contracts, market, check);
  return found;
}

async function verifyWiring(contracts: ProtocolContracts, parameters: ProtocolParameters, check: Check): Promise<void> {
  const { clearingHouse, oracle, vault, pool, accessManager, token } = contracts;
  const [house, authority] = [await clearingHouse.getAddress(), await accessManager.getAddress()];
  const config = ConfigModule__factory.connect(house, clearingHouse.runner);
  check("authority of the clearing house", await config.authority(), authority);
  check("authority of the oracle", await oracle.authority(), authority);
  check("clearing house of the vault", await vault.clearingHouse(), house);
  check("clearing house of the pool", await pool.clearingHouse(), house);
  check("settlement token", await token.getAddress(), parameters.settlementToken ?? (await vault.settlementToken()));
  check("sequencer feed", await oracle.sequencerFeed(), parameters.sequencerFeed ?? ZeroAddress);
  check("sequencer grace period", await oracle.sequencerGracePeriod(), BigInt(parameters.sequencerGracePeriod));
  check("request delay of the pool", await pool.requestDelay(), BigInt(parameters.pool.requestDelay));
  check("request delay in the rules", await config.POOL_REQUEST_DELAY(), BigInt(parameters.pool.requestDelay));
  check("execution window", await pool.executionWindow(), BigInt(parameters.pool.executionWindow));
  check("loosening delay", await config.LOOSENING_DELAY(), BigInt(parameters.looseningDelay));
}

async function verifyRoles(
  { clearingHouse, oracle, accessManager }: ProtocolContracts,
  { roles }: ProtocolParameters,
  deployer: string,
  check: Check,
): Promise<void> {
  const { governor, riskAdmin, guardian } = roles;
  const grants: readonly [RoleName, { readonly address: string; readonly delay: number }][] = [
    ["ADMIN", governor],
    ["GOVERNOR", governor],
    ["RISK_ADMIN", governor],
    ["RISK_ADMIN", riskAdmin],
    ["GUARDIAN", guardian],
  ];
  for (const [role, { address, delay }] of grants) {
    check(`${role} of ${address}`, [...(await accessManager.hasRole(Role[role], address))], [true, BigInt(delay)]);
  }
  for (const role of ["ADMIN", "GOVERNOR", "RISK_ADMIN", "GUARDIAN"] as const) {
    check(`${role} of the deployer`, [...(await accessManager.hasRole(Role[role], deployer))], [false, 0n]);
  }
  for (const role of VETOED_ROLES) {
    check(`veto over ${role}`, await accessManager.getRoleGuardian(Role[role]), Role.GUARDIAN);
  }
  const targets = { IClearingHouse: clearingHouse, IPriceOracle: oracle };
  for (const entry of FUNCTION_ROLES) {
    const target = await targets[entry.contract].getAddress();
    const role = await accessManager.getTargetFunctionRole(target, selectorOf(entry));
    check(`role of ${entry.functionName}`, role, Role[entry.role]);
  }
}

async function verifyMarket(
  { clearingHouse, oracle }: ProtocolContracts,
  { id, name, feed, tiers, trade, liquidation }: MarketParameters,
  check: Check,
): Promise<void> {
  check(`name of market ${id}`, await clearingHouse.marketName(id), name);
  const market = await clearingHouse.marketState(id);
  check(`tiers of ${name}`, plain(market.tiers), tiers);
  check(`trade parameters of ${name}`, plain(market.trade), trade);
  check(`liquidation parameters of ${name}`, plain(market.liquidation), liquidation);
  const stored = await oracle.feedOf(id);
  check(`feed of ${name}`, plain(stored), {
    feed: feed.address ?? stored.feed,
    heartbeat: BigInt(feed.heartbeat),
    maxLiquidationAge: BigInt(feed.maxLiquidationAge),
    sizeDecimals: BigInt(feed.sizeDecimals),
    lowerBound: feed.lowerBound,
    upperBound: feed.upperBound,
    jumpBound: feed.jumpBound,
  });
  const { second } = feed;
  const storedSecond = await oracle.secondFeedOf(id);
  check(`second feed of ${name}`, plain(storedSecond), {
    feed: second === null ? ZeroAddress : (second.address ?? storedSecond.feed),
    heartbeat: BigInt(second?.heartbeat ?? 0),
    maxLiquidationAge: BigInt(second?.maxLiquidationAge ?? 0),
    divergenceBound: second?.divergenceBound ?? 0n,
  });
}
