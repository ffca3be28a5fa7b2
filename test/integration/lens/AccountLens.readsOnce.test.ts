// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { ethers, liquidationFixture, networkHelpers } from "../liquidation/support.ts";

const ACCOUNTS = 4n;

interface Step {
  readonly op: string;
  readonly stack?: readonly string[];
}

const isTrace = (answer: unknown): answer is { readonly structLogs: readonly Step[] } =>
  typeof answer === "object" && answer !== null && "structLogs" in answer && Array.isArray(answer.structLogs);

/** Static calls to each address, innermost included. */
async function staticCalls(to: string, data: string): Promise<Map<string, number>> {
  const options = { disableStorage: true, disableMemory: true };
  const answer: unknown = await ethers.provider.send("debug_traceCall", [{ to, data }, "latest", options]);
  if (!isTrace(answer)) throw new Error("the node traces no calls");
  const counts = new Map<string, number>();
  for (const { op, stack } of answer.structLogs) {
    if (op !== "STATICCALL") continue;
    // The second word from the top is the callee.
    const callee = `0x${(stack?.at(-2) ?? "").replace(/^0x/, "").padStart(40, "0").slice(-40)}`;
    counts.set(callee, (counts.get(callee) ?? 0) + 1);
  }
  return counts;
}

describe("AccountLens: feeds", () => {
  it("each price is read once per call, however many accounts hold the market", async () => {
    const { lens, feeds, alice, open, order } = await networkHelpers.loadFixture(liquidationFixture);
    const accounts: string[] = [];
    for (let number = 1n; number <= ACCOUNTS; number++) {
      const account = await open(alice, { cash: usd("500"), tokens: "1", subAccount: number });
      if (number % 2n === 0n) await order(alice, account, "BTC", "0.05");
      accounts.push(account);
    }
    const data = lens.interface.encodeFunctionData("healthOf", [accounts]);
    const counts = await staticCalls(await lens.getAddress(), data);
    for (const feed of [feeds.ETH, feeds.BTC]) {
      expect(counts.get((await feed.getAddress()).toLowerCase())).to.equal(1);
    }
  });
});
