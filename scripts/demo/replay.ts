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
  readonly onBlock: (block: WatchedBlock) => void;
}

/**
 * Replays the beats, a block for each. In a block the keeper's transactions come first and the new price last: prices are
 * sent without a tip, and blocks are ordered by tip. So a liquidation decided at the price of one block executes at
 * that price in the next, as a keeper's does that pays for the top of a block. One more block without a new price
 * takes what was sent after the last.
 */
export async function replayBeats(beats: readonly Beat[], parts: ReplayParts): Promise<readonly WatchedBlock[]> {
  const { connection, miner, stage, watch, metronome, onBlock } = parts;
  const blocks: WatchedBlock[] = [];
  const last = beats.at(-1);
  const closing = last === undefined ? [] : [closingBeat(last)];
  for (const beat of [...beats, ...closing]) {
    await metronome.next();
    const rounds = await sendRounds(beat, stage, parts.reporter);
    await miner.mine(beat.timestamp);
    const number = await connection.ethers.provider.getBlockNumber();
    // The chain answers one call at a time: the first half of the beat is the keeper's.
    await metronome.half();
    await confirmRounds(connection, rounds, number);
    const block = await watch.look(number, beat.prices);
    blocks.push(block);
    onBlock(block);
  }
  return blocks;
}

const closingBeat = (last: Beat): Beat => ({
  timestamp: last.timestamp + 1,
  prices: last.prices,
  updated: perMarket(() => false),
});

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
