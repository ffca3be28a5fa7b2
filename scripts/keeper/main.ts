// SPDX-License-Identifier: MIT
import { getAddress, isHexString, parseUnits, zeroPadBytes } from "ethers";

import { IAccountLens__factory } from "../../typechain/factories/contracts/interfaces/IAccountLens__factory.ts";
import { IClearingHouse__factory } from "../../typechain/factories/contracts/interfaces/IClearingHouse__factory.ts";
import { Backoffs } from "./backoffs.ts";
import { BatchSize, TRANSACTION_GAS_LIMIT } from "./batches.ts";
import { Book } from "./book.ts";
import { chooseBroadcaster } from "./broadcast.ts";
import type { Config } from "./config.ts";
import { findDeployment } from "./deployment.ts";
import type { Deployment } from "./deployment.ts";
import { DeploymentNotFound, KeeperError, NodeUnreachable } from "./errors.ts";
import { failureOf } from "./failures.ts";
import { Flights } from "./flights.ts";
import { Follower } from "./follower.ts";
import { Keeper } from "./keeper.ts";
import { Landings } from "./landings.ts";
import { LensReader, lensCalls } from "./lens.ts";
import type { Log } from "./log.ts";
import { Node } from "./node.ts";
import { Nonces } from "./nonces.ts";
import { retry } from "./retry.ts";
import type { Attempts } from "./retry.ts";
import { run } from "./run.ts";
import { Sender } from "./send.ts";
import type { At } from "./send.ts";
import type { MarginRise } from "./slack.ts";
import { Tally } from "./tally.ts";

const START_WAITS = { first: 250, longest: 2_000 };

/** The ledger account of an address: sub-account 0; an account id of 32 bytes is itself. */
export const accountOf = (beneficiary: string): string =>
  isHexString(beneficiary, 32) ? beneficiary : zeroPadBytes(getAddress(beneficiary), 32);

/**
 * Runs the keeper until the signal, and says at its end what it did.
 * @throws KeeperError where it cannot begin or must not go on.
 */
export async function serve(config: Config, log: Log, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  const attempts: Attempts = {
    ...START_WAITS,
    attempts: config.connectAttempts,
    signal,
    onFailure: (error, attempt, waitMs) => log.warn("waiting-to-start", { attempt, waitMs, reason: String(error) }),
  };
  const tally = new Tally();
  let node: Node | undefined;
  try {
    node = await Node.connect(config.rpc, config.deadlineMs, attempts);
    const { broadcaster, deployment } = await begin(node, config, attempts);
    const beneficiary = accountOf(config.beneficiary ?? broadcaster.address);
    const { chainId, endpoint } = node;
    const { dryRun, pollMs, once, connectAttempts, sweepBlocks } = config;
    log.info("started", { endpoint, chainId, ...deployment, sender: broadcaster.address, beneficiary, dryRun });
    const priorityFee = parseUnits(config.priorityFeeGwei, "gwei");
    const parts = assemble(node, deployment, { beneficiary, priorityFee, broadcaster, tally, log });
    const { flights, book } = parts;
    const keeper = new Keeper({ ...parts, sweepBlocks });
    await run({ heads: node, keeper, flights, tally, log, signal, pollMs, once, attempts: connectAttempts });
    if (flights.count > 0) await lastLook(node, keeper, log);
    const standing = { accounts: book.accountCount, inFlight: flights.count };
    log.info("summary", { ...endOf(signal, started), ...standing, ...tally.fields() });
  } catch (error) {
    // Told to end while it still waited for a node: that is an end as any other.
    if (!signal.aborted) throw error;
    log.info("summary", { ...endOf(signal, started), ...tally.fields() });
  } finally {
    node?.close();
  }
}

const endOf = (signal: AbortSignal, started: number) => ({
  reason: signal.aborted ? String(signal.reason) : "done",
  seconds: Math.round((performance.now() - started) / 1000),
});

/** The sender and the contracts, which may still be under deployment. */
async function begin(node: Node, config: Config, attempts: Attempts) {
  const isAway = (error: unknown): boolean => !(error instanceof KeeperError) && failureOf(error).kind === "node";
  const worthwhile = (error: unknown): boolean => error instanceof DeploymentNotFound || isAway(error);
  const find = async () => ({
    broadcaster: await chooseBroadcaster(node, config),
    deployment: await findDeployment(node, config),
  });
  try {
    return await retry(find, { ...attempts, worthwhile });
  } catch (error) {
    throw isAway(error) ? new NodeUnreachable(node.endpoint, attempts.attempts, error) : error;
  }
}

type Assembled = Omit<ConstructorParameters<typeof Keeper>[0], "sweepBlocks">;

function assemble(
  node: Node,
  { clearingHouse, lens, fromBlock }: Deployment,
  given: Pick<ConstructorParameters<typeof Sender>[0], "beneficiary" | "priorityFee" | "broadcaster" | "tally" | "log">,
): Assembled {
  const { broadcaster, tally, log } = given;
  const { address } = broadcaster;
  const book = new Book();
  const backoffs = new Backoffs();
  const nonces = new Nonces(async () => node.transactionCount(address, "pending"));
  const flights = new Flights({
    receipt: async (hash) => node.receipt(hash),
    transactionCount: async (tag) => node.transactionCount(address, tag),
  });
  const chain = {
    header: async (number: number) => node.header(number),
    logs: async (from: number, to: number) => node.logs({ address: clearingHouse, fromBlock: from, toBlock: to }),
  };
  const contract = IClearingHouse__factory.connect(clearingHouse, node.provider);
  const from = address;
  const simulator = {
    liquidate: async (accounts: readonly string[], gasLimit: bigint, blockTag: At) =>
      contract.liquidate.staticCall([...accounts], given.beneficiary, { from, blockTag, gasLimit }),
  };
  const batchSize = new BatchSize();
  const sending = new Sender({ ...given, clearingHouse, simulator, nonces, flights, backoffs, batchSize });
  const replay = async (data: string, block: number) =>
    node.call({ to: clearingHouse, data, from, gas: TRANSACTION_GAS_LIMIT }, block);
  const landings = new Landings({ flights, nonces, backoffs, batchSize, tally, log, replay });
  return {
    sender: address,
    book,
    flights,
    landings,
    nonces,
    backoffs,
    sending,
    tally,
    log,
    follower: new Follower(chain, book, fromBlock),
    lens: new LensReader(lensCalls(IAccountLens__factory.connect(lens, node.provider))),
    boundsOf: async (market, blockTag) => {
      const { tiers } = await contract.marketState(market, { blockTag });
      const phase = await contract.tierPhaseOf(market, { blockTag });
      return {
        maintenanceRate: largest(tiers.maintenance),
        fundingRatePerSecond: tiers.maxFundingRatePerSecond,
        phase: phase.rising ? riseOf(phase, tiers) : undefined,
      };
    },
  };
}

/** How far a market's maintenance margins may still be from where they go. */
const riseOf = ({ endsAt, from }: { readonly endsAt: bigint; readonly from: Margins }, to: Margins): MarginRise => ({
  endsAt: Number(endsAt),
  rate: largest(to.maintenance.map((rate, tier) => rate - (from.maintenance[tier] ?? 0n))),
  reward: to.minReward - from.minReward,
});

interface Margins {
  readonly maintenance: readonly bigint[];
  readonly minReward: bigint;
}

const largest = (values: readonly bigint[]): bigint => values.reduce((a, b) => (a > b ? a : b), 0n);

/** What was sent last may be in a block by now: the summary should say so. */
async function lastLook(node: Node, keeper: Keeper, log: Log): Promise<void> {
  try {
    const head = await node.header(await node.blockNumber());
    if (head !== null) await keeper.observe(head);
  } catch (error) {
    log.warn("last-look-failed", { reason: String(error) });
  }
}
