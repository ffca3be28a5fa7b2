// SPDX-License-Identifier: MIT
import type { Log } from "ethers";

import type { IClearingHouse } from "../../typechain/index.ts";
import { readLog } from "../lib/logs.ts";

/** What the logs of one block said. */
export interface BlockNews {
  /** Accounts in the order of their liquidations. */
  readonly liquidated: readonly string[];
  readonly partial: number;
  readonly full: number;
  /** Transactions that liquidated. */
  readonly liquidations: ReadonlySet<string>;
  /** 1e-6 USD. */
  readonly badDebt: bigint;
}

/** Keeps what only logs tell: who was liquidated, whether anything was left of the account, what was lost. */
export class Journal {
  readonly #contract: IClearingHouse["interface"];
  readonly #held = new Map<string, Set<bigint>>();
  #positionChanges = 0;
  #deleveragings = 0;

  constructor(contract: IClearingHouse["interface"]) {
    this.#contract = contract;
  }

  /** Positions touched since the deployment, as often as they were. */
  get positionChanges(): number {
    return this.#positionChanges;
  }

  /** How often a side of a market took over what nobody else took. */
  get deleveragings(): number {
    return this.#deleveragings;
  }

  /** Takes over the logs of a block, or of all blocks so far, in their order. */
  read(logs: readonly Log[]): BlockNews {
    const liquidated: string[] = [];
    const liquidations = new Set<string>();
    let partial = 0;
    let badDebt = 0n;
    for (const log of logs) {
      const event = readLog(this.#contract, log);
      if (event === null) continue;
      // The types of the arguments stand in the contract's interface; ethers decodes by it.
      const account = String(event.args[0]);
      switch (event.name) {
        case "Traded":
          this.#positionChanged(account, BigInt(String(event.args["market"])), BigInt(String(event.args["size"])));
          // The pool's.
          this.#positionChanges++;
          break;
        case "PositionLiquidated":
        case "PositionSynced":
          this.#positionChanged(account, BigInt(String(event.args["market"])), BigInt(String(event.args["size"])));
          break;
        case "PositionChanged":
        case "PoolAccountUpdated":
          this.#positionChanges++;
          break;
        case "AccountLiquidated":
          liquidated.push(account);
          liquidations.add(log.transactionHash);
          if ((this.#held.get(account)?.size ?? 0) > 0) partial++;
          break;
        case "SideDeleveraged":
          this.#deleveragings++;
          break;
        case "BadDebtShared":
        case "BadDebtRealized":
          badDebt += BigInt(String(event.args["badDebt"]));
          break;
        default:
      }
    }
    return { liquidated, partial, full: liquidated.length - partial, liquidations, badDebt };
  }

  #positionChanged(account: string, market: bigint, size: bigint): void {
    this.#positionChanges++;
    const held = this.#held.get(account) ?? new Set<bigint>();
    if (size === 0n) held.delete(market);
    else held.add(market);
    this.#held.set(account, held);
  }
}
