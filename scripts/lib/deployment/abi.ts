// SPDX-License-Identifier: MIT
import { FunctionFragment, Interface } from "ethers";
import type { InterfaceAbi, JsonFragment } from "ethers";
import { z } from "zod";

/** ABI fragments as integrators' tools read them. */
export type Abi = readonly JsonFragment[];

type Source = InterfaceAbi | Interface;

const fragments = z.array(z.looseObject({ type: z.string() }));

/**
 * One ABI of several contracts that answer at one address: each function, event and error once.
 * @param doors Contracts whose every function answers there.
 * @param others Contracts that add what can be emitted or reverted with, but no function.
 */
export function mergeAbis(doors: readonly Source[], others: readonly Source[]): Abi {
  const merged = new Map<string, JsonFragment>();
  const take = (abi: Source, withFunctions: boolean): void => {
    const contract = Interface.from(abi);
    for (const fragment of contract.fragments) {
      const isDoor = FunctionFragment.isFragment(fragment);
      const isNews = fragment.type === "event" || fragment.type === "error";
      if (!isNews && !(isDoor && withFunctions)) continue;
      const key = `${fragment.type} ${fragment.format("sighash")}`;
      const [json] = fragments.parse([JSON.parse(fragment.format("json"))]);
      if (json !== undefined && !merged.has(key)) merged.set(key, json);
    }
  };
  for (const abi of doors) take(abi, true);
  for (const abi of others) take(abi, false);
  return [...merged.values()];
}
