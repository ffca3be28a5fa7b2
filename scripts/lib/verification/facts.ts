// SPDX-License-Identifier: MIT
// What is said of a deployment, as facts by name: one set read from the chain, one from the parameters. Neither is built from
// the other, so what only one of them has is a difference too.
import { Result } from "ethers";

/** Nothing stands where a fact of the other side stands. */
export const NOTHING = "nothing";

export type Facts = ReadonlyMap<string, string>;

/** Null where any value will do, as for the address of a double that a local deployment made itself. */
export type Expectations = ReadonlyMap<string, string | null>;

export interface Check {
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
  readonly holds: boolean;
}

/** Every fact of either side, the expected ones first and in their order. */
export function compareFacts(expected: Expectations, actual: Facts): readonly Check[] {
  const names = new Set([...expected.keys(), ...actual.keys()]);
  return [...names].map((what) => {
    const [wanted, found] = [expected.get(what), actual.get(what) ?? NOTHING];
    const holds = wanted === null ? found !== NOTHING : (wanted ?? NOTHING) === found;
    return { what, expected: wanted === null ? "anything" : (wanted ?? NOTHING), actual: found, holds };
  });
}

/** A struct, array or value as facts of its leaves: `of("fee", { taker: 5n })` is "fee.taker" = "5". */
export function factsOf(name: string, value: unknown): readonly (readonly [string, string])[] {
  if (value === undefined || value === null) return [];
  if (value instanceof Result) return factsOf(name, value.toObject(true));
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => factsOf(`${name}[${index}]`, item));
  if (typeof value === "object") {
    return Object.entries(value).flatMap(([key, part]: [string, unknown]) => factsOf(`${name}.${key}`, part));
  }
  if (typeof value === "bigint" || typeof value === "number" || typeof value === "boolean") {
    return [[name, String(value)]];
  }
  return typeof value === "string" ? [[name, value]] : [];
}
