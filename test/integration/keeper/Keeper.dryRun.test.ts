// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { startChain } from "./chain.ts";
import type { Chain } from "./chain.ts";

describe("keeper: dry run", () => {
  let chain: Chain;
  before(async () => {
    chain = await startChain();
  });
  after(async () => chain.close());

  it("says what it would send, and the node sees nothing sent (D9)", async () => {
    const { alice, open, setPrice, keeper, front, lens } = chain;
    const account = await open(alice, { cash: usd("1,250"), tokens: "10" });
    const process = keeper(["--dry-run"]);
    await process.line("caught-up");
    front.methods = [];
    await setPrice("ETH", "1,920");
    expect((await process.line("would-liquidate"))["accounts"]).to.deep.equal([account]);
    const summary = await process.stop();
    expect(summary).to.include({ sent: 0, liquidatedByUs: 0 });
    expect(front.methods.filter((method) => method.startsWith("eth_send"))).to.deep.equal([]);
    expect(front.methods).to.include("eth_call");
    expect((await lens.healthOf([account]))[0]?.liquidatable).to.equal(true);
  });
});
