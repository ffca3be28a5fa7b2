// SPDX-License-Identifier: MIT
// npm run deploy -- --network arbitrum: deploys, or goes on where a run broke off, reads everything back, and writes
// deploy/addresses/<network>.json. docs/deployment.md has the steps around it.
import { readFile } from "node:fs/promises";

import { network } from "hardhat";

import { deployProtocol } from "../scripts/lib/deployment/deployProtocol.ts";
import { firstBlockOf } from "../scripts/lib/deployment/journal.ts";
import { renderChecks } from "../scripts/lib/verification/table.ts";
import { writeAddressFile } from "../scripts/ops/address-files.ts";
import { readsOf } from "../scripts/ops/node.ts";
import { connectFile } from "../scripts/ops/verify/chain.ts";
import { verifyDeployment } from "../scripts/ops/verify/run.ts";
import { LOCAL_NETWORK, networkParameters } from "./parameters/index.ts";

const connection = await network.create();
const { networkName, ethers } = connection;
const signers = await ethers.getSigners();
const [deployer] = signers;
if (deployer === undefined) throw new Error(`no account for ${networkName}; add one to hardhat.config.ts`);
const accounts = signers.map(({ address }) => address);
const parameters = networkParameters(networkName, process.env, accounts);

// A local node is another chain each time: its deployment has no name to go on under.
const isLocal = networkName === LOCAL_NETWORK;
const options = isLocal ? {} : { deploymentId: networkName };
const { addresses } = await deployProtocol(connection, parameters, { deployer }, options);

const { chainId } = await ethers.provider.getNetwork();
const journal = new URL(`deployments/${isLocal ? `chain-${chainId}` : networkName}/journal.jsonl`, import.meta.url);
const fromBlock = firstBlockOf(await readFile(journal, "utf8")) ?? 0;
const file = { network: networkName, chainId: Number(chainId), fromBlock, ...addresses };
console.log(`addresses: ${await writeAddressFile(file)}`);

const chain = connectFile(file, ethers.provider, readsOf(ethers.provider));
const checks = await verifyDeployment(chain, parameters, "listed");
console.log(renderChecks(checks));
if (checks.some(({ holds }) => !holds)) process.exitCode = 1;
