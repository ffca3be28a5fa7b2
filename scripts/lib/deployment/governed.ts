// SPDX-License-Identifier: MIT
// Calls of role holders. A holder whose right carries a delay announces first and acts later; both steps are one
// function, called once for each.
import type { Signer } from "ethers";

import type { AccessManager } from "../../../typechain/index.ts";
import { nextStep } from "../governance/next-step.ts";
import type { GovernedCall } from "../governance/next-step.ts";

export { NotPermittedError } from "../governance/next-step.ts";
export type { GovernedCall } from "../governance/next-step.ts";

export type GovernedOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "scheduled"; readonly readyAt: bigint }
  | { readonly kind: "waiting"; readonly readyAt: bigint };

/** Announces the call where it must be announced, and never makes it: for one that has to wait for another. */
export async function announcedCall(
  accessManager: AccessManager,
  signer: Signer,
  call: GovernedCall,
): Promise<GovernedOutcome> {
  const manager = accessManager.connect(signer);
  const step = await nextStep(manager, await signer.getAddress(), call);
  if (step.kind === "announce") return governedCall(accessManager, signer, call);
  return { kind: "waiting", readyAt: step.kind === "wait" ? step.readyAt : 0n };
}

/** Makes the call where the signer may make it now, else announces it, else tells from when on it can be made. */
export async function governedCall(
  accessManager: AccessManager,
  signer: Signer,
  call: GovernedCall,
): Promise<GovernedOutcome> {
  const manager = accessManager.connect(signer);
  const caller = await signer.getAddress();
  const step = await nextStep(manager, caller, call);
  if (step.kind === "wait") return { kind: "waiting", readyAt: step.readyAt };
  const response = await signer.sendTransaction(step.transaction);
  await response.wait();
  if (step.kind === "call") return { kind: "done" };
  const after = await nextStep(manager, caller, call);
  return { kind: "scheduled", readyAt: after.kind === "wait" ? after.readyAt : 0n };
}
