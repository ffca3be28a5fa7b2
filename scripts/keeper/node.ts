// SPDX-License-Identifier: MIT
import { FetchRequest, JsonRpcProvider, Network } from "ethers";
import type { Filter, Log as ChainLog } from "ethers";
import { z } from "zod";

import { ChainChanged, NodeUnreachable } from "./errors.ts";
import type { Receipt } from "./flights.ts";
import type { Header } from "./headers.ts";
import { retry } from "./retry.ts";
import type { Attempts } from "./retry.ts";

/** A call of a contract, from a sender where the contract looks at it. */
export interface Call {
  readonly to: string;
  readonly data: string;
  readonly from?: string;
  readonly gas?: bigint;
}

const quantity = z
  .string()
  .regex(/^0x[\da-f]+$/i)
  .transform(BigInt);
const chainIdAnswer = z.object({ result: quantity });
const addresses = z.array(z.string());
const receiptAnswer = z
  .object({ status: quantity, blockNumber: quantity, gasUsed: quantity, effectiveGasPrice: quantity.optional() })
  .nullable();

/** Where the node is, without what may be a credential in its path, query or user. */
export const endpointOf = (url: string): string => new URL(url).host;

function requestOf(url: string, deadlineMs: number): FetchRequest {
  const request = new FetchRequest(url);
  request.timeout = deadlineMs;
  // Retrying is the keeper's business, which knows what an answer is worth later.
  request.setThrottleParams({ maxAttempts: 1 });
  return request;
}

async function chainIdOf(url: string, deadlineMs: number): Promise<bigint> {
  const request = requestOf(url, deadlineMs);
  request.body = { jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] };
  const response = await request.send();
  response.assertOk();
  return chainIdAnswer.parse(response.bodyJson).result;
}

/** The node behind one endpoint: every call has a deadline, and nothing is answered from a cache. */
export class Node {
  readonly endpoint: string;
  readonly #url: string;
  readonly #deadlineMs: number;

  private constructor(
    url: string,
    deadlineMs: number,
    readonly chainId: bigint,
    /** For typed contracts. */
    readonly provider: JsonRpcProvider,
  ) {
    this.endpoint = endpointOf(url);
    this.#url = url;
    this.#deadlineMs = deadlineMs;
  }

  /** @throws NodeUnreachable when no attempt was answered. */
  static async connect(url: string, deadlineMs: number, attempts: Attempts): Promise<Node> {
    const chainId = await retry(async () => chainIdOf(url, deadlineMs), attempts).catch((error: unknown) => {
      throw new NodeUnreachable(endpointOf(url), attempts.attempts, error);
    });
    const network = Network.from(chainId);
    const provider = new JsonRpcProvider(requestOf(url, deadlineMs), network, {
      staticNetwork: network,
      batchMaxCount: 1,
      cacheTimeout: -1,
    });
    return new Node(url, deadlineMs, chainId, provider);
  }

  /** A chain of the developer's own, where accounts may be unlocked and nobody else deploys. */
  get isLocal(): boolean {
    return this.chainId === 31337n || this.chainId === 1337n;
  }

  /** After the node was away: another may stand at its address. @throws ChainChanged */
  async confirmChain(): Promise<void> {
    const now = await chainIdOf(this.#url, this.#deadlineMs);
    if (now !== this.chainId) throw new ChainChanged(this.chainId, now);
  }

  async blockNumber(): Promise<number> {
    return this.provider.getBlockNumber();
  }

  async header(number: number): Promise<Header | null> {
    const block = await this.provider.getBlock(number);
    const hash = block?.hash ?? null;
    if (block === null || hash === null) return null;
    const { parentHash, timestamp, gasLimit, baseFeePerGas } = block;
    return { number: block.number, hash, parentHash, timestamp, gasLimit, baseFee: baseFeePerGas ?? 0n };
  }

  async logs(filter: Filter): Promise<readonly ChainLog[]> {
    return this.provider.getLogs(filter);
  }

  /** What a call returns at the end of a block. */
  async call({ to, data, from, gas }: Call, block: number): Promise<string> {
    return this.provider.call({
      to,
      data,
      blockTag: block,
      ...(from === undefined ? {} : { from }),
      ...(gas === undefined ? {} : { gasLimit: gas }),
    });
  }

  /** Without its logs, of which a batch has thousands. */
  async receipt(hash: string): Promise<Receipt | null> {
    const answer = receiptAnswer.parse(await this.provider.send("eth_getTransactionReceipt", [hash]));
    if (answer === null) return null;
    const { status, blockNumber, gasUsed, effectiveGasPrice = 0n } = answer;
    return { succeeded: status === 1n, block: Number(blockNumber), gasUsed, gasPrice: effectiveGasPrice };
  }

  async transactionCount(address: string, tag: "latest" | "pending"): Promise<number> {
    return this.provider.getTransactionCount(address, tag);
  }

  async unlockedAccounts(): Promise<readonly string[]> {
    return addresses.parse(await this.provider.send("eth_accounts", []));
  }

  async hasCode(address: string, block: number): Promise<boolean> {
    return (await this.provider.getCode(address, block)) !== "0x";
  }

  close(): void {
    this.provider.destroy();
  }
}
