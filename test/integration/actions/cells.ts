// SPDX-License-Identifier: MIT
// All entry points, and what a cell of the table asks of one.
import { expectRefusal } from "./entry.ts";
import type { Entry } from "./entry.ts";
import { MONEY } from "./money.ts";
import { SYSTEM } from "./system.ts";
import { expectationOf, TABLE } from "./table.ts";
import type { Column } from "./table.ts";
import { TRADES } from "./trades.ts";
import type { World } from "./world.ts";

export const ENTRIES: readonly Entry[] = [...TRADES, ...MONEY, ...SYSTEM];

/** What is allowed happens, at the price that the cell names; what is not reverts with the entry's error. */
export async function testCell(world: World, entry: Entry, column: Column, table = TABLE): Promise<void> {
  const here = { column, ...expectationOf(entry.row, column, entry.below ?? false, table) };
  await entry.preview?.(world, here);
  if (!here.allowed) {
    const refusal = entry.refusal(world, here);
    await expectRefusal(entry.act(world, here), refusal);
    return;
  }
  if (entry.acceptedError !== undefined) {
    const refusal = await entry.acceptedError(world, here);
    await expectRefusal(entry.act(world, here), refusal);
    return;
  }
  const before = (await entry.look?.(world, here)) ?? 0n;
  await entry.accepted(world, await entry.act(world, here), here, before);
}
