// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { OWN_CALL } from "./signatures.ts";
import { Permission, tradingFixture } from "./trading.ts";
import type { TradingFixture } from "./trading.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("batches", () => {
  async function funded() {
    const fixture = await tradingFixture(connection);
    await fixture.fund(fixture.alice, usd("100,000"));
    await fixture.fund(fixture.bob, usd("100,000"));
    return fixture;
  }

  const tradeCall = (
    { clearingHouse, order, alice }: TradingFixture,
    asset: "ETH" | "BTC",
    sizeDelta: bigint,
  ): string => clearingHouse.interface.encodeFunctionData("trade", [order(alice, asset, sizeDelta)]);

  it("do several calls as the caller, in order, and answer each", async () => {
    const fixture = await networkHelpers.loadFixture(funded);
    const { clearingHouse, alice, bob, sizeAt, sizeOf, cashOf } = fixture;
    const account = accountOf(alice);
    const second = accountOf(alice, 1n);
    const calls = [
      tradeCall(fixture, "ETH", sizeOf("ETH", "10")),
      tradeCall(fixture, "BTC", -sizeOf("BTC", "1")),
      clearingHouse.interface.encodeFunctionData("setOperator", [account, bob.address, Permission.Trade, 99n]),
      clearingHouse.interface.encodeFunctionData("transferCash", [account, second, usd("1,000")]),
      tradeCall(fixture, "ETH", -sizeOf("ETH", "10")),
      // A module's function goes the same way.
      clearingHouse.interface.encodeFunctionData("sweepFees", [fixture.marketIds.ETH]),
    ];
    const answers = await clearingHouse.connect(alice).multicall.staticCall(calls);
    expect(answers).to.have.length(calls.length);
    expect(clearingHouse.interface.decodeFunctionResult("trade", answers[0] ?? "0x")).to.have.length(1);
    await clearingHouse.connect(alice).multicall(calls);
    expect([await sizeAt(account, "ETH"), await sizeAt(account, "BTC")]).to.deep.equal([0n, -sizeOf("BTC", "1")]);
    expect(await cashOf(second)).to.equal(usd("1,000"));
    expect(await clearingHouse.operatorState(account, bob.address)).to.deep.equal([Permission.Trade, 99n, OWN_CALL]);
    const pool = await clearingHouse.poolMarketAccount(fixture.marketIds.ETH);
    expect((await clearingHouse.accountState(pool)).insuranceOwed).to.equal(0n);
  });

  it("fail as a whole with the error of the call that failed", async () => {
    const fixture = await networkHelpers.loadFixture(funded);
    const { clearingHouse, alice, sizeAt, sizeOf } = fixture;
    const calls = [tradeCall(fixture, "ETH", sizeOf("ETH", "10")), tradeCall(fixture, "ETH", 0n)];
    await expect(clearingHouse.connect(alice).multicall(calls))
      .to.be.revertedWithCustomError(clearingHouse, "ZeroSize")
      .withArgs();
    expect(await sizeAt(accountOf(alice), "ETH")).to.equal(0n);
  });

  it("give nobody a right that the caller does not have", async () => {
    const fixture = await networkHelpers.loadFixture(funded);
    const { clearingHouse, alice, bob, sizeOf } = fixture;
    await expect(clearingHouse.connect(bob).multicall([tradeCall(fixture, "ETH", sizeOf("ETH", "10"))]))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(accountOf(alice), bob.address);
    const nested = clearingHouse.interface.encodeFunctionData("multicall", [
      [tradeCall(fixture, "ETH", sizeOf("ETH", "10"))],
    ]);
    await expect(clearingHouse.connect(bob).multicall([nested]))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(accountOf(alice), bob.address);
  });

  it("of nothing do nothing", async () => {
    const { clearingHouse, alice } = await networkHelpers.loadFixture(funded);
    expect(await clearingHouse.connect(alice).multicall.staticCall([])).to.deep.equal([]);
  });
});
