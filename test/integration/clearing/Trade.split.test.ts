// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { AbiCoder } from "ethers";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { orderOf, tradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** Sub-accounts that an order is split over. */
const ACCOUNTS = 4;
const CASES = 8;

const FILL = ["int256", "int256", "int256", "int256", "int256"];

describe("splitting an order (A26)", () => {
  async function funded() {
    const fixture = await tradingFixture(connection);
    for (let number = 0; number <= ACCOUNTS; number++) {
      await fixture.fund(fixture.alice, usd("5,000,000"), BigInt(number));
    }
    return fixture;
  }

  it("over orders and accounts costs the same to within a unit per part, and never less", async () => {
    const { alice, clearingHouse, marketIds, termsOf } = await networkHelpers.loadFixture(funded);
    const random = createRandom("splits");
    const least = termsOf("ETH").trade.minSize;
    for (let number = 0; number < CASES; number++) {
      const side = random.chance(1, 2) ? 1n : -1n;
      const parts = Array.from({ length: ACCOUNTS }, () => side * random.logUniform(least, 1_000n * least));
      const total = parts.reduce((sum, part) => sum + part, 0n);
      const whole = await clearingHouse
        .connect(alice)
        .trade.staticCall(orderOf(accountOf(alice), marketIds.ETH, total));
      const calls = parts.map((part, index) =>
        clearingHouse.interface.encodeFunctionData("trade", [
          orderOf(accountOf(alice, BigInt(index + 1)), marketIds.ETH, part),
        ]),
      );
      const answers = await clearingHouse.connect(alice).multicall.staticCall(calls);
      let quote = 0n;
      let fee = 0n;
      for (const answer of answers) {
        // The words of a Fill: quote and fee stand behind the size.
        const [, paid = 0n, charged = 0n] = AbiCoder.defaultAbiCoder().decode(FILL, answer).map(BigInt);
        quote += paid;
        fee += charged;
      }
      expect(quote - whole.quote).to.be.within(0n, BigInt(ACCOUNTS - 1));
      expect(fee - whole.fee).to.be.within(0n, BigInt(ACCOUNTS));
    }
  });

  it("a round trip at one price costs exactly spread and fees, whoever holds the skew before it", async () => {
    const { alice, bob, fund, send, cashOf, sizeOf } = await networkHelpers.loadFixture(funded);
    await fund(bob, usd("5,000,000"));
    await send(bob, "ETH", -sizeOf("ETH", "1,234"));
    const before = await cashOf(accountOf(alice));
    const buy = await send(alice, "ETH", sizeOf("ETH", "100"));
    const sale = await send(alice, "ETH", -sizeOf("ETH", "100"));
    await Promise.all([buy.wait(), sale.wait()]);
    const spent = before - (await cashOf(accountOf(alice)));
    // 100 of spread each way, 0.05 % of 200,000 less a premium of 0.04 % each way; funding of one second on top.
    expect(spent).to.be.within(usd("399.9"), usd("400"));
  });
});
