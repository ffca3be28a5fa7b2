// SPDX-License-Identifier: MIT
import type { ReplaySource } from "./types.ts";
import { MARKETS } from "../../lib/prices/market.ts";
import { basename } from "node:path";

const CENT = 10_000n;
const DOLLAR = 1_000_000n;

export const thousands = (value: bigint | number): string => value.toString().replace(/\B(?=(\d{3})+$)/g, ",");

const sign = (value: bigint): string => (value < 0n ? "-" : "");
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** "$1,234.56" from 1e-6 USD, cut to the cent. Less than a cent shows as such: no loss may look like none. */
export function formatUsd(value: bigint): string {
  const size = magnitude(value);
  if (size > 0n && size < CENT) return `${value < 0n ? "-" : ""}<$0.01`;
  const cents = ((size % DOLLAR) / CENT).toString().padStart(2, "0");
  return `${sign(value)}$${thousands(size / DOLLAR)}.${cents}`;
}

/** "+$12.00": the same with its sign always shown. */
export const formatChange = (value: bigint): string => `${value > 0n ? "+" : ""}${formatUsd(value)}`;

const UNITS = [
  ["B", 1_000_000_000n],
  ["M", 1_000_000n],
  ["K", 1_000n],
] as const;

/** "$12.3M" from 1e-6 USD, for a glance; cut, not rounded. */
export function compactUsd(value: bigint): string {
  const dollars = magnitude(value) / DOLLAR;
  const unit = UNITS.find(([, size]) => dollars >= size);
  if (unit === undefined) return `${sign(value)}$${dollars.toString()}`;
  const [name, size] = unit;
  const tenths = (dollars * 10n) / size;
  return `${sign(value)}$${(tenths / 10n).toString()}.${(tenths % 10n).toString()}${name}`;
}

/** "+$12.3M": the same with its sign, and to the cent below a million. */
export const compactChange = (value: bigint): string =>
  magnitude(value) < 1_000_000n * DOLLAR ? formatChange(value) : `${value > 0n ? "+" : ""}${compactUsd(value)}`;

/** "54 s" or "2 min 05 s" from milliseconds. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${(seconds % 60).toString().padStart(2, "0")} s`;
}

/** One line for where the prices came from; files by name, since their directory is nobody's business. */
export function describeSource(source: ReplaySource): string {
  if (source.kind === "scenario") return `${source.name}, ${source.title}`;
  return MARKETS.flatMap((market) => {
    const file = source.files[market];
    return file === undefined ? [] : [`${market} ${basename(file)}`];
  }).join(", ");
}

/** "1 block", "3 blocks". */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${thousands(count)} ${count === 1 ? one : many}`;
