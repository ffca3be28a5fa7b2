// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { startChain } from "./chain.ts";
import type { Chain } from "./chain.ts";

describe("keeper: a fall of the price", () => {
  let chain: Chain;
  before(async () => {
    chain = await startChain();
  });
  after(async () => chain.close());

  it("ends in the next block for every account below its line, the worst first, and for no other", async () => {
    const { alice, bob, carol, open, setPrice, setAutomine, mine, clearingHouse, lens, keeper } = chain;
    // At 1,880 USD a long of 10 ETH has lost 1,200 and needs 470.
    const mild = await open(alice, { cash: usd("1,600"), tokens: "10" });
    const bankrupt = await open(bob, { cash: usd("1,100"), tokens: "10" });
    const worse = await open(carol, { cash: usd("1,400"), tokens: "10" });
    const healthy = await open(alice, { cash: usd("3,000"), tokens: "10", subAccount: 1n });
    const short = await open(bob, { cash: usd("1,500"), tokens: "-10", subAccount: 1n });
    await setAutomine(false);

    const process = keeper();
    const started = await process.line("started");
    expect(started).to.include({
      clearingHouse: await clearingHouse.getAddress(),
      lens: await lens.getAddress(),
      dryRun: false,
    });
    await process.line("caught-up");

    await setPrice("ETH", "1,880");
    await mine();
    const sent = await process.line("liquidation-sent");
    expect(sent["accounts"]).to.deep.equal([bankrupt, worse, mild]);
    expect(sent["expected"]).to.equal(3);
    await mine();
    await process.line("liquidation-mined");
    await process.line("account-liquidated", ({ account }) => account === mild);

    const standing = await lens.healthOf([bankrupt, worse, mild, healthy, short]);
    expect(standing.map(({ liquidatable }) => liquidatable)).to.deep.equal([false, false, false, false, false]);
    for (const account of [healthy, short]) {
      expect((await clearingHouse.positionState(account, 0)).size).not.to.equal(0n);
      expect(process.lines.some((line) => line["account"] === account)).to.equal(false);
    }

    const summary = await process.stop();
    expect(await process.ended).to.equal(0);
    expect(summary).to.include({
      reason: "SIGTERM",
      liquidatedByUs: 3,
      liquidatedByOthers: 0,
      belowZero: 1,
      sent: 1,
      mined: 1,
      reverted: 0,
      inFlight: 0,
      mostLateBlocks: 1,
      foundBySweep: 0,
    });
    const sender = String(started["sender"]);
    const { cash } = await clearingHouse.accountState(accountOf({ address: sender }));
    expect(summary?.["rewards"]).to.equal(cash.toString());
    expect(cash > 0n).to.equal(true);
  });
});
