// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";
import { network } from "hardhat";

import type { DeleveragingHarness } from "../../../typechain/index.ts";
import { actors } from "../../fixtures/actors.ts";
import { ACCOUNTS, COARSE, ENLARGED, HARSH, histories, mirrored, SETTLE } from "./histories.ts";
import type { Step } from "./histories.ts";
import { Replay } from "./replay.ts";

const { ethers } = await network.create();

const DEPOSIT = 10n ** 24n;

/** Steps of one transaction. */
const BATCH = 25;

async function newHarness(): Promise<DeleveragingHarness> {
  const { deployer } = await actors(ethers);
  const harness = await ethers.deployContract("DeleveragingHarness", [deployer.address]);
  for (let account = 0n; account < ACCOUNTS; ++account) await harness.deposit(account, DEPOSIT);
  return harness;
}

async function run(harness: DeleveragingHarness, steps: readonly Step[]): Promise<void> {
  for (let done = 0; done < steps.length; done += BATCH) await harness.run(steps.slice(done, done + BATCH));
}

/** What a harness has emitted from a block on, as calls to a replay in the order of the logs. */
async function emitted(harness: DeleveragingHarness, from: number): Promise<readonly ((replay: Replay) => void)[]> {
  const { filters } = harness;
  const [touched, filled, funded, deleveraged] = await Promise.all([
    harness.queryFilter(filters.Touched(), from),
    harness.queryFilter(filters.Filled(), from),
    harness.queryFilter(filters.FundingMoved(), from),
    harness.queryFilter(filters.Deleveraged(), from),
  ]);
  const calls = [
    ...touched.map((log) => ({
      log,
      call: (replay: Replay): void => {
        replay.touched(log.args.account, log.args.size, log.args.entryNotional, log.args.cash, log.args.epochsMissed);
      },
    })),
    ...filled.map((log) => ({
      log,
      call: (replay: Replay): void => {
        replay.filled(log.args.account, log.args.delta, log.args.quote);
      },
    })),
    ...funded.map((log) => ({
      log,
      call: (replay: Replay): void => {
        replay.fundingMoved(log.args.fundingIndex);
      },
    })),
    ...deleveraged.map((log) => ({
      log,
      call: (replay: Replay): void => {
        replay.deleveraged(log.args.long, log.args.units, log.args.openInterest, log.args.price, log.args.scaleBefore);
      },
    })),
  ];
  return calls
    .toSorted((a, b) => a.log.blockNumber - b.log.blockNumber || a.log.index - b.log.index)
    .map(({ call }) => call);
}

/** Runs the chapters of a history and holds, after each, what must be true once everybody is touched. */
async function follow(chapters: readonly (readonly Step[])[]): Promise<Replay> {
  const harness = await newHarness();
  const replay = new Replay(DEPOSIT);
  let total = DEPOSIT * ACCOUNTS;
  for (const chapter of chapters) {
    const from = (await ethers.provider.getBlockNumber()) + 1;
    await run(harness, [...chapter, ...SETTLE]);
    for (const call of await emitted(harness, from)) call(replay);
    expect(replay.sizes, "sizes sum to zero").to.equal(0n);
    expect(replay.balances <= total, "cash and entry notionals never rise").to.equal(true);
    total = replay.balances;
  }
  return replay;
}

describe("deleveraging against exact numbers", () => {
  it("lets nobody gain, bounds what each loses, and sums to zero once everybody is touched", async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (chapters) => {
        await follow(chapters);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });

  for (const [side, history] of [
    ["longs", HARSH],
    ["shorts", mirrored(HARSH)],
  ] as const) {
    it(`holds through 65 deleveragings of ${side} and five generations`, async () => {
      const replay = await follow(history);
      expect(replay.deleveragings).to.equal(65);
      expect(replay.generations).to.be.at.least(5);
    });
  }

  for (const [side, history] of [
    ["longs", COARSE],
    ["shorts", mirrored(COARSE)],
  ] as const) {
    it(`holds for ${side} where a step of the scale is a good part of a unit`, async () => {
      const replay = await follow(history);
      expect(replay.deleveragings).to.equal(17);
    });
  }

  it("closes a short whole that rounding has made larger than the open interest", async () => {
    const replay = await follow(ENLARGED);
    expect(replay.deleveragings).to.equal(2);
  });
});
