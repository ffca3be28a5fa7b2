// SPDX-License-Identifier: MIT
// Feeds of tokens that are priced but not traded: collateral from number 64, the settlement token 72.
import { expect } from "chai";
import { network } from "hardhat";

import { answer, unitPrice } from "../../../deploy/parameters/units.ts";
import { PriceValidity } from "../../fixtures/validity.ts";
import { bareOracle, feedParameters, JUMP_HOLD, Mode, roundAt } from "./support.ts";

const { ethers, networkHelpers } = await network.create();

const COLLATERAL = 64n;
const SETTLEMENT_TOKEN = 72n;
const LAST = 255n;

/** USDC: a unit of 1e-6 token, so a dollar is 1e16. */
const USDC_DECIMALS = 6;
const DOLLAR = 10n ** 16n;

describe("ChainlinkOracle: tokens", () => {
  async function fixture() {
    const { oracle } = await bareOracle(ethers);
    const feed = await ethers.deployContract("FaultyFeed", [8n]);
    const setAnswer = async (text: string, roundId: bigint): Promise<void> => {
      await feed.setRound(roundAt(BigInt(await networkHelpers.time.latest()), answer(text), roundId));
    };
    await setAnswer("1", 1n);
    const bounds = { lowerBound: DOLLAR / 10n, upperBound: 10n * DOLLAR, jumpBound: 50_000n };
    const parameters = { ...feedParameters(await feed.getAddress()), ...bounds, sizeDecimals: BigInt(USDC_DECIMALS) };
    for (const token of [COLLATERAL, SETTLEMENT_TOKEN, LAST]) await oracle.setFeed(token, parameters);
    return { oracle, feed, parameters, setAnswer };
  }

  it("every number has a feed of its own, and is read and recorded as a market's", async () => {
    const { oracle, setAnswer } = await networkHelpers.loadFixture(fixture);
    await setAnswer("0.97", 2n);
    await oracle.recordPrice(SETTLEMENT_TOKEN);
    expect(await oracle.acceptedPrice(SETTLEMENT_TOKEN)).to.equal(unitPrice(answer("0.97"), USDC_DECIMALS));
    for (const token of [COLLATERAL, LAST]) {
      expect(await oracle.acceptedPrice(token)).to.equal(DOLLAR);
      const { mark, validity } = await oracle.readPrice(token);
      expect([mark, validity]).to.deep.equal([unitPrice(answer("0.97"), USDC_DECIMALS), PriceValidity.Valid]);
    }
  });

  it("jumps, failures and their ends are a token's as they are a market's", async () => {
    const { oracle, feed, setAnswer } = await networkHelpers.loadFixture(fixture);
    await setAnswer("0.9", 2n);
    expect((await oracle.readPrice(COLLATERAL)).validity).to.equal(PriceValidity.Jumped);
    await networkHelpers.time.increase(JUMP_HOLD);
    expect((await oracle.readPrice(COLLATERAL)).validity).to.equal(PriceValidity.Settling);
    await feed.setModes(Mode.BurnGas, Mode.Answer);
    expect((await oracle.readPrice(COLLATERAL)).validity).to.equal(PriceValidity.Invalid);
  });
});
