// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { accountLiquidationPrice } from "../../../../scripts/lib/margin/liquidation-price.ts";
import { fraction, roundDown } from "../../../../scripts/lib/units/fraction.ts";
import { toMoney, usd } from "../../../../scripts/lib/units/money.ts";
import type { Money } from "../../../../scripts/lib/units/money.ts";
import type { Size } from "../../../../scripts/lib/units/size.ts";
import { at, eth, flat, holding, plainTiers } from "../support.ts";

/** In 1e-`decimals` USD per token, rounded to nearest; a price of the examples' market is in 1e-13 USD per token. */
function solve(cash: Money, size: Size, entry: Money, mmr: string, decimals: number): string {
  const found = accountLiquidationPrice({ cash, holdings: [holding(size, entry, at("1"), plainTiers(flat(mmr)))] });
  if (found?.when !== "below" && found?.when !== "above") throw new Error("the example has a liquidation price");
  const { numerator, denominator } = found.price;
  const step = 10n ** BigInt(13 - decimals);
  return `${found.when} ${roundDown(fraction(2n * numerator + denominator * step, 2n * denominator * step))}`;
}

describe("liquidation prices against published examples", () => {
  // The venues keep no reward back and have one rate each.
  it("V6: 10 at 3,000 with isolated margin of 3,000 and 2 %", () => {
    expect(solve(usd("3000"), eth("10"), usd("-30000"), "2", 6)).to.equal("below 2755102041");
    expect(solve(usd("3000"), eth("-10"), usd("30000"), "2", 6)).to.equal("above 3235294118");
  });

  it("V8: collateral of 1,000 behind a short of 3 at 3,000 and 5 %", () => {
    expect(solve(usd("1000"), eth("-3"), usd("9000"), "5", 6)).to.equal("above 3174603175");
  });

  for (const [leverage, liquidation, bankruptcy] of [
    [2n, 996_429n, 976_500n],
    [3n, 1_328_571n, 1_302_000n],
    [5n, 1_594_286n, 1_562_400n],
    [10n, 1_793_571n, 1_757_700n],
    [20n, 1_893_214n, 1_855_350n],
  ] as const) {
    it(`V59: a long from 195.3 with a leverage of ${leverage} at 2 %, and its bankruptcy`, () => {
      const margin = toMoney(usd("195.3") / leverage);
      const entry = usd("-195.3");
      expect(solve(margin, eth("1"), entry, "2", 4)).to.equal(`below ${liquidation}`);
      // A margin rate of zero: where the value is gone.
      expect(solve(margin, eth("1"), entry, "0", 4)).to.equal(`below ${bankruptcy}`);
    });
  }
});
