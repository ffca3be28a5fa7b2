// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { percent } from "../../../deploy/parameters/units.ts";
import { governedCall } from "../../../scripts/lib/deployment/governed.ts";
import { deployedFixture } from "../../fixtures/protocol.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const ETH = 0n;
const TWO_DAYS = 48 * 3_600;

describe("ConfigModule where governance waits", () => {
  /** As on a live network: the governor waits two days, the risk admin not at all. */
  async function live() {
    const fixture = await deployedFixture(connection, (parameters) => ({
      ...parameters,
      looseningDelay: TWO_DAYS,
      roles: { ...parameters.roles, governor: { ...parameters.roles.governor, delay: TWO_DAYS } },
    }));
    const [eth] = fixture.parameters.markets;
    if (eth === undefined) throw new Error("the fixture lists no market");
    const { clearingHouse } = fixture;
    const setFee = (fee: string) => ({
      target: clearingHouse,
      functionName: "setTradeParameters",
      args: [ETH, { ...eth.trade, takerFee: percent(fee) }],
    });
    return { ...fixture, eth, setFee };
  }

  it("P9: the risk admin tightens at once", async () => {
    const { clearingHouse, accessManager, riskAdmin, setFee } = await networkHelpers.loadFixture(live);
    expect(await governedCall(accessManager, riskAdmin, setFee("0.06"))).to.deep.equal({ kind: "done" });
    expect((await clearingHouse.marketState(ETH)).trade.takerFee).to.equal(percent("0.06"));
  });

  it("P9: the risk admin does not loosen: LooseningNotDelayed", async () => {
    const { clearingHouse, config, riskAdmin, eth } = await networkHelpers.loadFixture(live);
    const risk = clearingHouse.connect(riskAdmin);
    const loosenings = [
      risk.setTradeParameters(ETH, { ...eth.trade, minSize: eth.trade.minSize - 1n }),
      risk.setTiers(ETH, { ...eth.tiers, withdrawFloor: percent("9") }),
      risk.setLiquidationParameters(ETH, eth.liquidation),
    ];
    for (const loosening of loosenings) {
      await expect(loosening)
        .to.be.revertedWithCustomError(config, "LooseningNotDelayed")
        .withArgs(riskAdmin.address, 0n, BigInt(TWO_DAYS));
    }
  });

  it("P9: the governor loosens what it announced two days before, and not a second earlier", async () => {
    const { clearingHouse, accessManager, governor, riskAdmin, setFee, setPrices } =
      await networkHelpers.loadFixture(live);
    await governedCall(accessManager, riskAdmin, setFee("0.06"));
    const loosen = setFee("0.05");
    const announced = await governedCall(accessManager, governor, loosen);
    const readyAt = BigInt(await networkHelpers.time.latest()) + BigInt(TWO_DAYS);
    expect(announced).to.deep.equal({ kind: "scheduled", readyAt });
    await networkHelpers.time.increaseTo(readyAt - 300n);
    await setPrices({});
    await networkHelpers.time.increaseTo(readyAt - 1n);
    expect(await governedCall(accessManager, governor, loosen)).to.deep.equal({ kind: "waiting", readyAt });
    await networkHelpers.time.increaseTo(readyAt);
    expect(await governedCall(accessManager, governor, loosen)).to.deep.equal({ kind: "done" });
    expect((await clearingHouse.marketState(ETH)).trade.takerFee).to.equal(percent("0.05"));
  });

  it("an announced loosening that goes through the manager is refused: whose right it is cannot be seen", async () => {
    const { clearingHouse, config, accessManager, governor, eth } = await networkHelpers.loadFixture(live);
    const target = await clearingHouse.getAddress();
    const trade = { ...eth.trade, minSize: eth.trade.minSize - 1n };
    const data = clearingHouse.interface.encodeFunctionData("setTradeParameters", [ETH, trade]);
    await accessManager.connect(governor).schedule(target, data, 0n);
    await networkHelpers.time.increase(TWO_DAYS);
    await expect(accessManager.connect(governor).execute(target, data))
      .to.be.revertedWithCustomError(config, "LooseningNotDelayed")
      .withArgs(await accessManager.getAddress(), 0n, BigInt(TWO_DAYS));
  });

  it("the guardian vetoes what was announced", async () => {
    const { clearingHouse, accessManager, governor, guardian, setFee, eth } = await networkHelpers.loadFixture(live);
    await governedCall(accessManager, governor, setFee("0.07"));
    const trade = { ...eth.trade, takerFee: percent("0.07") };
    const data = clearingHouse.interface.encodeFunctionData("setTradeParameters", [ETH, trade]);
    const target = await clearingHouse.getAddress();
    await accessManager.connect(guardian).cancel(governor.address, target, data);
    await networkHelpers.time.increase(TWO_DAYS);
    await expect(governor.sendTransaction({ to: target, data })).to.be.revertedWithCustomError(
      accessManager,
      "AccessManagerNotScheduled",
    );
  });

  it("the guardian restricts at once, and only the governor opens again, two days later", async () => {
    const { clearingHouse, config, guardian, governor } = await networkHelpers.loadFixture(live);
    await clearingHouse.connect(guardian).restrictMarket(ETH);
    await expect(clearingHouse.connect(guardian).openMarket(ETH))
      .to.be.revertedWithCustomError(config, "AccessManagedUnauthorized")
      .withArgs(guardian.address);
    await expect(clearingHouse.connect(governor).openMarket(ETH)).to.be.revert(connection.ethers);
  });

  it("governedCall refuses who holds no role", async () => {
    const { accessManager, trader, setFee } = await networkHelpers.loadFixture(live);
    const error = await governedCall(accessManager, trader, setFee("0.06")).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.include({ name: "NotPermittedError", caller: trader.address });
  });
});
