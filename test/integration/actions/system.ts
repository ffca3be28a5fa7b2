// SPDX-License-Identifier: MIT
// Liquidations, sales of collateral, the pool's requests and what only writes down.
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountValue, initialMargin } from "../../../scripts/lib/margin/account.ts";
import { divUp, larger, smaller } from "../../../scripts/lib/units/rounding.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { WETH } from "../collateral/support.ts";
import { Verdict } from "../preview/support.ts";
import { accountAt, notUsable, priceFor, sizeOf } from "./entry.ts";
import { receiptOf } from "../liquidation/receipts.ts";
import type { Entry, Refusal } from "./entry.ts";
import { expectationOf } from "./table.ts";
import { COLLATERAL_FEED } from "./world.ts";
import type { Name, World } from "./world.ts";

const NEVER = (): never => {
  throw new Error("the table never says no here");
};

const nothingLiquidated = ({ clearingHouse }: World): Refusal => ({
  by: clearingHouse,
  error: "NothingLiquidated",
  args: [],
});

const liquidate = async ({ clearingHouse, liquidator }: World, account: string) =>
  clearingHouse.connect(liquidator).liquidate([account], accountOf(liquidator));

function liquidation(name: Name, refused: bigint): Entry {
  const isLong = name.endsWith("Long");
  return {
    title: `liquidate (${name})`,
    doors: ["clearingHouse.liquidate", "clearingHouse.explainLiquidation"],
    row: "liquidate",
    look: async (world, here) => accountValue(await accountAt(world, world.account(name), priceFor(here, isLong))),
    act: async (world) => liquidate(world, world.account(name)),
    refusal: nothingLiquidated,
    accepted: async (world, sent, here, value) => {
      const receipt = await receiptOf(world.clearingHouse, sent);
      expect(receipt.account).to.equal(world.account(name));
      expect(receipt.closed[0]?.markPrice, "the price that it was closed at").to.equal(priceFor(here, isLong));
      expect(receipt.value, "the price that it was valued at").to.equal(value);
    },
    preview: async ({ clearingHouse, account }, { allowed }) => {
      const { verdict } = await clearingHouse.explainLiquidation.staticCall(account(name));
      expect(verdict).to.equal(allowed ? Verdict.Liquidatable : refused);
    },
  };
}

const LIQUIDATIONS: readonly Entry[] = [
  // 5 % in its favour heal the first two while a price is not usable, and not the others: there it is the price that says no.
  liquidation("belowLong", Verdict.Healthy),
  liquidation("belowShort", Verdict.Healthy),
  liquidation("sunkLong", Verdict.NoUsablePrice),
  liquidation("sunkShort", Verdict.NoUsablePrice),
  ...(["richLong", "thinShort"] as const).map((name): Entry => ({
    title: `liquidate an account above maintenance does nothing, whatever the price (${name})`,
    doors: ["clearingHouse.liquidate"],
    row: "liquidate",
    act: async (world) => liquidate(world, world.account(name)),
    refusal: nothingLiquidated,
    acceptedError: async (world) => nothingLiquidated(world),
    accepted: NEVER,
  })),
];

const SALES: readonly Entry[] = [
  {
    title: "buyCollateral of an account whose debt is beyond the limit (overdrawn)",
    doors: ["clearingHouse.buyCollateral"],
    row: "buy an account's collateral",
    act: async ({ clearingHouse, trader, account }) =>
      clearingHouse.connect(trader).buyCollateral(account("overdrawn"), WETH, usd("100"), 0n, account("flat")),
    refusal: (world, here) => notUsable(world, here, COLLATERAL_FEED),
    accepted: async ({ clearingHouse, account }, sent, here) => {
      // Tokens of 18 decimals at 5 % less than the price of a unit of 1e-9.
      const price = priceFor(here, true);
      const amount = ((usd("100") * 10n ** 16n * 100n) / (price * 95n)) * 10n ** 9n;
      const within = (found: bigint): boolean => found >= amount && found - amount < 10n ** 10n;
      await expect(sent)
        .to.emit(clearingHouse, "CollateralSold")
        .withArgs(account("overdrawn"), account("flat"), WETH, within, usd("100"), price);
    },
  },
  {
    title: "buyCollateral of insurance",
    doors: ["clearingHouse.buyCollateral"],
    row: "buy the system's collateral",
    act: async ({ clearingHouse, trader, account }) =>
      clearingHouse
        .connect(trader)
        .buyCollateral(await clearingHouse.insuranceAccount(), WETH, usd("100"), 0n, account("flat")),
    refusal: (world, here) => notUsable(world, here, COLLATERAL_FEED),
    accepted: async ({ clearingHouse, account }, sent, here) => {
      const [event] = await clearingHouse.queryFilter(clearingHouse.filters.CollateralSold(), sent.blockNumber ?? 0);
      expect([event?.args.buyer, event?.args.payment, event?.args.price]).to.deep.equal([
        account("flat"),
        usd("100"),
        priceFor(here, true),
      ]);
    },
  },
];

const pricesNotValid = ({ pool }: World): Refusal => ({ by: pool, error: "PricesNotValid", args: [] });

const execution = (kind: "join" | "leave"): Entry => ({
  title: `executeRequest, a request to ${kind}`,
  doors: ["pool.executeRequest"],
  row: "LP request executed",
  look: async ({ clearingHouse }) => {
    const { markValue, unwindingValue } = await clearingHouse.poolValuation();
    return kind === "join" ? markValue : unwindingValue;
  },
  act: async ({ pool, stranger, requests }) => pool.connect(stranger).executeRequest(requests[kind]),
  refusal: pricesNotValid,
  accepted: async ({ pool, requests }, sent, _, value) => {
    const [event] = await pool.queryFilter(pool.filters.RequestExecuted(requests[kind]), sent.blockNumber ?? 0);
    expect(event?.args.poolValue, "the pool's value that it was executed at").to.equal(value);
  },
});

const POOL: readonly Entry[] = [
  execution("join"),
  execution("leave"),
  {
    title: "requestDeposit of a flat LP",
    doors: ["pool.requestDeposit", "pool.requestDepositWithMinimum"],
    row: "withdraw, flat and free of debt",
    act: async ({ pool, carol }) => pool.connect(carol).requestDeposit(usd("4,000"), carol.address, carol.address),
    refusal: NEVER,
    accepted: async ({ pool, carol }, sent) => {
      await expect(sent)
        .to.emit(pool, "DepositRequest")
        .withArgs(carol.address, carol.address, await pool.lastRequestId(), carol.address, usd("4,000"));
    },
  },
  {
    title: "requestRedeem: shares are nobody's margin",
    doors: ["pool.requestRedeem", "pool.requestRedeemWithMinimum"],
    row: "write down",
    act: async ({ pool, provider }) => pool.connect(provider).requestRedeem(1n, provider.address, provider.address),
    refusal: NEVER,
    accepted: async ({ pool, provider }, sent) => {
      await expect(sent)
        .to.emit(pool, "RedeemRequest")
        .withArgs(provider.address, provider.address, await pool.lastRequestId(), provider.address, 1n);
    },
  },
  {
    title: "withdraw what an executed redemption brought",
    doors: ["pool.withdraw", "pool.redeem"],
    row: "write down",
    look: async ({ pool, provider }) => pool.maxWithdraw(provider.address),
    act: async ({ pool, provider }) =>
      pool.connect(provider).withdraw(await pool.maxWithdraw(provider.address), provider.address, provider.address),
    refusal: NEVER,
    accepted: async ({ clearingHouse, provider }, _, __, assets) => {
      expect(assets > 0n).to.equal(true);
      expect((await clearingHouse.accountState(accountOf(provider))).cash).to.equal(assets);
    },
  },
  {
    title: "mint what an executed deposit brought",
    doors: ["pool.mint/2", "pool.mint/3", "pool.deposit/2", "pool.deposit/3"],
    row: "write down",
    act: async ({ pool, provider }) => pool.connect(provider)["mint(uint256,address)"](1_000_000n, provider.address),
    refusal: NEVER,
    accepted: async ({ pool }, sent) => {
      await expect(sent).to.emit(pool, "Deposit");
    },
  },
  {
    title: "recordOutage says whether windows wait",
    doors: ["pool.recordOutage"],
    row: "write down",
    act: async ({ pool, stranger }) => pool.connect(stranger).recordOutage(),
    refusal: NEVER,
    accepted: async ({ pool }, sent, { column }) => {
      const waits = !expectationOf("LP request executed", column, false).allowed;
      if (waits) await expect(sent).to.emit(pool, "OutageRecorded").withArgs(true);
      else await expect(sent).not.to.emit(pool, "OutageRecorded");
    },
  },
  {
    title: "returnSurplus of the pool's account, which has a position",
    doors: ["clearingHouse.returnSurplus"],
    row: "withdraw with positions",
    look: async (world, here) => {
      if (!here.allowed) return 0n;
      const { clearingHouse, marketIds } = world;
      const pool = await clearingHouse.poolMarketAccount(marketIds.ETH);
      const standing = await accountAt(world, pool, priceFor(here, (await sizeOf(world, pool)) > 0n));
      const { commitment } = (await clearingHouse.marketState(marketIds.ETH)).pool;
      const kept = larger(commitment, initialMargin(standing.holdings));
      return smaller(standing.cash, accountValue(standing)) - kept;
    },
    act: async ({ clearingHouse, stranger, marketIds }) => clearingHouse.connect(stranger).returnSurplus(marketIds.ETH),
    refusal: notUsable,
    accepted: async ({ clearingHouse }, sent, _, surplus) => {
      expect(surplus > usd("50,000")).to.equal(true);
      const [event] = await clearingHouse.queryFilter(clearingHouse.filters.CashMoved(), sent.blockNumber ?? 0);
      expect(event?.args.amount, "the price that the account was valued at").to.equal(surplus);
    },
  },
];

/** What only writes down: it succeeds whatever the price, and takes nothing from the account named. */
const upkeep = (
  name: "sweepFees" | "refillMarket" | "syncMarket" | "accrueFunding",
  accepted: Entry["accepted"] = async ({ clearingHouse }, sent) => {
    expect((await sent.wait())?.status).to.equal(1);
    expect(await clearingHouse.locked()).to.equal(false);
  },
): Entry => ({
  title: name,
  doors: [`clearingHouse.${name}`],
  row: "write down",
  act: async ({ clearingHouse, stranger, marketIds }) => clearingHouse.connect(stranger)[name](marketIds.ETH),
  refusal: NEVER,
  accepted,
});

const UPKEEP: readonly Entry[] = [
  upkeep("sweepFees"),
  upkeep("refillMarket"),
  upkeep("syncMarket"),
  upkeep("accrueFunding", async ({ clearingHouse, marketIds }, _, { column }) => {
    const { state } = await clearingHouse.marketState(marketIds.ETH);
    const reducible = expectationOf("reduce or close", column, false).allowed;
    const accrues = reducible && column !== "Settled";
    expect(state.fundingFrozen, "no funding accrues while a market cannot be reduced, or is settled").to.equal(
      !accrues,
    );
  }),
  {
    title: "syncAccount",
    doors: ["clearingHouse.syncAccount"],
    row: "write down",
    act: async ({ clearingHouse, stranger, account }) =>
      clearingHouse.connect(stranger).syncAccount(account("belowLong")),
    refusal: NEVER,
    accepted: async (world) => {
      expect(await sizeOf(world, world.account("belowLong"))).to.equal(10n ** 10n);
    },
  },
  {
    title: "raiseMinSize, which nothing asks for at this price",
    doors: ["clearingHouse.raiseMinSize"],
    row: "assert a listing inequality",
    act: async ({ clearingHouse, stranger, marketIds }) => clearingHouse.connect(stranger).raiseMinSize(marketIds.ETH),
    refusal: notUsable,
    acceptedError: async ({ config, marketIds, termsOf }, here) => {
      const { tiers, trade, liquidation } = termsOf("ETH");
      // minReward + p x minNotional <= mmr1 x minNotional, in units at the cell's price, rounded up.
      const rate = (tiers.maintenance[0] ?? 0n) - liquidation.penalty;
      const least = divUp(tiers.minReward * 10n ** 22n, rate * priceFor(here, true));
      return { by: config, error: "MinSizeSufficient", args: [marketIds.ETH, trade.minSize, least] };
    },
    accepted: NEVER,
  },
];

/** Everything that is not a trade and moves nobody's own money. */
export const SYSTEM: readonly Entry[] = [...LIQUIDATIONS, ...SALES, ...POOL, ...UPKEEP];
