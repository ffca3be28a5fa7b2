// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { ZeroSizeError } from "../../../../scripts/lib/market/errors.ts";
import { NO_POSITION } from "../../../../scripts/lib/market/position.ts";
import type { Position } from "../../../../scripts/lib/market/position.ts";
import { quoteUp } from "../../../../scripts/lib/market/quote.ts";
import { fillAgainstPool } from "../../../../scripts/lib/market/trade.ts";
import type { TradeTerms } from "../../../../scripts/lib/market/trade.ts";
import { toMoney, usd } from "../../../../scripts/lib/units/money.ts";
import { valueDown } from "../../../../scripts/lib/units/products.ts";
import { percent, ratioOf } from "../../../../scripts/lib/units/ratio.ts";
import { toSize, ZERO_SIZE } from "../../../../scripts/lib/units/size.ts";
import { at, eth, fees, magnitudes, money, openSizes, opposite, prices, scales, sizes } from "../support.ts";

const TERMS: TradeTerms = {
  indexPrice: at("2000"),
  skew: ZERO_SIZE,
  skewScale: eth("1000000"),
  spread: ratioOf("0.0005"),
  takerFee: percent("0.05"),
  fundingIndex: 0n,
};

const anyTerms: fc.Arbitrary<TradeTerms> = fc.record({
  indexPrice: prices,
  skew: sizes,
  skewScale: scales,
  spread: fees,
  takerFee: fees,
  fundingIndex: fc.bigInt(-(2n ** 79n), 2n ** 79n - 1n),
});

const anyPosition: fc.Arbitrary<Position> = fc.record({
  size: openSizes,
  entryNotional: money,
  fundingIndex: fc.bigInt(-(2n ** 79n), 2n ** 79n - 1n),
});

describe("an order against the pool", () => {
  it("opens at the quote and takes the fee from cash", () => {
    expect(fillAgainstPool(NO_POSITION, eth("100"), TERMS)).to.deep.equal({
      position: { size: eth("100"), entryNotional: usd("-200110"), fundingIndex: 0n },
      quote: usd("200110"),
      fee: usd("100.055"),
      realizedPnl: usd("0"),
      fundingPayment: usd("0"),
      cashDelta: usd("-100.055"),
      skew: eth("100"),
    });
  });

  it("settles funding before it fills, and takes the snapshot of the market", () => {
    // 100 tokens are 1e11 units; 2e14 per unit is 0.02 money units each.
    const before: Position = { size: eth("100"), entryNotional: usd("-200000"), fundingIndex: 0n };
    const result = fillAgainstPool(before, eth("-1"), { ...TERMS, fundingIndex: 200_000_000_000_000n });
    expect(result.fundingPayment).to.equal(usd("2000"));
    expect(result.position.fundingIndex).to.equal(200_000_000_000_000n);
    expect(result.cashDelta).to.equal(result.realizedPnl - result.fee - usd("2000"));
  });

  it("flips by a close and an open, each with its own quote and fee, the second at the skew after the first", () => {
    fc.assert(
      fc.property(anyPosition, magnitudes, anyTerms, (before, beyond, terms) => {
        const close = opposite(before.size);
        const open = before.size > 0n ? opposite(beyond) : beyond;
        const flip = fillAgainstPool(before, toSize(close + open), terms);
        const closed = fillAgainstPool(before, close, terms);
        const opened = fillAgainstPool(closed.position, open, { ...terms, skew: closed.skew });
        expect(opened.fundingPayment).to.equal(0n);
        expect(flip).to.deep.equal({
          position: opened.position,
          quote: closed.quote + opened.quote,
          fee: closed.fee + opened.fee,
          realizedPnl: closed.realizedPnl,
          fundingPayment: closed.fundingPayment,
          cashDelta: closed.cashDelta + opened.cashDelta,
          skew: opened.skew,
        });
        expect(opened.position.entryNotional + quoteUp(open, { ...terms, skew: closed.skew })).to.equal(0n);
      }),
    );
  });

  it("moves quote between cash and entry notional and loses none", () => {
    fc.assert(
      fc.property(anyPosition, openSizes, anyTerms, (before, sizeDelta, terms) => {
        const { position, quote, realizedPnl, skew } = fillAgainstPool(before, sizeDelta, terms);
        expect(position.entryNotional + realizedPnl).to.equal(before.entryNotional - quote);
        expect(position.size).to.equal(before.size + sizeDelta);
        expect(skew).to.equal(terms.skew + sizeDelta);
      }),
    );
  });

  it("never gains by a round trip at an unchanged index", () => {
    fc.assert(
      fc.property(openSizes, anyTerms, (sizeDelta, terms) => {
        const there = fillAgainstPool(NO_POSITION, sizeDelta, { ...terms, fundingIndex: 0n });
        const back = fillAgainstPool(there.position, opposite(sizeDelta), {
          ...terms,
          fundingIndex: 0n,
          skew: there.skew,
        });
        expect(back.position).to.deep.equal(NO_POSITION);
        expect(there.cashDelta + back.cashDelta <= 0n).to.equal(true);
      }),
    );
  });

  it("costs a buyer at zero skew at least its value at mark", () => {
    fc.assert(
      fc.property(magnitudes, anyTerms, (size, terms) => {
        const { position } = fillAgainstPool(NO_POSITION, size, { ...terms, skew: ZERO_SIZE });
        expect(toMoney(valueDown(size, terms.indexPrice) + position.entryNotional) <= 0n).to.equal(true);
      }),
    );
  });

  it("throws ZeroSizeError for an order of nothing", () => {
    expect(() => fillAgainstPool(NO_POSITION, ZERO_SIZE, TERMS)).to.throw(ZeroSizeError);
  });
});
