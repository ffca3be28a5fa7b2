// SPDX-License-Identifier: MIT
import { isError, Wallet } from "ethers";
import type { JsonRpcProvider, LogDescription, Signer } from "ethers";

import { Role } from "../../../deploy/roles.ts";
import type { RoleName } from "../../../deploy/roles.ts";
import type { Transaction } from "../../lib/governance/next-step.ts";
import { readAccessHistory } from "../../lib/verification/access.ts";
import { BadUseError, RefusedError } from "../errors.ts";
import type { OpenNode } from "../node.ts";
import { readsOf } from "../node.ts";
import { connectFile } from "../verify/chain.ts";
import type { DeployedChain } from "../verify/chain.ts";

/** Takes the key from the environment and nothing else: a command line is seen by everybody on the machine. */
export const KEY_VARIABLE = "GOVERNANCE_PRIVATE_KEY";

export interface SenderOptions {
  readonly from?: string;
  readonly dryRun?: boolean;
}

/** A deployment, and what a governance command says and sends. */
export interface Session {
  readonly chain: DeployedChain;
  readonly events: readonly LogDescription[];
  /** Unix seconds of the newest block. */
  readonly now: bigint;
  readonly say: (line: string) => void;
  /** The account that acts: the key's, the one of --from, or the first holder of the role where it takes one. */
  readonly actor: (role: RoleName | undefined) => string;
  /** Sends, or prints for whoever holds the actor's key elsewhere. */
  readonly send: (actor: string, what: string, transaction: Transaction) => Promise<void>;
}

export async function startSession(
  { provider, file, accounts }: OpenNode,
  { from, dryRun = false }: SenderOptions,
  key: string | undefined,
  say: (line: string) => void,
): Promise<Session> {
  const chain = connectFile(file, provider, readsOf(provider));
  const logs = await chain.logsOf(file.AccessManager, file.fromBlock);
  const events = logs.flatMap(({ topics, data }) => {
    const event = chain.accessManager.interface.parseLog({ topics: [...topics], data });
    return event === null ? [] : [event];
  });
  const wallet = walletOf(key, provider);
  const now = BigInt((await provider.getBlock("latest"))?.timestamp ?? 0);
  const actor = (role: RoleName | undefined): string => {
    if (wallet !== undefined && from !== undefined && wallet.address !== from) {
      throw new BadUseError(`--from ${from} is not the account of ${KEY_VARIABLE}, ${wallet.address}`);
    }
    const holders = role === undefined ? accounts : holdersOf(events, role);
    const named = from ?? wallet?.address ?? holders[0];
    if (named === undefined) throw new BadUseError("nobody to act: name an account with --from");
    return named;
  };
  const signerOf = async (account: string): Promise<Signer | undefined> => {
    if (dryRun) return undefined;
    if (wallet !== undefined) return wallet;
    return accounts.includes(account) ? provider.getSigner(account) : undefined;
  };
  const send = async (account: string, what: string, { to, data }: Transaction): Promise<void> => {
    const signer = await signerOf(account);
    if (signer === undefined) {
      say(`to send from ${account}: ${what}\n  to    ${to}\n  data  ${data}`);
      return;
    }
    const response = await signer.sendTransaction({ to, data }).catch((error: unknown) => {
      throw isError(error, "CALL_EXCEPTION") ? new RefusedError(what, reasonOf(chain, error.data), error) : error;
    });
    await response.wait();
    say(`sent from ${account}: ${what} (${response.hash})`);
  };
  return { chain, events, now, say, actor, send };
}

function walletOf(key: string | undefined, provider: JsonRpcProvider): Wallet | undefined {
  if (key === undefined || key === "") return undefined;
  try {
    return new Wallet(key, provider);
  } catch {
    // What ethers says would repeat the key.
    throw new BadUseError(`${KEY_VARIABLE} is not a private key`);
  }
}

/** The custom error that a revert carries, with its arguments. */
function reasonOf({ accessManager, config, clearingHouse, oracle }: DeployedChain, data: string | null): string {
  if (data === null || data === "0x") return "no reason given";
  for (const { interface: abi } of [accessManager, config, clearingHouse, oracle]) {
    const error = abi.parseError(data);
    if (error !== null) return `${error.name}(${error.args.map(String).join(", ")})`;
  }
  return data;
}

/** Who holds a role, first come first. */
export const holdersOf = (events: readonly LogDescription[], role: RoleName): readonly string[] => [
  ...(readAccessHistory(events).members.get(Role[role]) ?? []),
];
