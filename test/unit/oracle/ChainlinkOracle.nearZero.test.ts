// SPDX-License-Identifier: MIT
// ATTACKS A16: an asset that really goes to nothing. Its feed's last prices are below the hard bound, so the market keeps
// its last accepted price and the time since when it is not usable, from which it is settled.
import { expect } from "chai";
import { network } from "hardhat";

import { PriceValidity } from "../../fixtures/validity.ts";
import { ANSWER, LOWER_BOUND, MARKET, oneMarket, priceOf } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

describe("ChainlinkOracle near zero", () => {
  const fixture = async () => oneMarket(ethers, networkHelpers);

  it("is Valid down to the bound, then Invalid at the last accepted price, to one tick and to 0 (A16)", async () => {
    const { oracle, rounds, record, validity } = await networkHelpers.loadFixture(fixture);
    let lowest = ANSWER;
    for (let price = ANSWER; price > LOWER_BOUND + LOWER_BOUND / 1_000n; price = (price * 85n) / 100n) {
      lowest = price;
      await rounds.publish(price);
      expect(await validity()).to.equal(PriceValidity.Valid);
      await record();
    }
    await rounds.publish(LOWER_BOUND);
    const since = await record();
    for (const price of [1n, 0n]) {
      await networkHelpers.time.increase(60n);
      await rounds.publish(price);
      await record();
      const reading = await oracle.readPrice(MARKET);
      expect([reading.validity, reading.mark]).to.deep.equal([PriceValidity.Invalid, priceOf(lowest)]);
      expect(await oracle.unusableSince(MARKET)).to.equal(since);
    }
  });
});
