// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

const { ethers, networkHelpers } = await network.create();

const COLUMNS = ["Valid", "Settling", "Diverged", "Stale", "Expired", "Jumped", "SequencerDown", "Invalid"] as const;

/** The design's table in section 4, "below" for below initial margin only; Stale past its greatest age is Expired. */
const TABLE = {
  opening: ["yes", "no", "no", "no", "no", "no", "no", "no"],
  reduction: ["yes", "below", "yes", "below", "no", "no", "no", "no"],
  withdrawal: ["yes", "no", "yes", "no", "no", "no", "no", "no"],
  liquidation: ["yes", "yes", "yes", "yes", "no", "no", "no", "no"],
  poolRequest: ["yes", "no", "no", "no", "no", "no", "no", "no"],
} as const;

describe("ActionTable", () => {
  async function fixture() {
    return ethers.deployContract("ActionTableHarness");
  }

  COLUMNS.forEach((validity, index) => {
    it(`${validity} allows what its column says`, async () => {
      const table = await networkHelpers.loadFixture(fixture);
      const column = await table.column(BigInt(index));
      const actual = {
        opening: column.opening,
        reduction: column.reduction,
        reductionBelowInitialMargin: column.reductionBelowInitialMargin,
        withdrawal: column.withdrawal,
        liquidation: column.liquidation,
        poolRequest: column.poolRequest,
      };
      expect(actual).to.deep.equal({
        opening: TABLE.opening[index] === "yes",
        reduction: TABLE.reduction[index] === "yes",
        reductionBelowInitialMargin: TABLE.reduction[index] !== "no",
        withdrawal: TABLE.withdrawal[index] === "yes",
        liquidation: TABLE.liquidation[index] === "yes",
        poolRequest: TABLE.poolRequest[index] === "yes",
      });
    });
  });

  it("has a column for every validity", async () => {
    const table = await networkHelpers.loadFixture(fixture);
    expect(await table.worst()).to.equal(BigInt(COLUMNS.length - 1));
  });

  it("lets an owner below initial margin leave wherever the account may be liquidated (A101)", async () => {
    const table = await networkHelpers.loadFixture(fixture);
    for (let validity = 0n; validity < BigInt(COLUMNS.length); ++validity) {
      const { liquidation, reductionBelowInitialMargin } = await table.column(validity);
      expect(reductionBelowInitialMargin).to.equal(liquidation);
    }
  });
});
