// SPDX-License-Identifier: MIT
import { rm } from "node:fs/promises";

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";

import { protocolModule } from "../../../deploy/modules/protocol.ts";
import type { ProtocolParameters } from "../../../deploy/parameters/schema.ts";
import type { ContractName } from "./address-file.ts";
import { connectProtocol } from "./contracts.ts";
import type { ProtocolContracts } from "./contracts.ts";

/** What a deployment needs of a network connection. */
export type DeploymentConnection = Pick<NetworkConnection, "ignition" | "networkConfig">;

export interface DeploymentOptions {
  /** Name under which Ignition keeps its journal, so that a run that broke off goes on; none for a passing chain. */
  readonly deploymentId?: string;
}

/** What a deployment leaves: the contracts, and every address. */
export interface DeployedProtocol extends ProtocolContracts {
  readonly addresses: Readonly<Record<ContractName, string>>;
}

/** Ignition's journal of the local chain. */
const LOCAL_JOURNAL = new URL("../../../deploy/deployments/chain-31337/", import.meta.url);

/**
 * Deploys contracts, feeds, markets and roles, and ends with a deployer that holds none. The markets are reduce-only:
 * `openMarkets` opens them once the pool has money.
 */
export async function deployProtocol(
  { ignition, networkConfig }: DeploymentConnection,
  parameters: ProtocolParameters,
  { deployer }: { readonly deployer: HardhatEthersSigner },
  options: DeploymentOptions = {},
): Promise<DeployedProtocol> {
  // A local node is another chain each time it starts: what was deployed to the last one says nothing about it.
  const passing = parameters.network === "local" && options.deploymentId === undefined;
  if (passing && networkConfig.type === "http") await rm(LOCAL_JOURNAL, { recursive: true, force: true });
  const deployed = await ignition.deploy(protocolModule(parameters, deployer.address), {
    defaultSender: deployer.address,
    displayUi: false,
    ...options,
  });
  const [clearingHouse, lens] = [await deployed.clearingHouse.getAddress(), await deployed.lens.getAddress()];
  const contracts = await connectProtocol({ clearingHouse, lens }, parameters, deployer);
  const addresses = {
    AccessManager: await deployed.accessManager.getAddress(),
    ChainlinkOracle: await deployed.oracle.getAddress(),
    ClearingHouse: clearingHouse,
    TradingModule: await deployed.tradingModule.getAddress(),
    LiquidationModule: await deployed.liquidationModule.getAddress(),
    PoolModule: await deployed.poolModule.getAddress(),
    OperatorModule: await deployed.operatorModule.getAddress(),
    PreviewModule: await deployed.previewModule.getAddress(),
    ConfigModule: await deployed.configModule.getAddress(),
    CollateralConfig: await deployed.collateralModule.getAddress(),
    Vault: await contracts.vault.getAddress(),
    LiquidityPool: await deployed.pool.getAddress(),
    AccountLens: lens,
    SettlementToken: await contracts.token.getAddress(),
  };
  return { ...contracts, addresses };
}
