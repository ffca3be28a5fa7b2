// SPDX-License-Identifier: MIT
// That nothing is missing from the action table's tests, and that they can fail.
import { expect } from "chai";

import { ENTRIES, testCell } from "./cells.ts";
import { doorComplaints, doorKeys } from "./doors.ts";
import { COLUMNS, complaintsOf, expectationOf, TABLE, validitiesOf } from "./table.ts";
import type { Cell, Column, Table } from "./table.ts";
import { REACH, reach } from "./validities.ts";
import { actionsFixture, connection } from "./world.ts";
import type { Name, World } from "./world.ts";

const { networkHelpers } = connection;

const COVERED: ReadonlySet<string> = new Set(ENTRIES.flatMap(({ doors }) => doors));

/** The opposite answer. */
const otherThan = (cell: Cell): Cell => (cell === "no" || cell === "below" ? "yes" : "no");

/** The table with one other cell. */
const wrongTable = (row: string, column: Column, cell: Cell): Table => ({
  ...TABLE,
  [row]: (TABLE[row] ?? []).map((answer, index) => (COLUMNS[index] === column ? cell : answer)),
});

describe("The action table's tests", () => {
  it("have a column for every validity of types/PriceReading.sol, and a way to each", () => {
    expect(complaintsOf(validitiesOf())).to.deep.equal([]);
    expect(Object.keys(REACH)).to.deep.equal([...COLUMNS]);
  });

  it("say which validity has no column, and which column is none", () => {
    const source = "enum PriceValidity {\n /// Fresh.\n Valid,\n // One more,\n SettledForGood\n}";
    expect(validitiesOf(source)).to.deep.equal(["Valid", "SettledForGood"]);
    expect(complaintsOf(["Valid", "SettledForGood"], ["Valid", "Jumped"])).to.deep.equal([
      "PriceValidity.SettledForGood has no column: write what section 4 lets it do into test/integration/actions/table.ts, and how a market gets there into validities.ts",
      "the column Jumped is no PriceValidity: take it out of the table",
    ]);
  });

  it("cover every function of clearing house, pool and vault that can change anything, or name the reason why not", async () => {
    const { clearingHouse, pool, vault } = await networkHelpers.loadFixture(actionsFixture);
    const doors = [
      ...doorKeys("clearingHouse", clearingHouse.interface),
      ...doorKeys("pool", pool.interface),
      ...doorKeys("vault", vault.interface),
    ];
    expect(doorComplaints(doors, COVERED)).to.deep.equal([]);
    expect(doorComplaints([...doors, "clearingHouse.lend"], COVERED)).to.deep.equal([
      "clearingHouse.lend is in no row of the action table: write its entry, or its reason into EXCEPTIONS",
    ]);
  });

  it("have a cell for every column in every row, and an entry for every row", () => {
    for (const [row, cells] of Object.entries(TABLE)) {
      expect(cells, row).to.have.lengthOf(COLUMNS.length);
      expect(ENTRIES.filter((entry) => entry.row === row).length, row).to.be.greaterThan(0);
    }
  });

  for (const column of COLUMNS) {
    describe(`at a price that is ${column}`, () => {
      const at = {
        fixture: async (): Promise<World> => {
          const world = await networkHelpers.loadFixture(actionsFixture);
          return reach(world, column);
        },
      };

      it("meet accounts that stand as they are called", async () => {
        const world = await networkHelpers.loadFixture(at.fixture);
        // While the price is not usable an account counts at 5 % in its favour.
        const usable = expectationOf("liquidate", column, false).allowed;
        for (const side of ["Long", "Short"] as const) {
          const names = (["rich", "thin", "below", "sunk"] as const).map((kind): Name => `${kind}${side}`);
          const healths = await world.lens.healthOf(names.map((name) => world.account(name)));
          const [rich, thin, below, sunk] = healths.map((health) => ({
            initial: health.accountValueForInitial >= health.initialMargin,
            maintenance: health.accountValue >= health.maintenanceMargin,
            value: health.accountValue > 0n,
          }));
          expect(rich).to.deep.equal({ initial: true, maintenance: true, value: true });
          expect(thin).to.deep.equal({ initial: false, maintenance: true, value: true });
          expect(below).to.deep.equal({ initial: false, maintenance: !usable, value: true });
          expect(sunk).to.deep.equal({ initial: false, maintenance: false, value: !usable });
        }
      });

      for (const row of Object.keys(TABLE)) {
        it(`fail where the cell "${row}" is wrong`, async () => {
          const cell = TABLE[row]?.[COLUMNS.indexOf(column)] ?? "no";
          const wrong = [otherThan(cell), ...(cell === "worse" ? ["better"] : cell === "better" ? ["worse"] : [])];
          for (const entry of ENTRIES.filter((one) => one.row === row).slice(0, 1)) {
            for (const other of wrong.filter((one): one is Cell => one !== cell)) {
              const world = await networkHelpers.loadFixture(at.fixture);
              const failed = await testCell(world, entry, column, wrongTable(row, column, other)).then(
                () => false,
                () => true,
              );
              expect(failed, `${entry.title} passes with "${other}"`).to.equal(true);
            }
          }
        });
      }
    });
  }
});
