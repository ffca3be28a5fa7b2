// SPDX-License-Identifier: MIT
// A call that access control may let through only after an announcement: what its maker has to send now.
import type { BaseContract } from "ethers";

import type { AccessManager } from "../../../typechain/index.ts";

/** The account holds no role for the function. */
export class NotPermittedError extends Error {
  override readonly name = "NotPermittedError";
  readonly caller: string;
  readonly functionName: string;

  constructor(caller: string, functionName: string) {
    super(`${caller} holds no role for ${functionName}; see docs/roles.md`);
    this.caller = caller;
    this.functionName = functionName;
  }
}

export interface GovernedCall {
  readonly target: BaseContract;
  readonly functionName: string;
  readonly args: readonly unknown[];
}

export interface Transaction {
  readonly to: string;
  readonly data: string;
}

export type Step =
  /** Make the call itself: straight to the target, so that it sees whose right it is and how long that waits. */
  | { readonly kind: "call"; readonly transaction: Transaction }
  /** Announce it in the manager: after `delay` seconds it can be made. */
  | { readonly kind: "announce"; readonly transaction: Transaction; readonly delay: bigint }
  | { readonly kind: "wait"; readonly readyAt: bigint };

/** @throws NotPermittedError */
export async function nextStep(
  accessManager: AccessManager,
  caller: string,
  { target, functionName, args }: GovernedCall,
): Promise<Step> {
  const to = await target.getAddress();
  const data = target.interface.encodeFunctionData(functionName, [...args]);
  const call: Step = { kind: "call", transaction: { to, data } };
  const { immediate, delay } = await accessManager.canCall(caller, to, data.slice(0, 10));
  if (immediate) return call;
  if (delay === 0n) throw new NotPermittedError(caller, functionName);
  const readyAt = await accessManager.getSchedule(await accessManager.hashOperation(caller, to, data));
  if (readyAt === 0n) {
    const announcement = accessManager.interface.encodeFunctionData("schedule", [to, data, 0n]);
    const transaction = { to: await accessManager.getAddress(), data: announcement };
    return { kind: "announce", transaction, delay };
  }
  const now = BigInt((await accessManager.runner?.provider?.getBlock("latest"))?.timestamp ?? 0);
  return now < readyAt ? { kind: "wait", readyAt } : call;
}
