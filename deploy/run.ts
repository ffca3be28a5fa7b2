// SPDX-License-Identifier: MIT
// hardhat run deploy/run.ts --network arbitrum: deploys, or goes on where a run broke off, and reads everything back.
import { network } from "hardhat";

import { deployProtocol } from "../scripts/lib/deployment/deployProtocol.ts";
import { verifyDeployment } from "../scripts/lib/deployment/verify.ts";
import { liveParameters } from "./parameters/index.ts";

const connection = await network.create();
const parameters = liveParameters(connection.networkName, process.env);
const [deployer] = await connection.ethers.getSigners();
if (deployer === undefined) throw new Error(`no account for ${connection.networkName}; add one to hardhat.config.ts`);

const contracts = await deployProtocol(connection, parameters, { deployer }, { deploymentId: parameters.network });
const discrepancies = await verifyDeployment(contracts, parameters, deployer.address);
for (const { what, expected, actual } of discrepancies) console.error(`${what}: expected ${expected}, found ${actual}`);
console.log(`clearing house ${await contracts.clearingHouse.getAddress()}`);
console.log(`lens           ${await contracts.lens.getAddress()}`);
if (discrepancies.length > 0) process.exitCode = 1;
