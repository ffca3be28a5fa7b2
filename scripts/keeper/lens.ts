// SPDX-License-Identifier: MIT
import { TRANSACTION_GAS_LIMIT } from "./batches.ts";
import type { MarketPrice } from "./candidates.ts";
import type { Health } from "./decide.ts";
import { failureOf } from "./failures.ts";
import { marketOfCollateral } from "./events.ts";
import type { Failure } from "./failures.ts";
import type { IAccountLens } from "../../typechain/contracts/interfaces/IAccountLens.ts";

/** The lens, pinned to the end of a block. */
export interface LensCalls {
  /** Of markets and collateral tokens. */
  readonly prices: (block: number) => Promise<readonly MarketPrice[]>;
  /** One for each account, in their order. */
  readonly healths: (accounts: readonly string[], block: number) => Promise<readonly Omit<Health, "account">[]>;
}

/** With all the gas that any node gives a call. */
export function lensCalls(lens: IAccountLens): LensCalls {
  const at = (block: number) => ({ blockTag: block, gasLimit: TRANSACTION_GAS_LIMIT });
  return {
    prices: async (block) => {
      const [markets, collaterals] = await Promise.all([lens.markets(at(block)), lens.collaterals(at(block))]);
      return [
        ...markets.map(({ market, price }) => priceOf(Number(market), price)),
        ...collaterals.map(({ collateral, price }) => priceOf(marketOfCollateral(collateral), price)),
      ];
    },
    healths: async (accounts, block) => lens.healthOf([...accounts], at(block)),
  };
}

const priceOf = (market: number, { mark, low, high, validity }: Omit<MarketPrice, "market">): MarketPrice => ({
  market,
  mark,
  low,
  high,
  validity,
});

export interface Healths {
  readonly healths: readonly Health[];
  /** Accounts that the lens reverts for, each alone. */
  readonly unreadable: readonly { readonly account: string; readonly failure: Failure }[];
}

/** Fits one call's gas with accounts of a few markets each; more markets halve it. */
const FIRST_CHUNK = 400;

/** Reads health in chunks that fit one call. */
export class LensReader {
  readonly #calls: LensCalls;
  #chunk = FIRST_CHUNK;

  constructor(calls: LensCalls) {
    this.#calls = calls;
  }

  async prices(block: number): Promise<readonly MarketPrice[]> {
    return this.#calls.prices(block);
  }

  /** Health of the accounts, in their order. A chunk that the node or the lens cannot answer is halved, down to the one
   * account that is to blame; a node that is away ends the reading. */
  async healths(accounts: readonly string[], block: number): Promise<Healths> {
    const healths: Health[] = [];
    const unreadable: { account: string; failure: Failure }[] = [];
    for (let next = 0; next < accounts.length;) {
      const chunk = accounts.slice(next, next + this.#chunk);
      try {
        healths.push(...(await this.#healthsOf(chunk, block)));
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind !== "reverted" && failure.kind !== "out-of-gas") throw error;
        const [account] = chunk;
        if (chunk.length > 1 || account === undefined) {
          this.#chunk = Math.ceil(chunk.length / 2);
          continue;
        }
        unreadable.push({ account, failure });
        this.#chunk = FIRST_CHUNK;
      }
      next += chunk.length;
    }
    return { healths, unreadable };
  }

  async #healthsOf(accounts: readonly string[], block: number): Promise<readonly Health[]> {
    const answers = await this.#calls.healths(accounts, block);
    return accounts.map((account, index) => {
      const health = answers[index];
      if (health === undefined) throw new Error(`the lens answered ${answers.length} of ${accounts.length} accounts`);
      const { accountValue, maintenanceMargin, liquidatable } = health;
      return { account, accountValue, maintenanceMargin, liquidatable };
    });
  }
}
