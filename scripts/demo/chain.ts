// SPDX-License-Identifier: MIT
import hre from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";

import { serveChain } from "./endpoint.ts";
import type { Endpoint } from "./endpoint.ts";

/** Room for everything that a block of the replay could hold: what is measured is the keeper, not its queue. */
const BLOCK_GAS_LIMIT = 1_000_000_000n;

/** A chain in this process and the address under which other processes find it. */
export interface Chain {
  readonly connection: NetworkConnection;
  readonly endpoint: Endpoint;
  close(): Promise<void>;
}

/**
 * Starts a local chain whose clock stands in the past.
 * @param timestamp Unix seconds of its first block.
 */
export async function startChain(timestamp: number): Promise<Chain> {
  const connection = await hre.network.create({
    network: "default",
    override: { initialDate: new Date(timestamp * 1_000).toISOString(), blockGasLimit: BLOCK_GAS_LIMIT },
  });
  const endpoint = await serveChain(connection.provider);
  return {
    connection,
    endpoint,
    close: async () => {
      await endpoint.close();
      await connection.close();
    },
  };
}

/** The commands of a development node that the replay needs. */
export interface Miner {
  /** From now on blocks come only when told. */
  stopAutomine(): Promise<void>;
  /** Makes a block of what is waiting, at a time if one is given. */
  mine(timestamp?: number): Promise<void>;
  /** Gives the address ether to pay gas with. */
  fundGas(address: string): Promise<void>;
}

/** 1,000 ether. */
const GAS_MONEY = "0x3635c9adc5dea00000";

export const minerOf = ({ provider }: Pick<NetworkConnection, "provider">): Miner => ({
  stopAutomine: async () => {
    await provider.request({ method: "evm_setAutomine", params: [false] });
  },
  mine: async (timestamp) => {
    if (timestamp !== undefined) {
      await provider.request({ method: "evm_setNextBlockTimestamp", params: [timestamp] });
    }
    await provider.request({ method: "evm_mine", params: [] });
  },
  fundGas: async (address) => {
    await provider.request({ method: "hardhat_setBalance", params: [address, GAS_MONEY] });
  },
});
