// SPDX-License-Identifier: MIT
import { JsonRpcSigner, Wallet, keccak256 } from "ethers";

import type { Config } from "./config.ts";
import { MissingKey, NoUnlockedAccount } from "./errors.ts";
import type { Node } from "./node.ts";

/** A transaction as it will stand in a block. */
export interface Unsigned {
  readonly to: string;
  readonly data: string;
  readonly nonce: number;
  readonly gasLimit: bigint;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

export interface Prepared {
  /** Known before sending where the keeper signs itself: what a lost answer is looked up by. */
  readonly hash?: string;
  /** @returns The transaction's hash. */
  readonly send: () => Promise<string>;
}

/** The one way out of the process. Without a `prepare`, nothing can be sent at all. */
export interface Broadcaster {
  readonly address: string;
  readonly prepare?: (transaction: Unsigned) => Promise<Prepared>;
}

/** Stands in for a sender where nothing is sent: `liquidate` may be called by anybody. */
const NOBODY = "0x0000000000000000000000000000000000000001";

/**
 * The sender that the configuration names: its key, or on a local chain an account that the node has unlocked.
 * @throws MissingKey, NoUnlockedAccount
 */
export async function chooseBroadcaster(node: Node, config: Config): Promise<Broadcaster> {
  const key = config.privateKey;
  if (key !== undefined) return chosen(config, withKey(node, new Wallet(key.reveal())));
  if (node.isLocal) return chosen(config, await unlocked(node, config.account));
  if (config.dryRun) return { address: NOBODY };
  throw new MissingKey(node.chainId);
}

/** In a dry run the way out is not there, so that no path can use it by mistake. */
const chosen = (config: Config, broadcaster: Broadcaster): Broadcaster =>
  config.dryRun ? { address: broadcaster.address } : broadcaster;

function withKey(node: Node, wallet: Wallet): Broadcaster {
  return {
    address: wallet.address,
    prepare: async (transaction) => {
      const raw = await wallet.signTransaction({ ...transaction, type: 2, chainId: node.chainId });
      const hash = keccak256(raw);
      const send = async (): Promise<string> => {
        await node.provider.send("eth_sendRawTransaction", [raw]);
        return hash;
      };
      return { hash, send };
    },
  };
}

async function unlocked(node: Node, index: number): Promise<Broadcaster> {
  const accounts = await node.unlockedAccounts();
  const address = accounts.at(index);
  if (address === undefined) throw new NoUnlockedAccount(index, accounts.length);
  const signer = new JsonRpcSigner(node.provider, address);
  return {
    address: signer.address,
    // Not `sendTransaction`, which waits until the node shows the transaction to it.
    prepare: async (transaction) => ({ send: async () => signer.sendUncheckedTransaction(transaction) }),
  };
}
