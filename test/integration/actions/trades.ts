// SPDX-License-Identifier: MIT
// Trades against the pool, closes of whole accounts and fills of venues, from either side.
import { expect } from "chai";
import { MaxUint256 } from "ethers";

import { shareUp } from "../../../scripts/lib/units/products.ts";
import { toMoney } from "../../../scripts/lib/units/money.ts";
import { toRatio } from "../../../scripts/lib/units/ratio.ts";
import { absolute, negate } from "../../../scripts/lib/units/rounding.ts";
import { ANY_PRICE, orderOf } from "../clearing/trading.ts";
import { expectRefusal, isAtMark, notUsable, priceFor, quoteOf, sizeOf } from "./entry.ts";
import type { Entry, Here } from "./entry.ts";
import type { Row } from "./table.ts";
import type { Name, World } from "./world.ts";

const TOKEN = 10n ** 9n;

/** A trade by the order of an account, in tokens: what to add to, or "all" of what it holds. */
interface Order {
  readonly does: string;
  readonly name: Name;
  readonly tokens: bigint | "all";
  readonly row: Row;
  readonly below: boolean;
}

async function deltaOf(world: World, { name, tokens }: Order): Promise<bigint> {
  return tokens === "all" ? negate(await sizeOf(world, world.account(name))) : tokens * TOKEN;
}

const feeOf = ({ termsOf }: World, here: Here, quote: bigint): bigint =>
  isAtMark(here) ? 0n : shareUp(toMoney(absolute(quote)), toRatio(termsOf("ETH").trade.takerFee));

/** Who sells is hurt by a low price, as who holds is. */
const indexOf = (here: Here, delta: bigint): bigint => priceFor(here, delta < 0n);

function trade(order: Order): Entry {
  const { does, name, row, below } = order;
  const orderIn = async (world: World) =>
    orderOf(world.account(name), world.marketIds.ETH, await deltaOf(world, order));
  return {
    title: `trade: ${does} (${name})`,
    doors: ["clearingHouse.trade", "clearingHouse.previewTrade"],
    row,
    below,
    act: async (world) => world.clearingHouse.connect(world.trader).trade(await orderIn(world)),
    refusal: notUsable,
    look: async (world, here) => {
      const delta = await deltaOf(world, order);
      return quoteOf(world, here, await sizeOf(world, world.account(name)), delta, indexOf(here, delta));
    },
    accepted: async (world, sent, here, quote) => {
      const { clearingHouse, trader, account, marketIds } = world;
      const [event] = await clearingHouse.queryFilter(
        clearingHouse.filters.Traded(account(name)),
        sent.blockNumber ?? 0,
      );
      expect([event?.args.market, event?.args.caller]).to.deep.equal([marketIds.ETH, trader.address]);
      expect(event?.args.quote, "the index that it was filled at").to.equal(quote);
      expect(event?.args.fee).to.be.within(feeOf(world, here, quote), feeOf(world, here, quote) + 1n);
    },
    preview: async (world, here) => {
      const asked = world.clearingHouse.connect(world.trader).previewTrade.staticCall(await orderIn(world));
      if (!here.allowed) {
        await expectRefusal(asked, notUsable(world, here));
        return;
      }
      const { filled } = await asked;
      const delta = await deltaOf(world, order);
      const quote = await quoteOf(world, here, await sizeOf(world, world.account(name)), delta, indexOf(here, delta));
      expect([filled.sizeDelta, filled.quote]).to.deep.equal([delta, quote]);
    },
  };
}

function closeAccount(name: Name, below: boolean): Entry {
  return {
    title: `closeAccount (${name})`,
    doors: ["clearingHouse.closeAccount"],
    row: "reduce or close",
    below,
    act: async ({ clearingHouse, trader, account }) => {
      const worst = name.endsWith("Long") ? ANY_PRICE.sell : ANY_PRICE.buy;
      return clearingHouse.connect(trader).closeAccount(account(name), [worst], MaxUint256);
    },
    refusal: notUsable,
    look: async (world, here) => {
      const size = await sizeOf(world, world.account(name));
      return quoteOf(world, here, size, -size, indexOf(here, -size));
    },
    accepted: async (world, sent, _, quote) => {
      const { clearingHouse, account } = world;
      const [event] = await clearingHouse.queryFilter(
        clearingHouse.filters.Traded(account(name)),
        sent.blockNumber ?? 0,
      );
      expect(event?.args.quote, "the index that it was closed at").to.equal(quote);
      expect((await clearingHouse.accountState(account(name))).markets).to.equal(0n);
    },
  };
}

/** A venue's fill between two accounts: the strictest row of the two is asked. */
interface Proposal {
  readonly does: string;
  readonly taker: Name;
  readonly maker: Name;
  readonly tokens: bigint;
  readonly row: Row;
  readonly below?: boolean;
}

function settle({ does, taker, maker, tokens, row, below = false }: Proposal): Entry {
  const sizeDelta = tokens * TOKEN;
  const fillOf = async ({ account, marketIds, oracle }: World) => ({
    market: marketIds.ETH,
    taker: account(taker),
    maker: account(maker),
    sizeDelta,
    // At the mark, where the band's middle is: what a venue agrees on is not the protocol's to choose.
    price: (await oracle.readPrice(marketIds.ETH)).mark,
    takerReduceOnly: false,
    makerReduceOnly: false,
  });
  return {
    title: `settle: ${does} (${taker}, ${maker})`,
    doors: ["clearingHouse.settle"],
    row,
    below,
    act: async (world) => world.clearingHouse.connect(world.venue).settle(await fillOf(world)),
    refusal: notUsable,
    look: async (world) => (await fillOf(world)).price,
    accepted: async ({ clearingHouse, venue, account, marketIds }, sent, _, price) => {
      await expect(sent)
        .to.emit(clearingHouse, "VenueFilled")
        .withArgs(venue.address, account(taker), account(maker), marketIds.ETH, sizeDelta, price);
    },
  };
}

/** By a long; a short does the opposite. */
const bothSides = (does: string, kind: "rich" | "thin" | "below", tokens: bigint | "all", row: Row): readonly Order[] =>
  (["Long", "Short"] as const).map((side) => ({
    does: `${does} ${side === "Long" ? "of a long" : "of a short"}`,
    name: `${kind}${side}` as const,
    tokens: tokens === "all" || side === "Long" ? tokens : -tokens,
    row,
    below: kind !== "rich",
  }));

const REDUCTION: Row = "reduce or close";
const OPENING: Row = "open or increase";

export const TRADES: readonly Entry[] = [
  ...[5n, -5n].map((tokens) => trade({ does: `open ${tokens} ETH`, name: "flat", tokens, row: OPENING, below: false })),
  ...[
    ...bothSides("increase", "rich", 4n, OPENING),
    ...bothSides("flip", "rich", -15n, OPENING),
    ...bothSides("reduce", "rich", -4n, REDUCTION),
    ...bothSides("close", "rich", "all", REDUCTION),
    ...bothSides("reduce, below initial margin,", "thin", -4n, REDUCTION),
    ...bothSides("close, below initial margin,", "thin", "all", REDUCTION),
    ...bothSides("reduce, below maintenance,", "below", -8n, REDUCTION),
    ...bothSides("close, below maintenance,", "below", "all", REDUCTION),
  ].map(trade),
  ...(["richLong", "richShort"] as const).map((name) => closeAccount(name, false)),
  ...(["thinLong", "thinShort", "belowLong", "belowShort"] as const).map((name) => closeAccount(name, true)),
  settle({ does: "two open", taker: "flat", maker: "receiver", tokens: 1n, row: OPENING }),
  settle({ does: "one reduces and one opens", taker: "richShort", maker: "flat", tokens: 2n, row: OPENING }),
  settle({ does: "both reduce", taker: "richShort", maker: "richLong", tokens: 4n, row: REDUCTION }),
  settle({
    does: "both reduce, one below initial margin",
    taker: "thinShort",
    maker: "richLong",
    tokens: 4n,
    row: REDUCTION,
  }),
  settle({
    does: "both reduce below initial margin",
    taker: "thinShort",
    maker: "thinLong",
    tokens: 4n,
    row: REDUCTION,
    below: true,
  }),
  {
    title: "trade: open in another market with a position here (richLong)",
    doors: ["clearingHouse.trade"],
    row: "open in another market",
    act: async ({ clearingHouse, trader, account, marketIds, sizeOf }) =>
      clearingHouse.connect(trader).trade(orderOf(account("richLong"), marketIds.BTC, sizeOf("BTC", "0.1"))),
    refusal: (world, here) => notUsable(world, here, world.marketIds.BTC),
    accepted: async ({ clearingHouse, account, marketIds, sizeOf }) => {
      const { size } = await clearingHouse.positionState(account("richLong"), marketIds.BTC);
      expect(size).to.equal(sizeOf("BTC", "0.1"));
    },
  },
];
