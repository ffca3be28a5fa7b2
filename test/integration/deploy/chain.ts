// SPDX-License-Identifier: MIT
import type { Provider } from "ethers";

import type { DeploymentFile } from "../../../scripts/lib/deployment/address-file.ts";
import type { DeployedProtocol } from "../../../scripts/lib/deployment/deployProtocol.ts";
import { readsOf } from "../../../scripts/ops/node.ts";
import { connectFile } from "../../../scripts/ops/verify/chain.ts";
import type { DeployedChain } from "../../../scripts/ops/verify/chain.ts";

/** The address file of a deployment on the tests' own chain. */
export const fileOf = ({ addresses }: Pick<DeployedProtocol, "addresses">): DeploymentFile => ({
  network: "localhost",
  chainId: 31_337,
  fromBlock: 0,
  ...addresses,
});

/** A deployment as the commands of scripts/ops see it. */
export const chainOf = (deployed: Pick<DeployedProtocol, "addresses">, provider: Provider): DeployedChain =>
  connectFile(fileOf(deployed), provider, readsOf(provider));
