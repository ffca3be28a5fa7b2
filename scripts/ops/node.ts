// SPDX-License-Identifier: MIT
import { isError, JsonRpcProvider, Network } from "ethers";
import type { Provider } from "ethers";
import hre from "hardhat";

import { LogPages } from "../keeper/log-pages.ts";
import type { DeploymentFile } from "../lib/deployment/address-file.ts";
import { addressFileOf, readAddressFile } from "./address-files.ts";
import type { NetworkOptions } from "./command.ts";
import { BadUseError, NetworkNotConfiguredError, NodeFailedError, WrongChainError } from "./errors.ts";
import type { ChainReads } from "./verify/chain.ts";

/** A node, and where on its chain the deployment is. */
export interface OpenNode {
  readonly provider: JsonRpcProvider;
  readonly file: DeploymentFile;
  /** Accounts that the node signs for; none on a public one. */
  readonly accounts: readonly string[];
}

async function endpointOf({ network, rpc }: NetworkOptions): Promise<string> {
  const configured = hre.config.networks[network];
  if (configured?.type !== "http") {
    const named = Object.entries(hre.config.networks).flatMap(([name, { type }]) => (type === "http" ? [name] : []));
    throw new NetworkNotConfiguredError(network, named);
  }
  if (rpc !== undefined) return rpc;
  return configured.url.getUrl().catch((error: unknown) => {
    throw new BadUseError(`--network ${network}: ${error instanceof Error ? error.message : String(error)}`);
  });
}

/** Connects to the network's node and finds the deployment on it. @throws OpsError */
export async function openNode(options: NetworkOptions): Promise<OpenNode> {
  const url = await endpointOf(options);
  const file = await readAddressFile(options.addresses ?? addressFileOf(options.network));
  const network = Network.from(file.chainId);
  const provider = new JsonRpcProvider(url, network, { staticNetwork: network, cacheTimeout: -1 });
  try {
    const chainId = BigInt(String(await provider.send("eth_chainId", [])));
    if (chainId !== BigInt(file.chainId)) throw new WrongChainError(chainId, file.chainId);
    const listed: unknown = await provider.send("eth_accounts", []).catch(() => []);
    return { provider, file, accounts: Array.isArray(listed) ? await checksummed(provider) : [] };
  } catch (error) {
    provider.destroy();
    throw isError(error, "NETWORK_ERROR") || isError(error, "SERVER_ERROR") || connectionFailed(error)
      ? new NodeFailedError(error)
      : error;
  }
}

async function checksummed(provider: JsonRpcProvider): Promise<readonly string[]> {
  const signers = await provider.listAccounts().catch(() => []);
  return signers.map(({ address }) => address);
}

const connectionFailed = (error: unknown): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("ECONN");

/** What is asked of a node and of the build beside the contracts' getters. */
export const readsOf = (provider: Provider): ChainReads => ({
  codeAt: async (address) => provider.getCode(address),
  builtCode: async (name) => {
    const { deployedBytecode, immutableReferences } = await hre.artifacts.readArtifact(name);
    return { code: deployedBytecode, immutables: Object.values(immutableReferences ?? {}).flat() };
  },
  logsOf: async (address, fromBlock) => {
    const pages = new LogPages(async (from, to) => provider.getLogs({ address, fromBlock: from, toBlock: to }));
    const logs = [];
    for await (const page of pages.pages(fromBlock, await provider.getBlockNumber())) logs.push(...page.logs);
    return logs;
  },
});
