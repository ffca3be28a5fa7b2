// SPDX-License-Identifier: MIT
// Prints the gas of every operation beside its target and the last snapshot, and writes the snapshot anew; then that of a
// deleveraging by the number of accounts.
import Table from "cli-table3";
import { network } from "hardhat";

import { measureGas, OPERATIONS } from "../../test/gas/operations.ts";
import { readSnapshot, TARGETS, writeSnapshot } from "../../test/gas/snapshot.ts";
import type { GasReport } from "../../test/gas/operations.ts";
import { benchDeleveraging } from "./deleveraging.ts";

const figure = (value: number): string => value.toLocaleString("en-US");

/** The first run has nothing to compare with. */
function lastSnapshot(): GasReport | undefined {
  try {
    return readSnapshot();
  } catch {
    return undefined;
  }
}

const before = lastSnapshot();
const report = await measureGas(await network.create());
const table = new Table({
  head: ["operation", "gas", "target", "gas / target", "change"],
  colAligns: ["left", "right", "right", "right", "right"],
  style: { head: [], border: [] },
});
for (const operation of OPERATIONS) {
  const gas = report[operation];
  const change = before === undefined ? "new" : figure(gas - before[operation]);
  table.push([operation, figure(gas), figure(TARGETS[operation]), (gas / TARGETS[operation]).toFixed(3), change]);
}
console.log(table.toString());
writeSnapshot(report);
console.log("written to test/gas/snapshot.json");
await benchDeleveraging();
