// SPDX-License-Identifier: MIT
// Plays a crash through the engine: rounds come when the feeds spoke, a keeper comes every so many of them, and after
// every block the books are looked at.
import { expect } from "chai";
import type { TransactionReceipt } from "ethers";

import { Journal } from "../../../scripts/demo/journal.ts";
import type { Beat } from "../../../scripts/lib/prices/beats.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { checkDeficits } from "../losses/logs.ts";
import type { Deficits } from "../losses/logs.ts";
import { ASSETS } from "../losses/support.ts";
import type { Connection } from "../losses/support.ts";
import { checkBooks, liquidatableOf } from "./books.ts";
import type { Entry } from "./books.ts";
import { FLAT_CASH } from "./crowd.ts";
import type { Crowd } from "./crowd.ts";

/** Accounts of one call to `liquidate`, which fits a transaction. */
const BATCH = 60;

/** Seconds from a round to the keeper's first call, and from one call to its next: pace lets the next bite go. */
const DELAY = 3;
const PACE = 15;
/** After which a jumped price is believed. */
const JUMP_HOLD = 485;
/** Calls of a visit, at most. */
const CALLS = 6;

export interface Outcome extends Deficits {
  /** After which the books were looked at. */
  blocks: number;
}

export class Replay {
  readonly outcome: Outcome = {
    blocks: 0,
    fromInsurance: 0n,
    fromOppositeSide: 0n,
    fromMain: 0n,
    liquidated: [],
    deleveragings: 0,
  };
  readonly #connection: Connection;
  readonly #crowd: Crowd;
  readonly #journal: Journal;
  readonly #random = createRandom("keepers");
  /** As the last look found them. */
  #entries: readonly Entry[] = [];

  constructor(connection: Connection, crowd: Crowd) {
    this.#connection = connection;
    this.#crowd = crowd;
    this.#journal = new Journal(crowd.clearingHouse.interface);
  }

  /** @param every A keeper comes after so many rounds: 1 after each. */
  async run(beats: readonly Beat[], every: number): Promise<Outcome> {
    const { time } = this.#connection.networkHelpers;
    const start = (await time.latest()) + 60;
    for (const [index, beat] of beats.entries()) {
      await this.#publish(beat, start + beat.timestamp);
      await this.#look();
      const until = start + (beats[index + 1]?.timestamp ?? beat.timestamp + 3_600);
      if ((index + 1) % every === 0 || index === beats.length - 1) await this.#visit(until);
    }
    await this.#close();
    return this.outcome;
  }

  async #publish({ prices, updated }: Beat, at: number): Promise<void> {
    const { feeds } = this.#crowd;
    const { time } = this.#connection.networkHelpers;
    for (const [index, asset] of ASSETS.filter((one) => updated[one]).entries()) {
      if ((await time.latest()) < at + index) await time.setNextBlockTimestamp(at + index);
      await feeds[asset].updateAnswer(prices[asset]);
    }
  }

  async #look(): Promise<readonly Entry[]> {
    this.outcome.blocks += 1;
    const { positionChanges, deleveragings } = this.#journal;
    this.#entries = await checkBooks(this.#crowd, {
      positionChanges: this.#crowd.openings + positionChanges,
      deleveragings,
    });
    return this.#entries;
  }

  /** Liquidates what can be until the next round; once more when a jump is believed. */
  async #visit(until: number): Promise<void> {
    const { time } = this.#connection.networkHelpers;
    const began = await time.latest();
    await this.#calls(began + DELAY, until);
    if (began + JUMP_HOLD < until - DELAY) await this.#calls(began + JUMP_HOLD, until);
  }

  async #calls(from: number, until: number): Promise<void> {
    const { time } = this.#connection.networkHelpers;
    for (let call = 0, at = from; call < CALLS && at < until - 1; call++, at += PACE) {
      if ((await time.latest()) < at) await time.increaseTo(at);
      const due = await this.#due();
      if (due.length === 0) return;
      for (let first = 0; first < due.length; first += BATCH) await this.#liquidate(due.slice(first, first + BATCH));
    }
  }

  async #due(): Promise<readonly string[]> {
    const { lens, poolOf } = this.#crowd;
    const pools = ASSETS.map((asset) => poolOf[asset]);
    const healths = await lens.healthOf(pools);
    const due = pools.filter((_, index) => healths[index]?.liquidatable ?? false);
    return this.#random.shuffle([...(await liquidatableOf(this.#crowd, this.#entries)), ...due]);
  }

  async #liquidate(accounts: readonly string[]): Promise<void> {
    const { liquidator } = this.#crowd;
    const { before, marks } = await this.#before();
    let sent;
    try {
      sent = await this.#crowd.liquidate(liquidator, accounts);
    } catch (reason) {
      // Since this was asked for, a batch before it has done what there was to do.
      expect(String(reason)).to.contain("NothingLiquidated");
      return;
    }
    const mined = await sent.wait();
    if (mined === null) throw new Error("not mined");
    await this.#account(mined, checkDeficits(this.#crowd, before, marks, mined));
  }

  /** Positions, insurance and marks as they stand before a call. */
  async #before() {
    const positions = new Map(
      this.#entries.flatMap(({ account, held }) =>
        held.map(({ market, size, entryNotional }) => [
          `${account.toLowerCase()}/${market.toString()}`,
          { size, entryNotional },
        ]),
      ),
    );
    const { markets, insuranceCash } = await this.#crowd.lens.systemStatement();
    const allowances = new Map(markets.map(({ market, insurance }) => [market, insurance.allowance]));
    const marks = new Map(markets.map(({ market, price }) => [market, price.mark]));
    return { before: { positions, allowances, insuranceCash }, marks };
  }

  async #account({ logs }: TransactionReceipt, found: Deficits): Promise<void> {
    this.#journal.read(logs);
    this.outcome.fromInsurance += found.fromInsurance;
    this.outcome.fromOppositeSide += found.fromOppositeSide;
    this.outcome.fromMain += found.fromMain;
    this.outcome.deleveragings += found.deleveragings;
    this.outcome.liquidated.push(...found.liquidated);
    const entries = new Map((await this.#look()).map((entry) => [entry.account.toLowerCase(), entry]));
    for (const account of found.liquidated) expectNoDebt(entries.get(account));
  }

  /** Everybody catches up: sizes sum to zero to the unit, nobody without a position is in debt, and the flat leave. */
  async #close(): Promise<void> {
    const { clearingHouse, deployer, traders, flats, marketIds, ledger, everyone, system, vault, carol } = this.#crowd;
    const calls = [
      ...traders.map((account) => clearingHouse.interface.encodeFunctionData("syncAccount", [account])),
      ...ASSETS.map((asset) => clearingHouse.interface.encodeFunctionData("syncMarket", [marketIds[asset]])),
    ];
    for (let first = 0; first < calls.length; first += 2 * BATCH) {
      const sent = await clearingHouse.connect(deployer).multicall(calls.slice(first, first + 2 * BATCH));
      this.#journal.read((await sent.wait())?.logs ?? []);
    }
    const entries = await this.#look();
    const { sizes, liquidatable } = await ledger(everyone.filter((account) => !system.includes(account)));
    expect(sizes, "P1 to the unit").to.deep.equal([0n, 0n]);
    expect(liquidatable, "nobody was left behind").to.deep.equal([]);
    for (const entry of entries) if (!system.includes(entry.account)) expectNoDebt(entry);
    for (const flat of flats) await vault.connect(carol).withdraw(flat, FLAT_CASH, carol.address);
  }
}

function expectNoDebt(entry: Entry | undefined): void {
  if (entry === undefined || entry.held.length > 0) return;
  expect(entry.cash >= 0n, `P6: ${entry.account} owes ${entry.cash.toString()} without a position`).to.equal(true);
}
