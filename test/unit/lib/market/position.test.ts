// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import { FlipError, ZeroSizeError } from "../../../../scripts/lib/market/errors.ts";
import { applyFill, flips, NO_POSITION } from "../../../../scripts/lib/market/position.ts";
import type { Position } from "../../../../scripts/lib/market/position.ts";
import { toMoney, usd, ZERO_MONEY } from "../../../../scripts/lib/units/money.ts";
import { absolute } from "../../../../scripts/lib/units/rounding.ts";
import { toSize, ZERO_SIZE } from "../../../../scripts/lib/units/size.ts";
import { eth, magnitudes, money, openSizes } from "../support.ts";

const LONG: Position = { size: eth("10"), entryNotional: usd("-20000"), fundingIndex: 5n };
const SHORT: Position = { size: eth("-10"), entryNotional: usd("20000"), fundingIndex: 5n };

describe("a position after a fill", () => {
  it("adds the quote to its entry notional when it opens or grows, and realizes nothing", () => {
    expect(applyFill(NO_POSITION, eth("10"), usd("20000"))).to.deep.equal({
      position: { ...LONG, fundingIndex: 0n },
      realizedPnl: ZERO_MONEY,
    });
    expect(applyFill(SHORT, eth("-5"), usd("-11000"))).to.deep.equal({
      position: { size: eth("-15"), entryNotional: usd("31000"), fundingIndex: 5n },
      realizedPnl: ZERO_MONEY,
    });
  });

  it("releases entry notional pro rata when it shrinks, and realizes what the quote brought beyond it", () => {
    expect(applyFill(LONG, eth("-4"), usd("-8800"))).to.deep.equal({
      position: { size: eth("6"), entryNotional: usd("-12000"), fundingIndex: 5n },
      realizedPnl: usd("800"),
    });
    expect(applyFill(SHORT, eth("4"), usd("8800"))).to.deep.equal({
      position: { size: eth("-6"), entryNotional: usd("12000"), fundingIndex: 5n },
      realizedPnl: usd("-800"),
    });
  });

  it("keeps nothing of its entry notional when it closes", () => {
    expect(applyFill(LONG, eth("-10"), usd("-19000"))).to.deep.equal({
      position: { size: ZERO_SIZE, entryNotional: ZERO_MONEY, fundingIndex: 5n },
      realizedPnl: usd("-1000"),
    });
  });

  it("releases towards minus infinity: less of a gain, more of a loss, in cash now", () => {
    const third = (entryNotional: bigint): bigint =>
      applyFill({ ...LONG, size: toSize(3n), entryNotional: toMoney(entryNotional) }, toSize(-1n), ZERO_MONEY)
        .realizedPnl;
    expect([third(-4n), third(4n)]).to.deep.equal([-2n, 1n]);
  });

  it("conserves entry notional to the unit, in however many steps it is closed", () => {
    fc.assert(
      fc.property(openSizes, money, fc.array(magnitudes, { maxLength: 5 }), (size, entryNotional, parts) => {
        let position: Position = { size, entryNotional, fundingIndex: 0n };
        let realized = 0n;
        const cut = (part: bigint): void => {
          const filled = applyFill(position, toSize(size > 0n ? -part : part), ZERO_MONEY);
          realized += filled.realizedPnl;
          position = filled.position;
          expect(realized + position.entryNotional).to.equal(entryNotional);
        };
        const left = (): bigint => absolute(position.size);
        for (const part of parts) if (part < left()) cut(part);
        // Pro rata within a unit per step: what is left per unit of size is the entry price that it had.
        const drift = position.entryNotional * size - entryNotional * position.size;
        const unit = absolute(size);
        expect(drift * (size < 0n ? -1n : 1n) >= 0n).to.equal(true);
        expect((drift < 0n ? -drift : drift) <= BigInt(parts.length) * unit).to.equal(true);
        cut(left());
        expect(position.entryNotional).to.equal(ZERO_MONEY);
      }),
    );
  });

  it("throws FlipError where long would become short: that is two fills", () => {
    expect(() => applyFill(LONG, eth("-11"), usd("-22000")))
      .to.throw(FlipError)
      .that.includes({ size: eth("10"), sizeDelta: eth("-11") });
    expect(flips(SHORT.size, eth("11"))).to.equal(true);
    expect([flips(SHORT.size, eth("10")), flips(ZERO_SIZE, eth("1")), flips(LONG.size, eth("1"))]).to.deep.equal([
      false,
      false,
      false,
    ]);
  });

  it("throws ZeroSizeError for a fill of nothing", () => {
    expect(() => applyFill(LONG, ZERO_SIZE, ZERO_MONEY)).to.throw(ZeroSizeError);
  });
});
