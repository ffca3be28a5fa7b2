// SPDX-License-Identifier: MIT
import { Interface } from "ethers";
import hre from "hardhat";

import { mergeAbis } from "../lib/deployment/abi.ts";
import type { Abi } from "../lib/deployment/abi.ts";
import { MODULE_NAMES } from "../lib/deployment/address-file.ts";

/** The contracts that integrators call, under the names of the address file. */
export const EXPORTED = [
  "ClearingHouse",
  "Vault",
  "LiquidityPool",
  "ChainlinkOracle",
  "AccountLens",
  "AccessManager",
] as const;

/**
 * ABIs by contract. The clearing house's is merged: it answers for its modules, and everything that they emit or revert with
 * comes from its address.
 */
export async function integratorAbis(): Promise<Readonly<Record<(typeof EXPORTED)[number], Abi>>> {
  const abiOf = async (name: string): Promise<Interface> =>
    Interface.from((await hre.artifacts.readArtifact(name)).abi);
  const alone = async (name: string) => mergeAbis([await abiOf(name)], []);
  // What its own functions do not match goes to the config module, so that one answers whole.
  const doors = await Promise.all(["IClearingHouse", "ClearingHouse", "ConfigModule"].map(abiOf));
  const modules = await Promise.all([...MODULE_NAMES, "IConfigModule", "IListingErrors"].map(abiOf));
  return {
    ClearingHouse: mergeAbis(doors, modules),
    Vault: await alone("Vault"),
    LiquidityPool: await alone("LiquidityPool"),
    ChainlinkOracle: await alone("ChainlinkOracle"),
    AccountLens: await alone("AccountLens"),
    AccessManager: await alone("AccessManager"),
  };
}
