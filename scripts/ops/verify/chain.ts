// SPDX-License-Identifier: MIT
import type { ContractRunner } from "ethers";

import {
  AccessManager__factory,
  AccountLens__factory,
  ChainlinkOracle__factory,
  ConfigModule__factory,
  IClearingHouse__factory,
  IVault__factory,
  LiquidityPool__factory,
} from "../../../typechain/index.ts";
import type {
  AccessManager,
  AccountLens,
  ChainlinkOracle,
  ConfigModule,
  IClearingHouse,
  IVault,
  LiquidityPool,
} from "../../../typechain/index.ts";
import type { ContractName, DeploymentFile } from "../../lib/deployment/address-file.ts";
import type { BuiltCode } from "../../lib/verification/bytecode.ts";
import type { LogEntry } from "../../keeper/log-pages.ts";

/** A log range of one contract, in the order of the chain. */
export type ReadLogs = (address: string, fromBlock: number) => Promise<readonly LogEntry[]>;

/** A deployment where its address file says, and what is asked beside the contracts' own getters. */
export interface DeployedChain {
  readonly file: DeploymentFile;
  readonly accessManager: AccessManager;
  readonly oracle: ChainlinkOracle;
  readonly clearingHouse: IClearingHouse;
  /** The clearing house under the interface of its constants. */
  readonly config: ConfigModule;
  readonly vault: IVault;
  readonly pool: LiquidityPool;
  readonly lens: AccountLens;
  readonly codeAt: (address: string) => Promise<string>;
  readonly builtCode: (contract: ContractName) => Promise<BuiltCode>;
  readonly logsOf: ReadLogs;
}

export type ChainReads = Pick<DeployedChain, "codeAt" | "builtCode" | "logsOf">;

/** The contracts of an address file. Nothing is asked yet: an address without code fails when it is. */
export const connectFile = (file: DeploymentFile, runner: ContractRunner, reads: ChainReads): DeployedChain => ({
  file,
  accessManager: AccessManager__factory.connect(file.AccessManager, runner),
  oracle: ChainlinkOracle__factory.connect(file.ChainlinkOracle, runner),
  clearingHouse: IClearingHouse__factory.connect(file.ClearingHouse, runner),
  config: ConfigModule__factory.connect(file.ClearingHouse, runner),
  vault: IVault__factory.connect(file.Vault, runner),
  pool: LiquidityPool__factory.connect(file.LiquidityPool, runner),
  lens: AccountLens__factory.connect(file.AccountLens, runner),
  ...reads,
});
