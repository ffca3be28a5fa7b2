// SPDX-License-Identifier: MIT
// Calls of role holders. A holder whose right carries a delay announces first and acts later; both steps are one
// function, called once for each.
import type { BaseContract, Signer } from "ethers";

import type { AccessManager } from "../../../typechain/index.ts";

export type GovernedOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "scheduled"; readonly readyAt: bigint }
  | { readonly kind: "waiting"; readonly readyAt: bigint };

/** The signer holds no role for the function. */
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

/** Makes the call where the signer may make it now, else announces it, else tells from when on it can be made. */
export async function governedCall(
  accessManager: AccessManager,
  signer: Signer,
  { target, functionName, args }: GovernedCall,
): Promise<GovernedOutcome> {
  const [caller, to] = [await signer.getAddress(), await target.getAddress()];
  const data = target.interface.encodeFunctionData(functionName, [...args]);
  const manager = accessManager.connect(signer);
  const { immediate, delay } = await manager.canCall(caller, to, data.slice(0, 10));
  if (!immediate) {
    if (delay === 0n) throw new NotPermittedError(caller, functionName);
    const scheduledFor = await manager.getSchedule(await manager.hashOperation(caller, to, data));
    if (scheduledFor === 0n) {
      const readyAt = await schedule(manager, to, data, caller);
      return { kind: "scheduled", readyAt };
    }
    const now = BigInt((await signer.provider?.getBlock("latest"))?.timestamp ?? 0);
    if (now < scheduledFor) return { kind: "waiting", readyAt: scheduledFor };
  }
  // Straight to the target, not through the manager: only so does it see whose right it is, and how long that waits.
  const response = await signer.sendTransaction({ to, data });
  await response.wait();
  return { kind: "done" };
}

/** As early as the delay allows. */
async function schedule(manager: AccessManager, to: string, data: string, caller: string): Promise<bigint> {
  const response = await manager.schedule(to, data, 0n);
  await response.wait();
  return manager.getSchedule(await manager.hashOperation(caller, to, data));
}
