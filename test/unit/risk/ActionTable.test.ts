// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { VALIDITIES } from "../../../scripts/lib/prices/validity.ts";

const { ethers, networkHelpers } = await network.create();

/** The design's table in section 4, "below" for below initial margin only; Stale past its greatest age is Expired. Its last
 * two columns are a market that section 10 settles: in the hour after it, and for good. */
const TABLE = {
  opening: ["yes", "no", "no", "no", "no", "no", "no", "no", "no", "no"],
  reduction: ["yes", "below", "yes", "below", "no", "no", "no", "no", "no", "yes"],
  withdrawal: ["yes", "no", "yes", "no", "no", "no", "no", "no", "no", "yes"],
  liquidation: ["yes", "yes", "yes", "yes", "no", "no", "no", "no", "yes", "yes"],
  poolRequest: ["yes", "no", "no", "no", "no", "no", "no", "no", "no", "yes"],
  tokenDeposit: ["yes", "yes", "yes", "yes", "no", "no", "yes", "no", "no", "no"],
  funding: ["yes", "no", "yes", "no", "no", "no", "no", "no", "no", "no"],
  fillAtMark: ["no", "no", "no", "no", "no", "no", "no", "no", "no", "yes"],
} as const;

describe("ActionTable", () => {
  async function fixture() {
    return ethers.deployContract("ActionTableHarness");
  }

  VALIDITIES.forEach((validity, index) => {
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
        tokenDeposit: column.tokenDeposit,
        funding: column.funding,
        fillAtMark: column.fillAtMark,
      };
      expect(actual).to.deep.equal({
        opening: TABLE.opening[index] === "yes",
        reduction: TABLE.reduction[index] === "yes",
        reductionBelowInitialMargin: TABLE.reduction[index] !== "no",
        withdrawal: TABLE.withdrawal[index] === "yes",
        liquidation: TABLE.liquidation[index] === "yes",
        poolRequest: TABLE.poolRequest[index] === "yes",
        tokenDeposit: TABLE.tokenDeposit[index] === "yes",
        funding: TABLE.funding[index] === "yes",
        fillAtMark: TABLE.fillAtMark[index] === "yes",
      });
    });
  });

  it("has a column for every validity", async () => {
    const table = await networkHelpers.loadFixture(fixture);
    expect(await table.worst()).to.equal(BigInt(VALIDITIES.length - 1));
  });

  it("lets an owner below initial margin leave wherever the account may be liquidated, but in the hour of losers (A101)", async () => {
    const table = await networkHelpers.loadFixture(fixture);
    for (const [index, name] of VALIDITIES.entries()) {
      const { liquidation, reductionBelowInitialMargin } = await table.column(BigInt(index));
      expect(reductionBelowInitialMargin, name).to.equal(liquidation && name !== "Liquidating");
    }
  });
});
