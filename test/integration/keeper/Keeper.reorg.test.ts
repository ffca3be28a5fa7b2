// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { startChain } from "./chain.ts";
import type { Chain } from "./chain.ts";

describe("keeper: a reorganisation", () => {
  let chain: Chain;
  before(async () => {
    chain = await startChain();
  });
  after(async () => chain.close());

  it("takes back the orphaned positions and finds those in their place", async () => {
    const { alice, bob, open, setPrice, keeper, ethersProvider, lens, mine } = chain;
    const process = keeper(["--log-level", "debug"]);
    await process.line("caught-up");
    const snapshot: unknown = await ethersProvider.send("evm_snapshot", []);
    const orphaned = await open(alice, { cash: usd("1,250"), tokens: "10" });
    const height = await ethersProvider.getBlockNumber();
    await process.line("block", ({ block }) => block === height);

    await ethersProvider.send("evm_revert", [snapshot]);
    const found = await open(bob, { cash: usd("1,250"), tokens: "10" });
    while ((await ethersProvider.getBlockNumber()) <= height) await mine();
    await process.line("chain-reorganised");
    await setPrice("ETH", "1,920");
    await process.line("account-liquidated", ({ account }) => account === found);

    expect(process.lines.filter((line) => String(line["opp"]).startsWith(orphaned))).to.deep.equal([]);
    expect((await lens.healthOf([found]))[0]?.liquidatable).to.equal(false);
    expect(await process.stop()).to.include({ liquidatedByUs: 1, reorganisations: 1 });
  });
});
