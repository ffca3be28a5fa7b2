// SPDX-License-Identifier: MIT
import { CommandError } from "../lib/command-error.ts";

/** What ends one of the operators' commands. */
export abstract class OpsError extends CommandError {}

/** The command line or the environment does not say what to do. */
export class BadUseError extends OpsError {
  readonly exitCode = 2;

  constructor(readonly problem: string) {
    super(`${problem}; --help lists what there is`);
  }
}

/** hardhat.config.ts has no network of that name. */
export class NetworkNotConfiguredError extends OpsError {
  readonly exitCode = 2;

  constructor(
    readonly network: string,
    readonly networks: readonly string[],
  ) {
    super(`--network ${network}: hardhat.config.ts has ${networks.join(", ")}`);
  }
}

/** Nothing says where the deployment is. */
export class AddressFileMissingError extends OpsError {
  readonly exitCode = 2;

  constructor(
    readonly file: string,
    cause: unknown,
  ) {
    super(`${file} cannot be read; npm run deploy writes it, or name another with --addresses`, { cause });
  }
}

/** The node is on another chain than the address file. */
export class WrongChainError extends OpsError {
  readonly exitCode = 2;

  constructor(
    readonly chainId: bigint,
    readonly expected: number,
  ) {
    super(`the node is on chain ${chainId}, the address file is of chain ${expected}: check --network and --rpc`);
  }
}

/** The node does not answer, or what it says is of no use. */
export class NodeFailedError extends OpsError {
  readonly exitCode = 3;

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`the node did not answer: ${reason}; start it or name another with --rpc`, { cause });
  }
}

/** The chain does not let the call through. */
export class RefusedError extends OpsError {
  readonly exitCode = 1;

  constructor(
    readonly what: string,
    readonly reason: string,
    cause: unknown,
  ) {
    super(`${what}: refused with ${reason}`, { cause });
  }
}

/** A deployment is not as its parameters say; the table has said where. */
export class DifferencesFoundError extends OpsError {
  readonly exitCode = 1;

  constructor(readonly differences: number) {
    super(`${differences} differences from deploy/parameters`);
  }
}
