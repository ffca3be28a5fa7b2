// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { startChain } from "./chain.ts";
import type { Chain } from "./chain.ts";

const DAY = 86_400;

describe("keeper: a price that may not liquidate", () => {
  let chain: Chain;
  before(async () => {
    chain = await startChain();
  });
  after(async () => chain.close());

  it("is waited for, with the reason, until there is one that may", async () => {
    const { alice, open, setPrice, setPrices, keeper, networkHelpers, front, oracle, marketIds } = chain;
    const account = await open(alice, { cash: usd("1,050"), tokens: "10" });
    await setPrice("ETH", "1,800");
    await oracle.recordPrice(marketIds.ETH);
    // Expired: the account is valued at the last price moved in its favour, and is below its line all the same.
    await networkHelpers.time.increase(DAY);
    const process = keeper();
    const decision = await process.line("decision", ({ opp }) => String(opp).startsWith(account));
    expect(decision["decision"]).to.equal("price-not-usable");
    expect(front.methods.filter((method) => method.startsWith("eth_send"))).to.deep.equal([]);

    await setPrices({});
    await process.line("account-liquidated", (line) => line["account"] === account);
    expect(await process.stop()).to.include({ liquidatedByUs: 1, reverted: 0 });
  });
});
