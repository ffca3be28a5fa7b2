// SPDX-License-Identifier: MIT
// A small protocol with a token beside the settlement token, for a history in which everything happens.
import { network } from "hardhat";

import { answer, usd } from "../../../deploy/parameters/units.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { feedOf, FIRST_FEED, TERMS, WETH } from "../collateral/support.ts";
import { lossesFixture, SMALL } from "../losses/support.ts";

export const connection = await network.create();
export const { networkHelpers } = connection;

/** What all accounts together may owe against WETH. */
const DEBT_LIMIT = usd("150,000");

/** The protocol of the losses' tests with funding, and WETH at 2,000 USD. */
export async function worldFixture() {
  const { ethers } = connection;
  const losses = await lossesFixture(connection, { ...SMALL, funding: true });
  const { oracle, clearingHouse, governor, riskAdmin, vault } = losses;
  const weth = await ethers.deployContract("MintableToken", ["WETH", 18n]);
  const wethFeed = await ethers.deployContract("MockV3Aggregator", [8n, answer("2,000")]);
  await oracle.connect(governor).setFeed(FIRST_FEED + WETH, feedOf(await wethFeed.getAddress(), answer("2,000"), 9));
  await clearingHouse.connect(governor).listCollateral(WETH, await weth.getAddress(), TERMS);
  await clearingHouse.connect(riskAdmin).setDebtLimit(DEBT_LIMIT);
  return {
    ...losses,
    weth,
    random: createRandom("rebuilt from logs"),
    depositWeth: async (owner: typeof governor, account: string, amount: bigint): Promise<void> => {
      await weth.connect(owner).mint(owner.address, amount);
      await weth.connect(owner).approve(await vault.getAddress(), amount);
      await vault.connect(owner).depositCollateral(account, WETH, amount);
    },
    /** One round of WETH's feed, within its jump bound. */
    setWeth: async (price: string): Promise<void> => {
      await wethFeed.updateAnswer(answer(price));
      await oracle.recordPrice(FIRST_FEED + WETH);
    },
    /** Time passes, and every market has a round of now. */
    pass: async (seconds: number, prices: Parameters<typeof losses.setPrices>[0] = {}): Promise<void> => {
      await networkHelpers.time.increase(seconds);
      await losses.setPrices(prices);
    },
  };
}

export type World = Awaited<ReturnType<typeof worldFixture>>;
