// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import { startChain } from "./chain.ts";
import type { Chain } from "./chain.ts";

describe("keeper: a liquidation that is too large for one block", () => {
  let chain: Chain;
  before(async () => {
    chain = await startChain();
  });
  after(async () => chain.close());

  it("goes on in every block until the account is at its target", async () => {
    const { alice, open, setPrice, setAutomine, mine, clearingHouse, lens, keeper, networkHelpers } = chain;
    // 4,000,000 USD: a fifth may go at first.
    const account = await open(alice, { cash: usd("260,000"), tokens: "2,000" });
    await setAutomine(false);
    const process = keeper();
    await process.line("caught-up");
    const sizeNow = async (): Promise<bigint> => (await clearingHouse.positionState(account, 0)).size;
    const opened = await sizeNow();

    await setPrice("ETH", "1,910");
    await mine();
    const bites: number[] = [];
    const left: bigint[] = [];
    for (let bite = 0; bite < 3; bite++) {
      const known = new Set(process.lines);
      await process.line("liquidation-sent", (line) => !bites.includes(Number(line["block"]) + 1));
      await mine();
      const { block } = await process.line("account-liquidated", (line) => !known.has(line));
      bites.push(Number(block));
      left.push(await sizeNow());
    }
    expect(bites.map((block) => block - (bites[0] ?? 0))).to.deep.equal([0, 1, 2]);
    expect(left[0]).to.equal((opened * 8n) / 10n);
    expect((left[1] ?? 0n) < (left[0] ?? 0n) && (left[2] ?? 0n) < (left[1] ?? 0n)).to.equal(true);

    const third = bites[2] ?? 0;
    await process.line("liquidation-sent", (line) => line["block"] === third);
    // A minute after the first bite all that is due goes, in the block that this makes.
    await networkHelpers.time.increase(60);
    await process.line("account-liquidated", (line) => line["block"] === third + 1);
    const [health] = await lens.healthOf([account]);
    expect(health?.liquidatable).to.equal(false);
    expect(await process.stop()).to.include({ reverted: 0, belowZero: 0, foundBySweep: 0 });
  });
});
