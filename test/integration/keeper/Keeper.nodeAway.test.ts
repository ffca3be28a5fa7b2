// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { startChain } from "./chain.ts";
import type { Chain } from "./chain.ts";

describe("keeper: a node that goes away", () => {
  let chain: Chain;
  before(async () => {
    chain = await startChain();
  });
  after(async () => chain.close());

  it("is waited for, and what happened meanwhile is made up for", async () => {
    const { alice, bob, open, setPrice, keeper, front, clearingHouse } = chain;
    const known = await open(alice, { cash: usd("1,250"), tokens: "10" });
    const process = keeper();
    await process.line("caught-up");
    await front.close();
    const away = await process.line("node-away", ({ attempt }) => attempt === 3);
    expect(away).to.include({ level: "warn", kind: "node", code: "ECONNREFUSED" });

    const unknown = await open(bob, { cash: usd("1,250"), tokens: "10" });
    await setPrice("ETH", "1,920");
    await front.open();
    await process.line("node-back");
    for (const account of [known, unknown]) {
      await process.line("account-liquidated", (line) => line["account"] === account && line["ours"] === true);
      expect((await clearingHouse.positionState(account, 0)).size).to.be.lessThan(chain.sizeOf("ETH", "10"));
    }
    const summary = await process.stop();
    expect(summary).to.include({ liquidatedByUs: 2, reverted: 0 });
    expect(await process.ended).to.equal(0);
  });
});
