// SPDX-License-Identifier: MIT
import { dataSlice, getAddress, getBytes, hexlify } from "ethers";

/** Bytes of the deployed code that a constructor fills in. */
export interface CodeGap {
  readonly start: number;
  readonly length: number;
}

/** What a compiler says of a contract's code on the chain. */
export interface BuiltCode {
  readonly code: string;
  readonly immutables: readonly CodeGap[];
}

export const AS_BUILT = "as built";
export const NO_CODE = "no code";
export const SOME_CODE = "some code";

/** Whether code on the chain is the built one but for its immutables: "as built", or what differs first. */
export function compareCode(onChain: string, { code, immutables }: BuiltCode): string {
  if (onChain === "0x") return NO_CODE;
  const [found, built] = [getBytes(onChain), getBytes(code)];
  if (found.length !== built.length) return `${found.length} bytes instead of ${built.length}`;
  for (const { start, length } of immutables) {
    found.fill(0, start, start + length);
    built.fill(0, start, start + length);
  }
  const first = found.findIndex((byte, index) => byte !== built[index]);
  return first === -1 ? AS_BUILT : `other code from byte ${first} on`;
}

/** Smaller numbers among the immutables are delays and rates; an address below this would take 2^96 tries to find. */
const LEAST_ADDRESS = 2n ** 64n;
const ADDRESSES = 2n ** 160n;

/** The addresses among the immutables of code on the chain, checksummed, each once, in the order of their values. */
export function immutableAddresses(onChain: string, { immutables }: BuiltCode): readonly string[] {
  const found = new Set<string>();
  for (const { start, length } of immutables) {
    const word = length === 32 ? BigInt(dataSlice(hexlify(onChain), start, start + length)) : 0n;
    if (word >= LEAST_ADDRESS && word < ADDRESSES) found.add(getAddress(`0x${word.toString(16).padStart(40, "0")}`));
  }
  return [...found].toSorted();
}
