// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { ethers, liquidationFixture, networkHelpers } from "../liquidation/support.ts";

/** LAYOUT.md: of an account with two positions, prices read once per call. */
const TARGET = 15_000n;

const ACCOUNTS = 12n;
const FEW = 2;

async function tracedGas(to: string, data: string): Promise<bigint> {
  const options = { disableStorage: true, disableMemory: true, disableStack: true };
  const answer: unknown = await ethers.provider.send("debug_traceCall", [{ to, data }, "latest", options]);
  if (typeof answer !== "object" || answer === null || !("gas" in answer)) throw new Error("the node traces no calls");
  return BigInt(String(answer.gas));
}

describe("AccountLens.healthOf: gas", () => {
  it("reads a further account with two positions within its target", async () => {
    const { lens, alice, open, order } = await networkHelpers.loadFixture(liquidationFixture);
    const accounts: string[] = [];
    for (let number = 1n; number <= ACCOUNTS; number++) {
      const account = await open(alice, { cash: usd("500"), tokens: "1", subAccount: number });
      await order(alice, account, "BTC", "-0.05");
      accounts.push(account);
    }
    await networkHelpers.time.increase(100);
    // Of the call itself: what its calldata costs, an account without code is charged too.
    const gasOf = async (count: number): Promise<bigint> => {
      const data = lens.interface.encodeFunctionData("healthOf", [accounts.slice(0, count)]);
      return (await tracedGas(await lens.getAddress(), data)) - (await tracedGas(alice.address, data));
    };
    const further = ((await gasOf(accounts.length)) - (await gasOf(FEW))) / (ACCOUNTS - BigInt(FEW));
    expect(further).to.be.lessThanOrEqual(TARGET);
  });
});
