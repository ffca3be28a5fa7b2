// SPDX-License-Identifier: MIT
import type { HardhatEthersProvider } from "@nomicfoundation/hardhat-ethers/types";

import type { AccountStatementStructOutput } from "../../typechain/contracts/lens/AccountLens.ts";
import { unitPrice } from "../../deploy/parameters/units.ts";
import { marketIdOf } from "../lib/deployment/contracts.ts";
import { perMarket } from "../lib/prices/market.ts";
import type { PerMarket } from "../lib/prices/market.ts";
import { Crossings } from "./crossings.ts";
import { checkLedger, CHECKS_PER_BLOCK } from "./invariants.ts";
import { Journal } from "./journal.ts";
import type { DemoBlock } from "./report/types.ts";
import type { Stage } from "./stage.ts";

/** Accounts per call: the chain answers one call at a time, and the keeper's should not wait long for ours. */
const PAGE = 50;

const PRICE_SCALE = 10n ** 16n;

/** A finished block with what only the watcher knows of it. */
export interface WatchedBlock extends DemoBlock {
  /** Accounts in the order of their liquidations. */
  readonly liquidated: readonly string[];
  /** How many accounts could be liquidated when it ended. */
  readonly liquidatable: number;
}

/**
 * Looks at every block from outside, over every account there is: fails with the block that breaks a promise, and tells
 * the others for the report.
 */
export class Watch {
  readonly crossings = new Crossings();
  readonly #provider: HardhatEthersProvider;
  readonly #stage: Stage;
  readonly #accounts: readonly string[];
  readonly #house: string;
  readonly #journal: Journal;
  #badDebt = 0n;
  #checks = 0;
  #gasLiquidations = 0n;

  /**
   * @param accounts Every account with money or a position, system accounts included, each once.
   * @param block The last block before the replay: the logs up to it are taken over.
   */
  static async begin(
    provider: HardhatEthersProvider,
    stage: Stage,
    accounts: readonly string[],
    block: number,
  ): Promise<Watch> {
    const house = await stage.clearingHouse.getAddress();
    const watch = new Watch(provider, stage, accounts, house);
    watch.#journal.read(await provider.getLogs({ address: house, fromBlock: 0, toBlock: block }));
    return watch;
  }

  private constructor(provider: HardhatEthersProvider, stage: Stage, accounts: readonly string[], house: string) {
    this.#provider = provider;
    this.#stage = stage;
    this.#accounts = accounts;
    this.#house = house;
    this.#journal = new Journal(stage.clearingHouse.interface);
  }

  get invariantChecks(): number {
    return this.#checks;
  }

  /** Gas of the transactions that liquidated. */
  get gasLiquidations(): bigint {
    return this.#gasLiquidations;
  }

  /**
   * Checks and describes a block.
   * @param prices Of the feeds, 8 decimals.
   * @throws InvariantBrokenError
   */
  async look(number: number, prices: PerMarket<bigint>): Promise<WatchedBlock> {
    const { lens } = this.#stage;
    const at = { blockTag: number };
    const block = await this.#provider.getBlock(number);
    const logs = await this.#provider.getLogs({ address: this.#house, fromBlock: number, toBlock: number });
    const totals = await lens.systemStatement(at);
    const views = await lens.markets(at);
    const pages: AccountStatementStructOutput[] = [];
    for (let start = 0; start < this.#accounts.length; start += PAGE) {
      pages.push(await lens.statementOf(this.#accounts.slice(start, start + PAGE), at));
    }
    if (block === null) throw new Error(`block ${number} is gone`);
    const news = this.#journal.read(logs);
    const sum = (value: (page: AccountStatementStructOutput) => bigint): bigint =>
      pages.reduce((total, page) => total + value(page), 0n);
    checkLedger({
      block: number,
      sizes: this.#perMarketPlace((place) =>
        sum(({ markets }) => (markets[place]?.longs ?? 0n) - (markets[place]?.shorts ?? 0n)),
      ),
      claims: sum(({ claims }) => claims),
      feesOwed: totals.insuranceOwed + totals.treasuryOwed,
      vaultBalance: totals.vaultBalance,
      positions: Number(sum(({ positions }) => positions)),
      positionChanges: this.#journal.positionChanges,
      deleveragings: this.#journal.deleveragings,
    });
    this.#checks += CHECKS_PER_BLOCK;
    const liquidatable = pages.flatMap((page) => page.liquidatable);
    this.crossings.close(number, news.liquidated, liquidatable);
    this.#badDebt += news.badDebt;
    for (const hash of news.liquidations) {
      this.#gasLiquidations += (await this.#provider.getTransactionReceipt(hash))?.gasUsed ?? 0n;
    }
    const view = this.#perMarketPlace((place) => views[place]);
    const worth = this.#worth(prices);
    return {
      number,
      timestamp: block.timestamp,
      prices,
      openInterest: worth((market) => (view[market]?.longOpenInterest ?? 0n) + (view[market]?.shortOpenInterest ?? 0n)),
      skew: worth((market) => view[market]?.skew ?? 0n),
      accountsUnderLine: Number(sum(({ belowMaintenance }) => belowMaintenance)),
      liquidationsPartial: news.partial,
      liquidationsFull: news.full,
      insurance: totals.insuranceCash + totals.insuranceOwed,
      poolValue: totals.poolValue,
      badDebt: this.#badDebt,
      gasUsed: block.gasUsed,
      liquidated: news.liquidated,
      liquidatable: liquidatable.length,
    };
  }

  /** Lists of the lens go by market number, ascending. */
  #perMarketPlace<T>(value: (place: number) => T): PerMarket<T> {
    const { parameters } = this.#stage;
    const ids = parameters.markets.map(({ id }) => id).toSorted((a, b) => a - b);
    return perMarket((market) => value(ids.indexOf(marketIdOf(parameters, market))));
  }

  /** Sizes of a market in 1e-6 USD at its price. */
  #worth(prices: PerMarket<bigint>) {
    const decimals = (asset: string): number =>
      this.#stage.parameters.markets.find((market) => market.asset === asset)?.feed.sizeDecimals ?? 0;
    return (size: (market: keyof PerMarket<bigint>) => bigint): PerMarket<bigint> =>
      perMarket((market) => (size(market) * unitPrice(prices[market], decimals(market))) / PRICE_SCALE);
  }
}
