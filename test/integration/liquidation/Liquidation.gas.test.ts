// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { answer, decimal, usd } from "../../../deploy/parameters/units.ts";
import { protocolFixture } from "../../fixtures/protocol.ts";
import { listExtraMarket } from "./markets.ts";
import type { ExtraMarket } from "./markets.ts";
import { receiptOf } from "./receipts.ts";
import { liquidationHelpers } from "./support.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** MarketId.sol's MAX_MARKETS_PER_ACCOUNT. */
const MAX_MARKETS = 16;

/** The most gas that one transaction may have (EIP-7825). */
const TRANSACTION_GAS = 16_777_216n;

const FIRST_EXTRA = 2;

describe("liquidate: an account with as many markets as it may have", () => {
  async function manyMarketsFixture() {
    const protocol = await protocolFixture(connection);
    const helpers = liquidationHelpers(connection, protocol);
    const { clearingHouse, alice, setPrices } = protocol;
    const extra: ExtraMarket[] = [];
    for (let id = FIRST_EXTRA; id < MAX_MARKETS; id++) extra.push(await listExtraMarket(connection, protocol, id));
    await setPrices({});
    const account = await helpers.open(alice, { cash: usd("1,800"), tokens: "1" });
    await helpers.order(alice, account, "BTC", "0.05");
    for (const { id } of extra) {
      await clearingHouse.connect(alice).trade({
        account,
        market: id,
        sizeDelta: decimal("20", 8),
        worstPrice: 2n ** 80n - 1n,
        deadline: MaxUint256,
        reduceOnly: false,
      });
    }
    const crash = async (price: string, eth: string, btc: string): Promise<void> => {
      // Round by round within the jump bound, so that it is believed at once.
      for (const { aggregator } of extra) {
        for (const step of ["96", "92", "88.5", "85", "81", price]) {
          if (answer(step) >= answer(price)) await aggregator.updateAnswer(answer(step));
        }
      }
      await setPrices({ ETH: eth, BTC: btc });
    };
    return { ...protocol, ...helpers, account, crash };
  }

  it("closes all sixteen, one after the other, within half of a transaction's gas (A48)", async () => {
    const { clearingHouse, liquidator, account, crash, liquidate, insuranceCash } =
      await networkHelpers.loadFixture(manyMarketsFixture);
    // A little value is left: the target is looked for anew after every market.
    await crash("94.6", "1,892", "37,840");
    const before = await insuranceCash();
    const response = await liquidate(liquidator, [account]);
    const receipt = await receiptOf(clearingHouse, response);
    expect(receipt.value > 0n).to.equal(true);
    expect(receipt.closed).to.have.length(MAX_MARKETS);
    expect((await response.wait())?.gasUsed ?? TRANSACTION_GAS).to.be.lessThan(TRANSACTION_GAS / 2n);
    expect(await insuranceCash()).to.equal(before - receipt.topUp);
  });

  it("and so below zero", async () => {
    const { clearingHouse, liquidator, account, crash, liquidate } =
      await networkHelpers.loadFixture(manyMarketsFixture);
    await crash("80", "1,600", "32,000");
    const response = await liquidate(liquidator, [account]);
    const receipt = await receiptOf(clearingHouse, response);
    expect(receipt.closed).to.have.length(MAX_MARKETS);
    expect([receipt.value < 0n, receipt.cash]).to.deep.equal([true, 0n]);
    expect((await response.wait())?.gasUsed ?? TRANSACTION_GAS).to.be.lessThan(TRANSACTION_GAS / 2n);
  });
});
