// SPDX-License-Identifier: MIT
import { ENTRIES, testCell } from "./cells.ts";
import { COLUMNS, expectationOf } from "./table.ts";
import { reach } from "./validities.ts";
import { actionsFixture, connection } from "./world.ts";
import type { World } from "./world.ts";

const { networkHelpers } = connection;

describe("The action table, one test for each cell and entry point", () => {
  for (const column of COLUMNS) {
    describe(`at a price that is ${column}`, () => {
      const at = {
        fixture: async (): Promise<World> => {
          const world = await networkHelpers.loadFixture(actionsFixture);
          return reach(world, column);
        },
      };
      for (const entry of ENTRIES) {
        const { allowed, price } = expectationOf(entry.row, column, entry.below ?? false);
        const answer = allowed ? (price === "only" ? "yes" : `at the ${price} price`) : "no";
        it(`${answer}: ${entry.title} [${entry.row}]`, async () => {
          await testCell(await networkHelpers.loadFixture(at.fixture), entry, column);
        });
      }
    });
  }
});
