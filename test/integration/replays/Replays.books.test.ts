// SPDX-License-Identifier: MIT
// What the replays look at after every block fails where a ledger does not balance: here because an account is left out.
import { expect } from "chai";

import { InvariantBrokenError } from "../../../scripts/demo/invariants.ts";
import { unestimatedConnection } from "../losses/support.ts";
import { checkBooks, entriesOf, liquidatableOf } from "./books.ts";
import { crowdWorld, packedCallOf } from "./crowd.ts";

const connection = await unestimatedConnection();
const { networkHelpers } = connection;

const ACCOUNTS = 40;

describe("The books of a replay", () => {
  async function smallCrowd() {
    return crowdWorld(connection, "long", ACCOUNTS);
  }

  const brokenWithout = async (index: number): Promise<string> => {
    const crowd = await networkHelpers.loadFixture(smallCrowd);
    const everyone = crowd.everyone.toSpliced(index, 1);
    const packedCall = await packedCallOf(crowd, everyone);
    return checkBooks({ ...crowd, everyone, packedCall }, { positionChanges: crowd.openings, deleveragings: 0 }).then(
      () => "balance",
      (reason: unknown) => (reason instanceof InvariantBrokenError ? reason.promise : String(reason)),
    );
  };

  it("balance where everybody is counted, and say what every account holds", async () => {
    const crowd = await networkHelpers.loadFixture(smallCrowd);
    const entries = await checkBooks(crowd, { positionChanges: crowd.openings, deleveragings: 0 });
    for (const { account, cash, held } of entries) {
      const [state, markets, positions] = await crowd.clearingHouse.fullState(account);
      expect([cash, held.map(({ market }) => market), held.map(({ size }) => size)]).to.deep.equal([
        state.cash,
        [...markets],
        positions.map(({ size }) => size),
      ]);
    }
  });

  it("break P1 without a trader, and P2 without a flat account", async () => {
    expect(await brokenWithout(0)).to.equal("P1");
    expect(await brokenWithout(ACCOUNTS)).to.equal("P2");
  });

  it("find below maintenance whom the lens finds", async () => {
    const crowd = await networkHelpers.loadFixture(smallCrowd);
    await crowd.setPrices({ ETH: "1,900", BTC: "41,600" });
    const { liquidatable } = await crowd.lens.statementOf([...crowd.traders]);
    expect(liquidatable.length).to.be.greaterThan(4);
    const found = await liquidatableOf(crowd, await entriesOf(crowd));
    expect(found.map((account) => account.toLowerCase())).to.deep.equal([...liquidatable]);
  });
});
