// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { startChain } from "./chain.ts";
import type { Chain } from "./chain.ts";

describe("keeper: one block", () => {
  let chain: Chain;
  before(async () => {
    chain = await startChain();
  });
  after(async () => chain.close());

  it("ends at once where nobody is below the line", async () => {
    const process = chain.keeper(["--once"]);
    expect(await process.ended).to.equal(0);
    expect(process.events()).to.deep.equal(["started", "caught-up", "summary"]);
    expect(await process.line("summary")).to.include({ reason: "done", blocks: 1, sent: 0 });
  });

  it("sends, waits for the block and ends", async () => {
    const { alice, open, setPrice, setAutomine, mine, keeper, lens } = chain;
    const account = await open(alice, { cash: usd("1,250"), tokens: "10" });
    await setPrice("ETH", "1,920");
    await setAutomine(false);
    const process = keeper(["--once"]);
    await process.line("liquidation-sent");
    await mine();
    expect(await process.ended).to.equal(0);
    expect(await process.line("summary")).to.include({ reason: "done", blocks: 1, mined: 1, liquidatedByUs: 1 });
    expect((await lens.healthOf([account]))[0]?.liquidatable).to.equal(false);
  });
});
