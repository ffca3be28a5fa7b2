// SPDX-License-Identifier: MIT
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";

import { protocolModule } from "../../../deploy/modules/protocol.ts";
import type { ProtocolParameters } from "../../../deploy/parameters/schema.ts";
import { connectProtocol } from "./contracts.ts";
import type { ProtocolContracts } from "./contracts.ts";

/** What a deployment needs of a network connection. */
export type DeploymentConnection = Pick<NetworkConnection, "ignition">;

export interface DeploymentOptions {
  /** Name under which Ignition keeps its journal, so that a run that broke off goes on; none for a passing chain. */
  readonly deploymentId?: string;
}

/**
 * Deploys contracts, feeds, markets and roles, and ends with a deployer that holds none. The markets are reduce-only:
 * `openMarkets` opens them once the pool has money.
 */
export async function deployProtocol(
  { ignition }: DeploymentConnection,
  parameters: ProtocolParameters,
  { deployer }: { readonly deployer: HardhatEthersSigner },
  options: DeploymentOptions = {},
): Promise<ProtocolContracts> {
  const { clearingHouse, lens } = await ignition.deploy(protocolModule(parameters, deployer.address), {
    defaultSender: deployer.address,
    displayUi: false,
    ...options,
  });
  const addresses = { clearingHouse: await clearingHouse.getAddress(), lens: await lens.getAddress() };
  return connectProtocol(addresses, parameters, deployer);
}
