// SPDX-License-Identifier: MIT
// What was announced in an access manager and is neither done nor vetoed, from its events.
import type { Interface, LogDescription, ParamType } from "ethers";

/** An announced call whose maker waits. */
export interface Announcement {
  readonly operationId: string;
  /** Who announced it, and alone can make it. */
  readonly caller: string;
  readonly target: string;
  readonly data: string;
  /** From when on it can be made, unix seconds. */
  readonly readyAt: bigint;
}

/** @param events Of the access manager, in the order of the chain. @returns Open announcements, the next one first. */
export function readAnnouncements(events: Iterable<LogDescription>): readonly Announcement[] {
  const open = new Map<string, Announcement>();
  for (const { name, args } of events) {
    const values: Readonly<Record<string, unknown>> = args.toObject();
    const operationId = String(values["operationId"]);
    if (name === "OperationScheduled") {
      open.set(operationId, {
        operationId,
        caller: String(values["caller"]),
        target: String(values["target"]),
        data: String(values["data"]),
        readyAt: BigInt(String(values["schedule"])),
      });
    } else if (name === "OperationExecuted" || name === "OperationCanceled") open.delete(operationId);
  }
  return [...open.values()].toSorted((a, b) => Number(a.readyAt - b.readyAt));
}

export type Standing = "waiting" | "ready" | "expired";

/** @param lifetime Seconds for which an announcement can be made once it is ready. */
export function standingOf({ readyAt }: Announcement, now: bigint, lifetime: bigint): Standing {
  if (now < readyAt) return "waiting";
  return now < readyAt + lifetime ? "ready" : "expired";
}

/** A call in words: "setVenue(venue: 0x…, registered: true)"; its selector where the interface does not have it. */
export function describeCall(abi: Interface | undefined, data: string): string {
  const call = abi?.parseTransaction({ data }) ?? null;
  if (call === null) return `unknown function ${data.slice(0, 10)}`;
  const { fragment, args } = call;
  return `${fragment.name}(${fragment.inputs.map((input, index) => `${input.name}: ${textOf(input, args[index])}`).join(", ")})`;
}

function textOf(type: ParamType, value: unknown): string {
  if (Array.isArray(value)) {
    const parts: readonly unknown[] = value;
    if (type.isArray()) return `[${parts.map((part) => textOf(type.arrayChildren, part)).join(", ")}]`;
    const fields = type.components ?? [];
    return `{${fields.map((field, index) => `${field.name}: ${textOf(field, parts[index])}`).join(", ")}}`;
  }
  if (typeof value === "bigint" || typeof value === "boolean") return value.toString();
  return typeof value === "string" ? value : "?";
}
