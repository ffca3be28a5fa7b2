// SPDX-License-Identifier: MIT
import { join } from "node:path";

import { perMarket } from "../lib/prices/market.ts";
import { createRandom } from "../lib/random.ts";
import { planAccounts } from "./accounts.ts";
import { minerOf, startChain } from "./chain.ts";
import type { Chain } from "./chain.ts";
import { everyAccount } from "./everyone.ts";
import { fillGaps } from "./gaps.ts";
import { fillSilences } from "./heartbeats.ts";
import { KeeperProcess } from "./keeper-process.ts";
import { Metronome } from "./metronome.ts";
import { planOpenings } from "./openings.ts";
import type { DemoOptions } from "./options.ts";
import { benchmarkLines, benchmarkOutcomes, writeOutcome } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import { heartbeatOf, jumpBoundOf } from "./parameters.ts";
import type { Replay } from "./prices.ts";
import { describeSource } from "./report/format.ts";
import { DemoProgress } from "./report/progress.ts";
import { summaryTable } from "./report/summary.ts";
import type { DemoSummary } from "./report/types.ts";
import { replayBeats } from "./replay.ts";
import { Sender, walletFor } from "./sender.ts";
import { LEAD, setStage } from "./stage.ts";
import type { Stage } from "./stage.ts";
import { openAccounts } from "./traders.ts";
import type { OpenedAccount } from "./traders.ts";
import { Watch } from "./watch.ts";
import type { WatchedBlock } from "./watch.ts";

export interface RunParts {
  readonly options: DemoOptions;
  readonly replay: Replay;
  /** Ends the run, whatever it is doing. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Runs the demo from an empty chain to the report. However it ends, chain and keeper are gone afterwards. */
export async function runDemo({ options, replay, signal, say }: RunParts): Promise<Outcome> {
  const [first] = replay.beats;
  if (first === undefined) throw new Error("there is no block to replay");
  say(`replaying ${describeSource(replay.source)}; seed ${options.seed}`);
  for (const note of replay.notes) say(note);
  const chain = await startChain(first.timestamp - LEAD);
  let keeper: KeeperProcess | undefined;
  try {
    const miner = minerOf(chain.connection);
    say(`chain at ${chain.endpoint.url}; deploying`);
    const stage = await setStage(chain, miner, first.prices, first.timestamp);
    signal.throwIfAborted();
    const plans = planAccounts(options.accounts, createRandom(options.seed).fork("accounts"));
    const openings = planOpenings(plans, first.prices, stage.parameters);
    const accounts = await openAccounts(chain.connection, miner, stage, openings, {
      seed: options.seed,
      start: first.timestamp,
    });
    say(`${accounts.length} accounts are open`);
    signal.throwIfAborted();
    keeper = KeeperProcess.start(chain.endpoint.url, join(options.out, "keeper.log"));
    await keeper.ready(signal);
    say(`keeper runs as process ${keeper.pid ?? "?"}`);
    const outcome = await replayWith(keeper, { options, replay, signal, say }, { chain, stage, accounts });
    return outcome;
  } finally {
    await keeper?.stop();
    await chain.close();
  }
}

interface Opened {
  readonly chain: Chain;
  readonly stage: Stage;
  readonly accounts: readonly OpenedAccount[];
}

async function replayWith(
  keeper: KeeperProcess,
  { options, replay, signal, say }: RunParts,
  { chain: { connection }, stage, accounts }: Opened,
): Promise<Outcome> {
  const { provider } = connection.ethers;
  const { chainId } = await provider.getNetwork();
  const miner = minerOf(connection);
  const reporter = new Sender(walletFor(options.seed, "reporter"), connection, chainId);
  await miner.fundGas(reporter.address);
  const jumpBounds = perMarket((market) => jumpBoundOf(stage.parameters, market));
  const beats = fillSilences(fillGaps(replay.beats, jumpBounds), heartbeatOf(stage.parameters));
  const everyone = await everyAccount(connection, stage, accounts);
  const watch = await Watch.begin(provider, stage, everyone, await provider.getBlockNumber());
  const before = await stage.lens.systemStatement();

  const progress = new DemoProgress({ total: beats.length + 1 });
  const started = performance.now();
  let blocks: readonly WatchedBlock[];
  try {
    const ends = AbortSignal.any([signal, keeper.gone]);
    const metronome = new Metronome(options.blockMs, ends);
    const onBeat = (block: WatchedBlock): void => progress.update(block);
    blocks = await replayBeats(beats, { connection, miner, stage, watch, reporter, metronome, onBeat });
  } finally {
    progress.stop();
  }
  const last = blocks.at(-1);
  const sum = (value: (block: WatchedBlock) => number): number =>
    blocks.reduce((total, block) => total + value(block), 0);
  const insuranceBefore = before.insuranceCash + before.insuranceOwed;
  const summary: DemoSummary = {
    source: replay.source,
    seed: options.seed,
    accounts: accounts.length,
    liquidationsPartial: sum(({ liquidationsPartial }) => liquidationsPartial),
    liquidationsFull: sum(({ liquidationsFull }) => liquidationsFull),
    blocksToLiquidation: watch.crossings.delays,
    badDebt: last?.badDebt ?? 0n,
    insuranceBefore,
    insuranceAfter: last?.insurance ?? insuranceBefore,
    poolBefore: before.poolValue,
    poolAfter: last?.poolValue ?? before.poolValue,
    gasTotal: blocks.reduce((total, { gasUsed }) => total + gasUsed, 0n),
    gasLiquidations: watch.gasLiquidations,
    durationMs: performance.now() - started,
    blockMs: options.blockMs,
    invariantChecks: watch.invariantChecks,
  };
  const outcome: Outcome = {
    summary,
    benchmarks: benchmarkOutcomes(accounts, blocks),
    accountsUnderLine: last?.accountsUnderLine ?? 0,
    longestWait: watch.crossings.longestWait,
    keeperPid: keeper.pid ?? null,
    blocks: blocks.length,
  };
  say(summaryTable(summary));
  for (const line of benchmarkLines(outcome.benchmarks)) say(line);
  say(`report: ${writeOutcome(options.out, blocks, outcome)}`);
  return outcome;
}
