// SPDX-License-Identifier: MIT
import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";

import hardhatToolboxMochaEthers from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";

import { compilePlugin } from "./scripts/rig/compile-plugin.ts";

/**
 * Deployment size against call cost. The core sits near the 24,576-byte limit and every trade pays for its size, so this is
 * the least that the bench rewards; raise it only with bench and sizes side by side.
 */
const OPTIMIZER_RUNS = 2_000;

/**
 * Transient storage and mcopy are in from Cancun on. Prague is the newest rule set that every chain we deploy to runs;
 * Osaka adds only `clz`, which solc does not emit unasked.
 */
const EVM_VERSION = "prague";

/** Compilers come from npm: an install is then a build, with no second download and no second checksum to trust. */
const soljson = (alias: string): string => fileURLToPath(new URL(`node_modules/${alias}/soljson.js`, import.meta.url));

const CHAINLINK = "@chainlink/contracts/src/v0.8";
const CHAINLINK_PROXY = "@chainlink/contracts-2.0.0-beta.0/src/v0.6/data-feeds/EACAggregatorProxy.sol";
const MOCK_AGGREGATOR = `${CHAINLINK}/shared/mocks/MockV3Aggregator.sol`;
const ACCESS_MANAGER = "@openzeppelin/contracts/access/manager/AccessManager.sol";
const SEQUENCER_FEED = `${CHAINLINK}/l2ep/arbitrum/ArbitrumSequencerUptimeFeed.sol`;

/** Chainlink's own compiler settings, so that what we measure against is the code that runs on chain. */
const chainlinkCompiler = (version: string, runs: number) => ({
  version,
  path: soljson(`solc-${version}`),
  settings: { optimizer: { enabled: true, runs } },
});

/** Test contracts run once or a few hundred times: most of the optimizer's work on them is lost. What they test is built as it is deployed. */
const TEST_COMPILERS = Object.fromEntries(
  globSync("test/**/*.t.sol", { cwd: fileURLToPath(new URL(".", import.meta.url)) }).map((file) => [
    file,
    {
      version: "0.8.37",
      path: soljson("solc"),
      settings: {
        viaIR: true,
        optimizer: {
          enabled: true,
          runs: 1,
          details: { yulDetails: { optimizerSteps: "dhfoDgvulfnTUtnIf:fDnTOcmu" } },
        },
        evmVersion: EVM_VERSION,
        outputSelection: { "*": { "*": ["storageLayout"] } },
      },
    },
  ]),
);

/**
 * How hard the Solidity tests search. This Hardhat knows a single profile, so the choice comes from the environment:
 * `npm run test:deep` sets it, and draws a new seed each time; `npm test` plays the same runs, so that what fails is what changed.
 * FUZZ_SEED repeats a run, or cuts a deep one into slices.
 */
const EFFORT = {
  default: { fuzzRuns: 256, invariantRuns: 500, invariantDepth: 100 },
  deep: { fuzzRuns: 20_000, invariantRuns: 5_000, invariantDepth: 200 },
};
const effort = process.env["TEST_PROFILE"] === "deep" ? EFFORT.deep : EFFORT.default;
const FIRST_SEED = `0x${"1".padStart(64, "0")}`;
const seed = process.env["FUZZ_SEED"] ?? (process.env["TEST_PROFILE"] === "deep" ? undefined : FIRST_SEED);
const solidityTest = {
  fuzz: { runs: effort.fuzzRuns, ...(seed === undefined ? {} : { seed }) },
  invariant: { runs: effort.invariantRuns, depth: effort.invariantDepth, failOnRevert: false },
};

/** A fork must know which rules its past blocks ran under; only blocks after our first deployment matter to us. */
const forkable = (name: string) => ({
  name,
  chainType: "l1" as const,
  hardforkHistory: { osaka: { blockNumber: 0 } },
});

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers, compilePlugin],
  paths: {
    sources: "./contracts",
    tests: { mocha: "./test", solidity: "./test" },
    ignition: "./deploy",
  },
  solidity: {
    compilers: [
      {
        version: "0.8.37",
        path: soljson("solc"),
        settings: {
          viaIR: true,
          optimizer: { enabled: true, runs: OPTIMIZER_RUNS },
          evmVersion: EVM_VERSION,
          outputSelection: { "*": { "*": ["storageLayout"] } },
        },
      },
      chainlinkCompiler("0.6.6", 1_000_000),
    ],
    overrides: {
      ...TEST_COMPILERS,
      [MOCK_AGGREGATOR]: chainlinkCompiler("0.8.19", 1_000_000),
      [SEQUENCER_FEED]: chainlinkCompiler("0.8.26", 1_000_000),
    },
    npmFilesToBuild: [CHAINLINK_PROXY, MOCK_AGGREGATOR, SEQUENCER_FEED, ACCESS_MANAGER],
  },
  typechain: { outDir: "typechain" },
  chainDescriptors: { 31337: forkable("Local"), 42161: forkable("Arbitrum One") },
  networks: {
    default: { type: "edr-simulated", chainType: "l1" },
    localhost: { type: "http", chainType: "l1", url: "http://127.0.0.1:8545" },
    mainnet: { type: "http", chainType: "l1", url: configVariable("MAINNET_RPC_URL") },
    arbitrum: {
      type: "http",
      chainType: "l1",
      chainId: 42161,
      url: configVariable("ARBITRUM_RPC_URL"),
    },
  },
  coverage: { skipFiles: ["contracts/mocks/**"] },
  test: {
    mocha: { timeout: 120_000 },
    solidity: { profiles: { default: solidityTest } },
  },
});
