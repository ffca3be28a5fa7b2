// SPDX-License-Identifier: MIT
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { network } from "hardhat";

import { protocolFixture } from "../../fixtures/protocol.ts";
import { collateralFixture } from "../collateral/support.ts";
import { Front } from "./front.ts";
import { KeeperProcess } from "./process.ts";

const FAR_DEADLINE = 2n ** 40n;
const HIGHEST_PRICE = 2n ** 80n - 1n;

/** A chain behind a port of its own, with no contracts. */
export async function startNode(chainId = 31_337) {
  const connection = await network.create({ network: "default", override: { chainId } });
  const front = new Front(connection.provider);
  await front.open();
  const keepers: KeeperProcess[] = [];
  const keeper = (args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): KeeperProcess => {
    const started = new KeeperProcess(["--rpc", front.url, ...args], environment);
    keepers.push(started);
    return started;
  };
  const close = async (): Promise<void> => {
    for (const started of keepers) await started.stop();
    await front.close().catch(() => undefined);
    await connection.close();
  };
  return { front, connection, keeper, close };
}

/** A node with the protocol at work, whose blocks are mined by the test alone. */
export async function startChain() {
  const node = await startNode();
  return runOn(node, await protocolFixture(node.connection));
}

/** The same with collateral tokens listed. */
export async function startCollateralChain() {
  const node = await startNode();
  return runOn(node, await collateralFixture(node.connection));
}

function runOn<Protocol extends Awaited<ReturnType<typeof protocolFixture>>>(node: LocalNode, protocol: Protocol) {
  const { connection } = node;
  const { provider } = connection.ethers;

  const mine = async (): Promise<void> => {
    await provider.send("evm_mine", []);
  };
  const setAutomine = async (on: boolean): Promise<void> => {
    await provider.send("evm_setAutomine", [on]);
  };

  /** Opens a position of `tokens` ETH (or BTC) for a sub-account that is given `cash` first. */
  const open = async (
    trader: HardhatEthersSigner,
    { cash, tokens, asset = "ETH", subAccount = 0n }: OpenOptions,
  ): Promise<string> => {
    const account = await protocol.fund(trader, cash, subAccount);
    const isShort = tokens.startsWith("-");
    const size = protocol.sizeOf(asset, tokens.replace("-", ""));
    await protocol.clearingHouse.connect(trader).trade({
      account,
      market: protocol.marketIds[asset],
      sizeDelta: isShort ? -size : size,
      worstPrice: isShort ? 0n : HIGHEST_PRICE,
      deadline: FAR_DEADLINE,
      reduceOnly: false,
    });
    return account;
  };

  const { networkHelpers } = connection;
  return { ...protocol, ...node, networkHelpers, ethersProvider: provider, mine, setAutomine, open };
}

export interface OpenOptions {
  /** 1e-6 USD. */
  readonly cash: bigint;
  /** Tokens, with a sign: "-0.5" is short. */
  readonly tokens: string;
  readonly asset?: "ETH" | "BTC";
  readonly subAccount?: bigint;
}

export type LocalNode = Awaited<ReturnType<typeof startNode>>;
export type Chain = Awaited<ReturnType<typeof startChain>>;
