// SPDX-License-Identifier: MIT
// One market on two feeds and a sequencer, and accounts of every standing in it. The table's prices are these: ETH at FIRST by
// both feeds, and the second at SECOND where they disagree. No funding accrues, so that every sum is exact.
import { parseUnits } from "ethers";
import { network } from "hardhat";

import type { Asset, ProtocolParameters } from "../../../deploy/parameters/schema.ts";
import { percent, usd } from "../../../deploy/parameters/units.ts";
import { marketIdOf } from "../../../scripts/lib/deployment/contracts.ts";
import { openMarkets } from "../../../scripts/lib/deployment/openMarkets.ts";
import { accountOf, deployedFixture, seedPool } from "../../fixtures/protocol.ts";
import { orderOf, Permission } from "../clearing/trading.ts";
import { FOREVER } from "../clearing/venue.ts";
import { FIRST_FEED, TERMS, WETH } from "../collateral/support.ts";

export const connection = await network.create();
const { ethers, networkHelpers } = connection;

/** USD, and what two feeds that disagree say. */
export const FIRST = "2,000";
export const SECOND = "2,022";
/** The key of the collateral's feed, which has the market's feeds. */
export const COLLATERAL_FEED = FIRST_FEED + WETH;

const GRACE_PERIOD = 3_600;
const UP = 0n;
const DOWN = 1n;
const DIVERGENCE_BOUND = percent("1");

/** Sub-accounts of the trader, by how they stand. */
const NUMBERS = {
  richLong: 1n,
  richShort: 2n,
  thinLong: 3n,
  thinShort: 4n,
  belowLong: 5n,
  belowShort: 6n,
  sunkLong: 14n,
  sunkShort: 15n,
  flat: 7n,
  tokens: 8n,
  debtor: 9n,
  overdrawn: 10n,
  holder: 11n,
  ruined: 12n,
  receiver: 13n,
} as const;

export type Name = keyof typeof NUMBERS;

const noFunding = (parameters: ProtocolParameters): ProtocolParameters => ({
  ...parameters,
  markets: parameters.markets.map((market) => ({ ...market, trade: { ...market.trade, maxFundingVelocity: 0n } })),
});

async function sequencer() {
  const feed = await ethers.deployContract("FaultyFeed", [0n]);
  const says = async (answer: bigint, startedAt: number): Promise<void> => {
    const time = BigInt(startedAt);
    await feed.setRound({ roundId: 1n, answer, startedAt: time, updatedAt: time, answeredInRound: 1n });
  };
  await says(UP, 1);
  return {
    address: await feed.getAddress(),
    stopSequencer: async () => says(DOWN, await networkHelpers.time.latest()),
  };
}

/** One request to join and one to leave, with money and shares of their own. */
export async function askPool({ pool, provider, carol, fund }: Awaited<ReturnType<typeof deployedFixture>>) {
  await fund(carol, usd("1,000"));
  await pool.connect(carol).requestDeposit(usd("1,000"), carol.address, carol.address);
  const join = await pool.lastRequestId();
  const shares = (await pool.balanceOf(provider.address)) / 100n;
  await pool.connect(provider).requestRedeem(shares, provider.address, provider.address);
  return { join, leave: await pool.lastRequestId() };
}

/** The protocol open, with the pool's requests: one to join and one to leave that wait in their window, and claims. */
async function openProtocol() {
  const uptime = await sequencer();
  const deployed = await deployedFixture(connection, (parameters) => ({
    ...noFunding(parameters),
    sequencerFeed: uptime.address,
    sequencerGracePeriod: GRACE_PERIOD,
  }));
  await seedPool(connection, deployed);
  await openMarkets(deployed, deployed.parameters, deployed);
  const { pool, provider, carol, fund, setPrices, parameters, deployer } = deployed;
  const shares = await pool.maxMint(provider.address);
  await pool.connect(provider)["mint(uint256,address)"](shares / 2n, provider.address);
  await pool.connect(provider).requestRedeem(shares / 100n, provider.address, provider.address);
  const claimable = await pool.lastRequestId();
  const requests = await askPool(deployed);
  await fund(carol, usd("4,000"));
  await networkHelpers.time.increase(parameters.pool.requestDelay);
  await setPrices({});
  await pool.connect(deployer).executeRequest(claimable);
  const marketIds = { ETH: BigInt(marketIdOf(parameters, "ETH")), BTC: BigInt(marketIdOf(parameters, "BTC")) };
  return { ...deployed, stopSequencer: uptime.stopSequencer, requests, marketIds };
}

type Open = Awaited<ReturnType<typeof openProtocol>>;

/** WETH as collateral, priced by the market's own first feed. */
async function withCollateral(open: Open) {
  const { clearingHouse, oracle, vault, governor, riskAdmin, trader, marketIds } = open;
  const weth = await ethers.deployContract("MintableToken", ["WETH", 18n]);
  const { feed, heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound } = await oracle.feedOf(
    marketIds.ETH,
  );
  const primary = { feed, heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound };
  await oracle.connect(governor).setFeed(COLLATERAL_FEED, primary);
  await clearingHouse.connect(governor).listCollateral(WETH, await weth.getAddress(), TERMS);
  await clearingHouse.connect(riskAdmin).setDebtLimit(usd("2,500"));
  const amount = parseUnits("1000", 18);
  await weth.connect(trader).mint(trader.address, amount);
  await weth.connect(trader).approve(await vault.getAddress(), amount);
  return { weth, primary };
}

/** Accounts whose value at FIRST is what their names say, and at SECOND still is. */
async function seatAll(open: Open, weth: (account: string, tokens: string) => Promise<void>) {
  const { clearingHouse, vault, trader, bob, liquidator, fund, sizeOf, setPrice, oracle, marketIds, riskAdmin } = open;
  const numbered = (name: Name): string => accountOf(trader, NUMBERS[name]);
  const put = async (name: Name, cash: string) => fund(trader, usd(cash), NUMBERS[name]);
  const order = async (name: Name, tokens: string): Promise<void> => {
    const size = sizeOf("ETH", tokens.replace("-", ""));
    await clearingHouse
      .connect(trader)
      .trade(orderOf(numbered(name), marketIds.ETH, tokens.startsWith("-") ? -size : size));
  };
  const priced = async (price: string): Promise<void> => {
    await setPrice("ETH", price);
    await oracle.recordPrice(COLLATERAL_FEED);
  };
  await put("flat", "5,000");
  await put("receiver", "1,000");
  for (const [name, tokens] of [
    ["tokens", "5"],
    ["debtor", "1.5"],
    ["overdrawn", "10"],
    ["holder", "1"],
    ["ruined", "1"],
  ] as const) {
    await weth(numbered(name), tokens);
  }
  await vault.connect(trader).withdraw(numbered("debtor"), usd("2,000"), trader.address);
  // 140 USD lost on each token, and about 2 paid for the opening: of 1,000 USD initial margin 750 are left, and of 500
  // maintenance margin 200 (at SECOND 420) to the long and 400 to the short.
  await priced("2,140");
  await put("thinLong", "2,172");
  await put("belowLong", "1,622");
  await order("thinLong", "10");
  await order("belowLong", "10");
  await order("overdrawn", "25");
  await order("ruined", "13");
  // And so far that 5 % in its favour do not help: 560 USD below zero.
  await priced("2,200");
  await put("sunkLong", "1,462");
  await order("sunkLong", "10");
  await priced("1,800");
  await put("sunkShort", "1,458");
  await order("sunkShort", "-10");
  await priced("1,860");
  await put("thinShort", "2,169");
  await put("belowShort", "1,819");
  await order("thinShort", "-10");
  await order("belowShort", "-10");
  await priced(FIRST);
  for (const [name, tokens] of [
    ["richLong", "10"],
    ["richShort", "-10"],
    ["holder", "10"],
  ] as const) {
    await put(name, "10,000");
    await order(name, tokens);
  }
  // A debt beyond the limit, and tokens that insurance took for one that was not covered.
  await order("overdrawn", "-25");
  await clearingHouse.connect(liquidator).liquidate([numbered("ruined")], accountOf(liquidator));
  // An LP's own account with a position: requests are debited to sub-account 0.
  await fund(bob, usd("10,000"));
  await clearingHouse.connect(bob).trade(orderOf(accountOf(bob), marketIds.ETH, sizeOf("ETH", "10")));
  // The pool's account has something to return.
  await clearingHouse.connect(riskAdmin).setCommitment(marketIds.ETH, usd("2,900,000"));
  return { account: numbered };
}

/** Everything above, on two feeds that agree. */
export async function actionsFixture() {
  const open = await openProtocol();
  const { clearingHouse, oracle, vault, governor, trader, stranger: venue, feeds, marketIds, parameters } = open;
  const { weth, primary } = await withCollateral(open);
  const { account } = await seatAll(open, async (to, tokens) => {
    await vault.connect(trader).depositCollateral(to, WETH, parseUnits(tokens, 18));
  });
  await clearingHouse.connect(governor).setVenue(venue.address, true);
  for (const name of Object.keys(NUMBERS).filter((key): key is Name => key in NUMBERS)) {
    await clearingHouse.connect(trader).setOperator(account(name), venue.address, Permission.Settle, FOREVER);
  }
  const second = await ethers.deployContract("MockV3Aggregator", [8n, await feeds.ETH.latestAnswer()]);
  const secondary = {
    feed: await second.getAddress(),
    heartbeat: primary.heartbeat,
    maxLiquidationAge: primary.maxLiquidationAge,
    divergenceBound: DIVERGENCE_BOUND,
  };
  for (const key of [marketIds.ETH, COLLATERAL_FEED])
    await oracle.connect(governor).setFeeds(key, { primary, secondary });
  const termsOf = (asset: Asset) => {
    const found = parameters.markets.find((market) => market.asset === asset);
    if (found === undefined) throw new Error(`no market of ${asset}`);
    return found;
  };
  return { ...open, weth, second, venue, account, termsOf };
}

export type World = Awaited<ReturnType<typeof actionsFixture>>;
