// SPDX-License-Identifier: MIT
// What a stranger knows: logs, the seconds of their blocks, and the parameters of the markets.
import type { Provider } from "ethers";

import type { MarketParameters } from "../../../deploy/parameters/schema.ts";
import type { Holding } from "../../../scripts/lib/margin/account.ts";
import { accrueFunding } from "../../../scripts/lib/market/funding.ts";
import type { FundingState } from "../../../scripts/lib/market/funding.ts";
import { toMoney } from "../../../scripts/lib/units/money.ts";
import type { Price } from "../../../scripts/lib/units/price.ts";
import { toSize } from "../../../scripts/lib/units/size.ts";
import type { IClearingHouse } from "../../../typechain/index.ts";
import { termsOf, tierRulesOf } from "../liquidation/state.ts";
import type { AccountState, Pace } from "../liquidation/state.ts";

interface KnownPosition {
  size: bigint;
  entryNotional: bigint;
  fundingIndex: bigint;
}

/** A price that decided: mark for funding, `used` for the position. */
export interface DecidingPrice {
  readonly mark: Price;
  readonly used: Price;
  readonly usable: boolean;
}

/** Balances, positions and funding, rebuilt from logs alone. Knows no deleveraging. */
export class Logbook {
  readonly #cash = new Map<string, bigint>();
  readonly #positions = new Map<string, Map<bigint, KnownPosition>>();
  readonly #funding = new Map<bigint, FundingState>();
  /** By market: positions whose funding index the next event of the market tells. */
  readonly #touched = new Map<bigint, KnownPosition[]>();
  readonly #markets: readonly MarketParameters[];

  constructor(markets: readonly MarketParameters[]) {
    this.#markets = markets;
  }

  /** Takes over every log of the clearing house up to and with a block. */
  async read(clearingHouse: IClearingHouse, provider: Provider, toBlock: number): Promise<void> {
    const address = await clearingHouse.getAddress();
    for (const log of await provider.getLogs({ address, fromBlock: 0, toBlock })) {
      const parsed = clearingHouse.interface.parseLog(log);
      if (parsed === null) continue;
      const text = (name: string): string => String(parsed.args.getValue(name));
      const number = (name: string): bigint => BigInt(text(name));
      switch (parsed.name) {
        case "Deposited":
        case "Withdrawn":
        case "AccountLiquidated":
          this.#cash.set(text("account"), number("cash"));
          break;
        case "CashMoved":
          this.#cash.set(text("from"), number("fromCash"));
          this.#cash.set(text("to"), number("toCash"));
          break;
        case "PositionLiquidated":
          this.#hold(text("account"), number);
          break;
        case "Traded":
          this.#hold(text("account"), number);
          this.#cash.set(text("account"), number("cash"));
          await this.#update(number, provider, log.blockNumber);
          break;
        case "PoolAccountUpdated":
        case "MarketUpdated":
          await this.#update(number, provider, log.blockNumber);
          break;
      }
    }
  }

  #hold(account: string, number: (name: string) => bigint): void {
    const market = number("market");
    const position = { size: number("size"), entryNotional: number("entryNotional"), fundingIndex: 0n };
    const held = this.#positions.get(account) ?? new Map<bigint, KnownPosition>();
    held.set(market, position);
    this.#positions.set(account, held);
    this.#touched.set(market, [...(this.#touched.get(market) ?? []), position]);
  }

  /** What an event says of its market; positions touched there, by it or before it, have caught up with its index. */
  async #update(number: (name: string) => bigint, provider: Provider, blockNumber: number): Promise<void> {
    const market = number("market");
    for (const position of this.#touched.get(market) ?? []) position.fundingIndex = number("fundingIndex");
    this.#touched.delete(market);
    const block = await provider.getBlock(blockNumber);
    this.#funding.set(market, {
      fundingIndex: number("fundingIndex"),
      fundingRatePerSecond: number("fundingRatePerSecond"),
      fundingDrift: this.#driftAt(market, number("skew")),
      accruedAt: BigInt(block?.timestamp ?? 0),
    });
  }

  /** The account at the prices of a receipt, funding up to its second; `bitten` if receipts before it were cut by pace. */
  stateOf(
    account: string,
    now: bigint,
    priceOf: (market: bigint) => DecidingPrice,
    bitten: Omit<Pace, "now"> = { since: 0n, until: 0n },
  ): AccountState {
    const held = [...(this.#positions.get(account) ?? [])].filter(([, { size }]) => size !== 0n);
    const legs = held
      .toSorted(([a], [b]) => Number(a - b))
      .map(([market, { size, entryNotional, fundingIndex }]) => {
        const { mark, used, usable } = priceOf(market);
        const { tiers, trade, liquidation } = this.#termsOf(market);
        const funding = this.#funding.get(market);
        if (funding === undefined) throw new Error(`no log tells the funding of market ${market}`);
        const accrued = accrueFunding(funding, mark, now, tiers.maxFundingRatePerSecond);
        const holding: Holding = {
          position: { size: toSize(size), entryNotional: toMoney(entryNotional), fundingIndex },
          price: used,
          fundingIndex: accrued.fundingIndex,
          tiers: tierRulesOf(tiers),
        };
        return { market, holding, terms: termsOf(liquidation, trade), usable };
      });
    return { account, cash: toMoney(this.#cash.get(account) ?? 0n), legs, pace: { ...bitten, now } };
  }

  #termsOf(market: bigint): MarketParameters {
    const found = this.#markets.find(({ id }) => BigInt(id) === market);
    if (found === undefined) throw new Error(`no parameters of market ${market}`);
    return found;
  }

  /** Of a skew inside the scale, towards zero. */
  #driftAt(market: bigint, skew: bigint): bigint {
    const { skewScale, maxFundingVelocity } = this.#termsOf(market).trade;
    return (skew * maxFundingVelocity) / skewScale;
  }
}
