// SPDX-License-Identifier: MIT
// A history in which every kind of event happens, sizes and times drawn from a seed.
import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { FOREVER } from "../clearing/venue.ts";
import { orderOf, Permission } from "../clearing/trading.ts";
import { weth, WETH } from "../collateral/support.ts";
import { settlementOf } from "../losses/settled.ts";
import { ASSETS } from "../losses/support.ts";
import { connection } from "./world.ts";
import type { World } from "./world.ts";

/** Seconds from an LP's request to its window, and a margin. */
const DELAY = 7_300;

const TRADES = 16;

async function open({ alice, bob, carol, seat }: World): Promise<void> {
  await seat([
    { owner: alice, subAccount: 0n, cash: "60,000", legs: { ETH: "10", BTC: "0.5" } },
    { owner: alice, subAccount: 1n, cash: "2,200", legs: { ETH: "20" } },
    { owner: alice, subAccount: 2n, cash: "1,120", legs: { ETH: "10" } },
    { owner: bob, subAccount: 0n, cash: "60,000", legs: { ETH: "-21", BTC: "-1" } },
    { owner: bob, subAccount: 1n, cash: "60,000", legs: { ETH: "-23" } },
    { owner: carol, subAccount: 0n, cash: "60,000", legs: { ETH: "-7", BTC: "0.3" } },
    { owner: carol, subAccount: 1n, cash: "60,000", legs: { ETH: "5" } },
  ]);
}

/** Accounts with cash for all that they do. */
const regulars = ({ alice, bob, carol }: Pick<World, "alice" | "bob" | "carol">) => [
  { owner: alice, account: accountOf(alice) },
  { owner: bob, account: accountOf(bob) },
  { owner: bob, account: accountOf(bob, 1n) },
  { owner: carol, account: accountOf(carol) },
  { owner: carol, account: accountOf(carol, 1n) },
];

/** Trades of whole ETH and tenths of BTC while prices stay within one per cent: opens, reductions, closes and flips. */
async function trade({ alice, bob, carol, random, signed, marketIds, clearingHouse, pass }: World): Promise<void> {
  const seats = regulars({ alice, bob, carol });
  for (let number = 0; number < TRADES; number++) {
    const { owner, account } = random.pick(seats);
    const asset = random.pick(ASSETS);
    const tokens = asset === "ETH" ? `${random.integer(1, 9)}` : `0.${random.integer(1, 9)}`;
    const size = signed(asset, random.chance(1, 2) ? tokens : `-${tokens}`);
    await clearingHouse.connect(owner).trade(orderOf(account, marketIds[asset], size));
    await pass(random.integer(30, 900), {
      ETH: `${random.integer(1_985, 2_015)}`,
      BTC: `${random.integer(39_700, 40_300)}`,
    });
  }
}

async function delegate(world: World): Promise<void> {
  const { alice, bob, stranger, governor, clearingHouse, marketIds, markOf, sizeOf } = world;
  await clearingHouse.connect(governor).setVenue(stranger.address, true);
  for (const owner of [alice, bob]) {
    const permissions = Permission.Trade | Permission.Settle;
    await clearingHouse.connect(owner).setOperator(accountOf(owner), stranger.address, permissions, FOREVER);
  }
  await clearingHouse.connect(stranger).trade(orderOf(accountOf(alice), marketIds.ETH, sizeOf("ETH", "3")));
  await clearingHouse.connect(stranger).settle({
    market: marketIds.BTC,
    taker: accountOf(alice),
    maker: accountOf(bob),
    sizeDelta: sizeOf("BTC", "0.4"),
    price: await markOf("BTC"),
    takerReduceOnly: false,
    makerReduceOnly: false,
  });
}

async function move({ alice, carol, vault, clearingHouse, fund }: World): Promise<void> {
  const quiet = await fund(carol, usd("250"), 18n);
  await vault.connect(carol).withdraw(quiet, usd("50"), carol.address);
  await fund(carol, usd("90"), 19n);
  await vault.connect(alice).withdraw(accountOf(alice), usd("1,234.56"), alice.address);
  await clearingHouse.connect(carol).transferCash(accountOf(carol, 1n), accountOf(alice, 7n), usd("77.7"));
}

/** Debts against WETH that insurance and main take over, and what is bought from them. */
async function collateral(world: World): Promise<void> {
  const { trader, alice, bob, vault, clearingHouse, depositWeth, setWeth, keeper, pass, liquidate, system } = world;
  const account = accountOf(trader);
  await depositWeth(trader, account, weth("100"));
  await depositWeth(alice, accountOf(alice), weth("3"));
  await depositWeth(alice, accountOf(alice, 9n), weth("0.25"));
  await vault.connect(alice).withdrawCollateral(accountOf(alice), WETH, weth("0.5"), alice.address);
  await vault.connect(trader).withdraw(account, usd("140,000"), trader.address);
  await setWeth("1,720");
  await setWeth("1,500");
  await pass(60);
  await liquidate(keeper, [account]);
  const [insurance = "", , main = ""] = system;
  for (const seller of [insurance, main])
    await clearingHouse.connect(bob).buyCollateral(seller, WETH, usd("9,000"), 1n, accountOf(bob));
}

async function provide(world: World): Promise<void> {
  const { pool, provider, stranger, fund, pass, deployer } = world;
  const ask = async (assets: string, least = 0n): Promise<bigint> => {
    await fund(stranger, usd(assets));
    await pool.connect(stranger).requestDepositWithMinimum(usd(assets), stranger.address, stranger.address, least);
    return pool.lastRequestId();
  };
  const claimable = await pool.maxMint(provider.address);
  await pool.connect(provider)["mint(uint256,address)"](claimable / 3n, provider.address);
  const requests = [await ask("50,000"), await ask("1,000", 2n ** 100n)];
  await pool.connect(provider).requestRedeem(claimable / 10n, provider.address, provider.address);
  requests.push(await pool.lastRequestId());
  await pass(DELAY);
  for (const request of requests) await pool.connect(deployer).executeRequest(request);
  await pool.connect(stranger)["deposit(uint256,address)"](usd("20,000"), stranger.address);
  await pool.connect(provider).withdraw(usd("1,000"), provider.address, provider.address);
  await pool.connect(provider).transfer(stranger.address, claimable / 100n);
  await ask("700");
  await pool.connect(stranger).requestRedeem(10n ** 12n, stranger.address, stranger.address);
}

/** The pool's account of ETH has cash for some more units, but for few. */
async function leaveRoom({ clearingHouse, drainPool, lens, poolOf, riskAdmin }: World): Promise<void> {
  await drainPool("ETH");
  const [health] = await lens.healthOf([poolOf.ETH]);
  await clearingHouse.connect(riskAdmin).setCommitment(0, (health?.accountValue ?? 0n) + usd("400"));
}

/** A partial liquidation that the pool takes, then a deficit that insurance and the shorts bear. */
async function crash(world: World): Promise<void> {
  const { alice, bob, liquidator, liquidate, pass, clearingHouse } = world;
  await pass(60, { ETH: "1,935" });
  await liquidate(liquidator, [accountOf(alice, 1n)]);
  await pass(60, { ETH: "1,840" });
  await leaveRoom(world);
  await liquidate(liquidator, [accountOf(alice, 2n), accountOf(alice, 1n)]);
  await clearingHouse.syncAccount(accountOf(bob));
}

/** The same on the other side, with room for nothing; some catch up by trading. */
async function rally(world: World): Promise<void> {
  const { alice, bob, carol, liquidator, liquidate, pass, drainPool, clearingHouse, riskAdmin, seat, order } = world;
  await clearingHouse.connect(riskAdmin).setCommitment(0, usd("60,000"));
  await pass(600, { ETH: "2,000" });
  await seat([
    { owner: bob, subAccount: 5n, cash: "1,120", legs: { ETH: "-10" } },
    { owner: bob, subAccount: 6n, cash: "2,200", legs: { ETH: "-20" } },
    { owner: carol, subAccount: 5n, cash: "30,000", legs: { ETH: "13" } },
    { owner: alice, subAccount: 5n, cash: "30,000", legs: { ETH: "17" } },
  ]);
  await drainPool("ETH");
  await pass(60, { ETH: "2,170" });
  await liquidate(liquidator, [accountOf(bob, 5n), accountOf(bob, 6n)], accountOf(alice, 5n));
  await order(alice, accountOf(alice), "ETH", "-1");
  await order(carol, accountOf(carol), "ETH", "1");
}

/**
 * All of BTC is one long above and one short below the price: closing the one takes the other's last position, which leaves
 * it below zero with nothing to sell.
 */
async function strand(world: World): Promise<void> {
  const { alice, bob, sizeAt, close, pass, seat, liquidate, liquidator, clearingHouse, riskAdmin } = world;
  for (const { owner, account } of regulars(world)) {
    if ((await sizeAt(account, "BTC")) !== 0n) await close(owner, account, "BTC");
  }
  await seat([{ owner: bob, subAccount: 7n, cash: "1,150", legs: { BTC: "-0.5" } }]);
  await pass(60, { BTC: "50,000" });
  await seat([{ owner: alice, subAccount: 7n, cash: "1,450", legs: { BTC: "0.5" } }]);
  // To the last unit: what the pool had room for would be left of the short.
  await clearingHouse.connect(riskAdmin).setCommitment(1, 0n);
  await clearingHouse.returnSurplus(1);
  await pass(60, { BTC: "46,500" });
  await liquidate(liquidator, [accountOf(alice, 7n)]);
  await clearingHouse.syncAccount(accountOf(bob, 7n));
  for (const { account } of regulars(world)) await clearingHouse.syncAccount(account);
  await clearingHouse.syncMarket(0);
  await clearingHouse.connect(riskAdmin).setCommitment(1, usd("40,000"));
}

/** A market account of the pool below its margin gives its inventory to the opposite side, and then has no room for others'. */
async function sink(world: World): Promise<void> {
  const { alice, pass, poolOf, seat, drainPool, liquidate, keeper } = world;
  const [long = ""] = await seat([
    { owner: alice, subAccount: 8n, cash: "3,180", legs: { ETH: "10" } },
    // Nobody asks about this one before `press`.
    { owner: alice, subAccount: 10n, cash: "1,230", legs: { ETH: "5" } },
  ]);
  await drainPool("ETH");
  await pass(60, { ETH: "1,880" });
  await liquidate(keeper, [poolOf.ETH, long]);
}

/**
 * The pool is long of little and takes a part of a short: its inventory changes sides before the longs take the rest. Of the
 * others in the batch one was stale and is healthy, and one is healthy once its side was deleveraged: both only catch up.
 */
async function press(world: World): Promise<void> {
  const { alice, bob, carol, clearingHouse, riskAdmin, pass, seat, drainPool, liquidate, keeper } = world;
  await clearingHouse.connect(riskAdmin).setCommitment(0, usd("60,000"));
  const [short = ""] = await seat([
    { owner: bob, subAccount: 8n, cash: "4,300", legs: { ETH: "-40" } },
    { owner: carol, subAccount: 8n, cash: "40,000", legs: { ETH: "36" } },
  ]);
  await drainPool("ETH");
  await pass(600, { ETH: "1,968" });
  await liquidate(keeper, [accountOf(bob, 1n), short, accountOf(alice, 10n)]);
}

async function govern(world: World): Promise<void> {
  const { clearingHouse, riskAdmin, governor, parameters, pass, bob, order } = world;
  const [eth] = parameters.markets;
  if (eth === undefined) throw new Error("the fixture lists no market");
  await clearingHouse.connect(riskAdmin).setCommitment(0, usd("100,000"));
  await pass(86_400);
  await clearingHouse.refillMarket(0);
  await clearingHouse.connect(riskAdmin).setCommitment(1, usd("50,000"));
  await clearingHouse.returnSurplus(1);
  await clearingHouse.sweepFees(0);
  const treasury = await clearingHouse.treasuryAccount();
  const { cash } = await clearingHouse.accountState(treasury);
  await clearingHouse.connect(governor).collectTreasury(accountOf(governor), cash / 2n);
  const trade = { ...eth.trade, treasuryShare: 70_000n, maxFundingVelocity: eth.trade.maxFundingVelocity / 2n };
  await clearingHouse.connect(governor).setTradeParameters(0, trade);
  await order(bob, accountOf(bob), "BTC", "0.1");
  await order(bob, accountOf(bob), "ETH", "-4");
}

/** BTC's feed dies and the market is settled, with inventory of the pool in it. */
async function settle(world: World): Promise<void> {
  const { die, announce, execute, passHour } = settlementOf(connection, world);
  for (const step of [die, announce, execute, passHour]) await step();
}

/** Days later WETH has a price again, and the last purchase from main tells it. */
async function resell({ bob, clearingHouse, setWeth, pass, system, fund }: World): Promise<void> {
  const [, , main = ""] = system;
  await setWeth("1,480");
  await pass(120);
  await setWeth("1,480");
  await clearingHouse.connect(bob).buyCollateral(main, WETH, usd("3,000"), 1n, await fund(bob, usd("3,000")));
}

/** Everything in turn, and at the end the funding and price of now. */
export async function happen(world: World): Promise<void> {
  for (const chapter of [
    open,
    trade,
    delegate,
    move,
    collateral,
    provide,
    crash,
    rally,
    sink,
    press,
    strand,
    govern,
    settle,
    resell,
  ])
    await chapter(world);
  await world.pass(300, { ETH: "1,967.37" });
  for (const asset of ASSETS) await world.clearingHouse.accrueFunding(world.marketIds[asset]);
}
