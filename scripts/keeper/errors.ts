// SPDX-License-Identifier: MIT
import { CommandError } from "../lib/command-error.ts";

/** What ends the keeper. */
export abstract class KeeperError extends CommandError {}

/** Options or environment that do not make a configuration: every problem at once, each with its key. */
export class InvalidConfiguration extends KeeperError {
  readonly exitCode = 2;

  constructor(readonly problems: readonly string[]) {
    super(`the configuration is not usable: ${problems.join("; ")}`);
  }
}

/** A chain that is not a local one needs a key of the operator's. */
export class MissingKey extends KeeperError {
  readonly exitCode = 2;

  constructor(readonly chainId: bigint) {
    super(`chain ${chainId} is not a local one: set KEEPER_PRIVATE_KEY, or run with --dry-run`);
  }
}

/** The node holds no unlocked account of that index. */
export class NoUnlockedAccount extends KeeperError {
  readonly exitCode = 2;

  constructor(
    readonly index: number,
    readonly accounts: number,
  ) {
    super(
      `the node has ${accounts} unlocked account(s), none at ${index}: set KEEPER_PRIVATE_KEY or another --account`,
    );
  }
}

/** Nobody answered at the node's address in any of the attempts. */
export class NodeUnreachable extends KeeperError {
  readonly exitCode = 3;

  constructor(
    readonly endpoint: string,
    readonly attempts: number,
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`no node answers at ${endpoint} after ${attempts} attempt(s) (${reason}): start it or set --rpc`, { cause });
  }
}

/** The node is now on another chain than when the keeper began. */
export class ChainChanged extends KeeperError {
  readonly exitCode = 3;

  constructor(
    readonly before: bigint,
    readonly now: bigint,
  ) {
    super(`the node was on chain ${before} and is on chain ${now}: a keeper serves one chain`);
  }
}

/** On a chain that is not local, contracts are named and not searched: anyone can emit the events of a search. */
export class DeploymentNotGiven extends KeeperError {
  readonly exitCode = 4;

  constructor(readonly chainId: bigint) {
    super(`chain ${chainId} is not a local one: name the contracts with --deployment, or --clearing-house and --lens`);
  }
}

/** The chain has no contract of that kind, or not yet. */
export class DeploymentNotFound extends KeeperError {
  readonly exitCode = 4;

  constructor(
    readonly contract: string,
    readonly endpoint: string,
  ) {
    super(`the chain at ${endpoint} has no ${contract}: deploy it first, or name it`);
  }
}

/** Several clearing houses: which one is meant is not for the keeper to guess. */
export class DeploymentAmbiguous extends KeeperError {
  readonly exitCode = 4;

  constructor(readonly clearingHouses: readonly string[]) {
    super(`${clearingHouses.length} clearing houses (${clearingHouses.join(", ")}): choose one with --clearing-house`);
  }
}

/** The contract at the address is not what it was named as. */
export class NotTheContract extends KeeperError {
  readonly exitCode = 4;

  constructor(
    readonly address: string,
    readonly contract: string,
    cause?: unknown,
  ) {
    super(`${address} does not answer as a ${contract}: check the address and the chain`, { cause });
  }
}

/** The generated contract types are missing. */
export class ContractsNotBuilt extends KeeperError {
  readonly exitCode = 2;

  constructor(cause: unknown) {
    super("the contract types are not there: run `npm run compile` first", { cause });
  }
}
