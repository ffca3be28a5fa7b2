// SPDX-License-Identifier: MIT
import { getAddress, zeroPadValue } from "ethers";

import { IAccountLens__factory } from "../../typechain/factories/contracts/interfaces/IAccountLens__factory.ts";
import { IClearingHouse__factory } from "../../typechain/factories/contracts/interfaces/IClearingHouse__factory.ts";
import { IVault__factory } from "../../typechain/factories/contracts/interfaces/IVault__factory.ts";
import type { Config } from "./config.ts";
import { readDeploymentFile } from "./deployment-file.ts";
import { DeploymentAmbiguous, DeploymentNotFound, DeploymentNotGiven, NotTheContract } from "./errors.ts";
import { failureOf } from "./failures.ts";
import { LogPages } from "./log-pages.ts";
import type { LogEntry } from "./log-pages.ts";
import type { Node } from "./node.ts";

/** What the keeper works with. */
export interface Deployment {
  readonly clearingHouse: string;
  readonly lens: string;
  /** No position is older than this block. */
  readonly fromBlock: number;
}

const MARKET_LISTED = IClearingHouse__factory.createInterface().getEvent("MarketListed").topicHash;
const LENS_OF = IAccountLens__factory.createInterface().getEvent("LensOf").topicHash;

/**
 * The contracts that the configuration names, or on a local chain those that its events show. Each is asked who it is
 * before anything is built on it.
 * @throws DeploymentNotGiven, DeploymentNotFound, DeploymentAmbiguous, NotTheContract
 */
export async function findDeployment(node: Node, config: Config): Promise<Deployment> {
  const named = config.deployment === undefined ? config : await readDeploymentFile(config.deployment);
  if (!node.isLocal && (named.clearingHouse === undefined || named.lens === undefined)) {
    throw new DeploymentNotGiven(node.chainId);
  }
  const head = await node.blockNumber();
  const found =
    named.clearingHouse === undefined
      ? await searchClearingHouse(node, head)
      : { clearingHouse: getAddress(named.clearingHouse), fromBlock: undefined };
  await confirmClearingHouse(node, found.clearingHouse);
  const lens = named.lens === undefined ? await searchLens(node, found.clearingHouse, head) : getAddress(named.lens);
  await confirmLens(node, lens, found.clearingHouse);
  const fromBlock = config.fromBlock ?? found.fromBlock ?? (await firstBlockWithCode(node, found.clearingHouse, head));
  return { clearingHouse: found.clearingHouse, lens, fromBlock };
}

async function searchClearingHouse(node: Node, head: number) {
  const logs = await search(node, [MARKET_LISTED], head);
  const firsts = new Map<string, number>();
  for (const { address, blockNumber } of logs) {
    if (!firsts.has(address) && (await isClearingHouse(node, address))) firsts.set(address, blockNumber);
  }
  const [first, ...others] = firsts;
  if (first === undefined) throw new DeploymentNotFound("clearing house with a market", node.endpoint);
  if (others.length > 0) throw new DeploymentAmbiguous([...firsts.keys()]);
  return { clearingHouse: first[0], fromBlock: first[1] };
}

/** The newest lens of the clearing house: one may replace another. */
async function searchLens(node: Node, clearingHouse: string, head: number): Promise<string> {
  const logs = await search(node, [LENS_OF, zeroPadValue(clearingHouse, 32)], head);
  const newest = logs.at(-1);
  if (newest === undefined) throw new DeploymentNotFound("account lens", node.endpoint);
  return newest.address;
}

async function search(node: Node, topics: readonly string[], head: number): Promise<readonly LogEntry[]> {
  const pages = new LogPages(async (fromBlock, toBlock) => node.logs({ topics: [...topics], fromBlock, toBlock }));
  const logs: LogEntry[] = [];
  for await (const page of pages.pages(0, head)) logs.push(...page.logs);
  return logs;
}

async function confirmClearingHouse(node: Node, address: string): Promise<void> {
  if (!(await isClearingHouse(node, address))) throw new NotTheContract(address, "clearing house");
}

/** It has an oracle, and a vault that calls it its ledger. */
async function isClearingHouse(node: Node, address: string): Promise<boolean> {
  const contract = IClearingHouse__factory.connect(address, node.provider);
  return answersYes(async () => {
    const [vault] = await Promise.all([contract.vault(), contract.oracle()]);
    return (await IVault__factory.connect(vault, node.provider).clearingHouse()) === address;
  });
}

async function confirmLens(node: Node, address: string, clearingHouse: string): Promise<void> {
  const lens = IAccountLens__factory.connect(address, node.provider);
  if (!(await answersYes(async () => (await lens.clearingHouse()) === clearingHouse))) {
    throw new NotTheContract(address, `lens of ${clearingHouse}`);
  }
}

/** A contract that reverts or answers something else is another one; a node that does not answer says nothing. */
async function answersYes(question: () => Promise<boolean>): Promise<boolean> {
  try {
    return await question();
  } catch (error) {
    const failure = failureOf(error);
    // No code at the address: ethers cannot decode the empty answer.
    if (failure.kind === "reverted" || (failure.kind === "node" && failure.code === "BAD_DATA")) return false;
    throw error;
  }
}

/** By halving; a node that keeps no old states has the history read from its start. */
async function firstBlockWithCode(node: Node, address: string, head: number): Promise<number> {
  let [without, having] = [-1, head];
  while (having - without > 1) {
    const middle = Math.floor((without + having) / 2);
    try {
      if (await node.hasCode(address, middle)) having = middle;
      else without = middle;
    } catch (error) {
      if (failureOf(error).kind === "refused") return 0;
      throw error;
    }
  }
  return having;
}
