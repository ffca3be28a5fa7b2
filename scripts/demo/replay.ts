// SPDX-License-Identifier: MIT
import type { NetworkConnection } from "hardhat/types/network";

import type { Beat } from "../lib/prices/beats.ts";
import { MARKETS, perMarket } from "../lib/prices/market.ts";
import type { Miner } from "./chain.ts";
import type { Metronome } from "./metronome.ts";
import type { Sender } from "./sender.ts";
import type { Stage } from "./stage.ts";
import type { Watch, WatchedBlock } from "./watch.ts";

const ROUND_GAS = 300_000n;

/** Seconds from a block of the replay to the next without a new price, while liquidations are under way. */
const BLOCK_SECONDS = 12;

/** So many of them: within a minute a liquidation closes as much as is due, however large. */
const MOST_FOLLOWING = 6;

/** A price of the replay did not get into its block. */
export class RoundMissingError extends Error {
  override readonly name = "RoundMissingError";

  constructor(readonly block: number) {
    super(`block ${block} does not hold the price that belongs to it`);
  }
}

export interface ReplayParts {
  readonly connection: NetworkConnection;
  readonly miner: Miner;
  readonly stage: Stage;
  readonly watch: Watch;
  /** Who writes the feeds' rounds. */
  readonly reporter: Sender;
  readonly metronome: Metronome;
  /** The block of a beat, or the last of those that followed it. */
  readonly onBeat: (block: WatchedBlock) => void;
}

/**
 * Replays the beats, a block for each. In a block the keeper's transactions come first and the new price last: prices are
 * sent without a tip, and blocks are ordered by tip. While accounts can be liquidated, blocks without a new price follow,
 * as on a chain that does not wait for feeds: a liquidation decided at the price of one block executes at that price in the
 * next, and a large one goes on from block to block. One more block takes what was sent after the last beat.
 */
export async function replayBeats(beats: readonly Beat[], parts: ReplayParts): Promise<readonly WatchedBlock[]> {
  const blocks: WatchedBlock[] = [];
  const play = async (beat: Beat): Promise<WatchedBlock> => {
    const block = await playBlock(beat, parts);
    blocks.push(block);
    return block;
  };
  for (const [index, beat] of beats.entries()) {
    let block = await play(beat);
    const until = beats[index + 1]?.timestamp ?? Infinity;
    for (let count = 1; count <= MOST_FOLLOWING && block.liquidatable > 0; count++) {
      const following = silentBeat(beat, count * BLOCK_SECONDS);
      if (following.timestamp >= until) break;
      block = await play(following);
    }
    parts.onBeat(block);
  }
  const [last, end] = [beats.at(-1), blocks.at(-1)];
  if (last !== undefined && end !== undefined) {
    parts.onBeat(await play(silentBeat(last, end.timestamp - last.timestamp + 1)));
  }
  return blocks;
}

const silentBeat = ({ timestamp, prices }: Beat, secondsLater: number): Beat => ({
  timestamp: timestamp + secondsLater,
  prices,
  updated: perMarket(() => false),
});

async function playBlock(beat: Beat, parts: ReplayParts): Promise<WatchedBlock> {
  const { connection, miner, stage, watch, metronome, reporter } = parts;
  await metronome.next();
  const rounds = await sendRounds(beat, stage, reporter);
  await miner.mine(beat.timestamp);
  const number = await connection.ethers.provider.getBlockNumber();
  // The chain answers one call at a time: the first half of the beat is the keeper's.
  await metronome.half();
  await confirmRounds(connection, rounds, number);
  return watch.look(number, beat.prices);
}

/** @returns The hashes of the transactions. */
async function sendRounds({ prices, updated }: Beat, { feeds }: Stage, reporter: Sender): Promise<readonly string[]> {
  const hashes: string[] = [];
  for (const market of MARKETS) {
    if (!updated[market]) continue;
    const feed = feeds[market];
    const data = feed.interface.encodeFunctionData("updateAnswer", [prices[market]]);
    hashes.push(await reporter.send({ to: await feed.getAddress(), data, gasLimit: ROUND_GAS }));
  }
  return hashes;
}

async function confirmRounds({ ethers }: NetworkConnection, hashes: readonly string[], block: number): Promise<void> {
  for (const hash of hashes) {
    const receipt = await ethers.provider.getTransactionReceipt(hash);
    if (receipt?.status !== 1 || receipt.blockNumber !== block) throw new RoundMissingError(block);
  }
}
