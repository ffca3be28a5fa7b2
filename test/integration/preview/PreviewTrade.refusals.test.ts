// SPDX-License-Identifier: MIT
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";

import { usd } from "../../../deploy/parameters/units.ts";
import type { OrderStruct as Order } from "../../../typechain/contracts/interfaces/IClearingHouse.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { errorName, revertDataOf } from "../security/doors.ts";
import { ethers, fixNextSecond, networkHelpers, previewFixture } from "./support.ts";

describe("previewTrade of an order that would be refused (P8)", () => {
  async function openFixture() {
    const fixture = await previewFixture();
    const { alice, fund, send, sizeOf } = fixture;
    await fund(alice, usd("20,000"));
    await send(alice, "ETH", sizeOf("ETH", "10"));
    return fixture;
  }

  type Fixture = Awaited<ReturnType<typeof openFixture>>;

  /** What preview and trade revert with, by the same caller in the same state. */
  async function bothMeet({ clearingHouse }: Fixture, caller: HardhatEthersSigner, order: Order) {
    await fixNextSecond();
    const to = await clearingHouse.getAddress();
    const meets = async (data: string): Promise<string> => {
      return ethers.provider.call({ from: caller.address, to, data, blockTag: "pending" }).then(
        () => "succeeds",
        (reason: unknown) => revertDataOf(reason),
      );
    };
    return {
      preview: await meets(clearingHouse.interface.encodeFunctionData("previewTrade", [order])),
      trade: await meets(clearingHouse.interface.encodeFunctionData("trade", [order])),
    };
  }

  /** Each error of the trade path, met with its arguments. */
  const refusals: readonly {
    readonly error: string;
    readonly tokens: string;
    readonly options?: (fixture: Fixture) => Partial<Order>;
    readonly by?: (fixture: Fixture) => HardhatEthersSigner;
    readonly first?: (fixture: Fixture) => Promise<unknown>;
  }[] = [
    { error: "NotAuthorized", tokens: "1", by: ({ stranger }) => stranger },
    { error: "DeadlinePassed", tokens: "1", options: () => ({ deadline: 1n }) },
    { error: "ZeroSize", tokens: "0" },
    { error: "UnknownMarket", tokens: "1", options: () => ({ market: 63n }) },
    { error: "NotAReduction", tokens: "1", options: () => ({ reduceOnly: true }) },
    { error: "PriceLimitExceeded", tokens: "1", options: () => ({ worstPrice: 1n }) },
    { error: "InsufficientMargin", tokens: "500" },
    {
      error: "MarketReduceOnly",
      tokens: "1",
      first: async ({ clearingHouse, guardian, marketIds }) =>
        clearingHouse.connect(guardian).restrictMarket(marketIds.ETH),
    },
    { error: "PriceNotUsable", tokens: "1", first: async ({ feeds }) => feeds.ETH.updateAnswer(0n) },
    { error: "OpenInterestCapExceeded", tokens: "1000000" },
    { error: "SkewCapExceeded", tokens: "20000" },
  ];

  for (const { error, tokens, options, by, first } of refusals) {
    it(`reverts with the very ${error} that the trade meets, its arguments included`, async () => {
      const fixture = await networkHelpers.loadFixture(openFixture);
      const { clearingHouse, alice, order, sizeOf } = fixture;
      await first?.(fixture);
      const wanted = order(alice, "ETH", sizeOf("ETH", tokens), options?.(fixture) ?? {});
      const { preview, trade } = await bothMeet(fixture, by?.(fixture) ?? alice, wanted);
      expect(errorName(trade, [clearingHouse])).to.equal(error);
      expect(preview).to.equal(trade);
    });
  }

  it("leaves nothing behind when it is sent as a transaction: no log, no state, no lock", async () => {
    const fixture = await networkHelpers.loadFixture(openFixture);
    const { clearingHouse, alice, order, sizeOf, marketIds } = fixture;
    const ids = [accountOf(alice), await clearingHouse.poolMarketAccount(marketIds.ETH)];
    const state = async () => [
      await clearingHouse.packedStates(ids),
      (await clearingHouse.marketState(marketIds.ETH)).state,
    ];
    const before = await state();
    const wanted = order(alice, "ETH", sizeOf("ETH", "1"));
    for (const sent of [
      await clearingHouse.connect(alice).previewTrade(wanted),
      await clearingHouse.explainLiquidation(accountOf(alice)),
    ]) {
      const receipt = await sent.wait();
      expect([receipt?.status, receipt?.logs]).to.deep.equal([1, []]);
    }
    expect(await state()).to.deep.equal(before);
    expect(await clearingHouse.locked()).to.equal(false);
  });

  it("has frames that the clearing house does not know and that always revert in the module", async () => {
    const fixture = await networkHelpers.loadFixture(openFixture);
    const { clearingHouse, alice, order, sizeOf } = fixture;
    const [authority, oracle] = [await fixture.accessManager.getAddress(), await fixture.oracle.getAddress()];
    const liquidation = await ethers.deployContract("LiquidationModule", [authority, oracle]);
    const module = await ethers.deployContract("PreviewModule", [authority, oracle, await liquidation.getAddress()]);
    const frames = [
      module.interface.encodeFunctionData("simulateTrade", [order(alice, "ETH", sizeOf("ETH", "1"))]),
      module.interface.encodeFunctionData("simulateLiquidation", [accountOf(alice)]),
      liquidation.interface.encodeFunctionData("liquidateAndTell", [[accountOf(alice)]]),
    ];
    for (const data of frames) {
      for (const target of [clearingHouse, module, liquidation]) {
        await expect(alice.sendTransaction({ to: await target.getAddress(), data })).to.revert(ethers);
      }
    }
  });
});
