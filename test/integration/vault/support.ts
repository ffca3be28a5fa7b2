// SPDX-License-Identifier: MIT
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf, deployedFixture, protocolFixture } from "../../fixtures/protocol.ts";
import type { Connection } from "../../fixtures/protocol.ts";

export const HOUR = 3_600;

/** Older than the local feeds' heartbeat, younger than their greatest age for liquidations. */
export const STALE = HOUR + 300;
/** Older than that age. */
export const EXPIRED = HOUR + 900;

/** CashReason.Transfer. */
export const TRANSFER = 0n;

/** The largest amount that the vault takes at once. */
export const MAX_AMOUNT = 2n ** 88n - 1n;

/** The protocol at work, with the questions that these tests ask. */
export async function workingFixture(connection: Connection) {
  const working = await protocolFixture(connection);
  const { clearingHouse, token, vault, feeds } = working;
  const vaultAddress = await vault.getAddress();
  return {
    ...working,
    vaultAddress,
    cashOf: async (account: string): Promise<bigint> => (await clearingHouse.accountState(account)).cash,
    /** Tokens in a person's wallet, ready for the vault to pull. */
    approved: async (payer: HardhatEthersSigner, amount: bigint): Promise<void> => {
      await token.connect(payer).mint(payer.address, amount);
      await token.connect(payer).approve(vaultAddress, amount);
    },
    /** No round of any feed is a price from now on. */
    killFeeds: async (): Promise<void> => {
      for (const feed of [feeds.ETH, feeds.BTC]) await feed.updateAnswer(0n);
    },
  };
}

/** An empty protocol whose settlement token is another one. */
export async function tokenFixture(connection: Connection, settlementToken: string) {
  const deployed = await deployedFixture(connection, (parameters) => ({ ...parameters, settlementToken }));
  const { clearingHouse, vault, trader } = deployed;
  return {
    ...deployed,
    vaultAddress: await vault.getAddress(),
    account: accountOf(trader),
    cash: async (): Promise<bigint> => (await clearingHouse.accountState(accountOf(trader))).cash,
  };
}

type Working = Awaited<ReturnType<typeof workingFixture>>;

/** A long of `tokens` ETH on fresh prices, from an account of `money`, in a market without funding: exact to the unit. */
export async function longFixture(connection: Connection, money: string, tokens: string) {
  const working = await workingFixture(connection);
  const { clearingHouse, riskAdmin, trader, fund, trade, setPrices, sizeOf, parameters } = working;
  for (const { id, trade: parametersOfTrade } of parameters.markets) {
    await clearingHouse.connect(riskAdmin).setTradeParameters(id, { ...parametersOfTrade, maxFundingVelocity: 0n });
  }
  const account = await fund(trader, usd(money));
  await setPrices({});
  await trade(trader, "ETH", sizeOf("ETH", tokens));
  return { ...working, account };
}

/** Tokens in the vault less everything that anybody is owed, fees on their way included: P2's difference. */
export async function surplus(
  { lens }: Pick<Working, "lens">,
  owners: readonly HardhatEthersSigner[],
): Promise<bigint> {
  const accounts = owners.flatMap((owner) => [accountOf(owner), accountOf(owner, 1n)]);
  const { claims } = await lens.statementOf([...(await lens.systemAccounts()), ...accounts]);
  const { vaultBalance, insuranceOwed, treasuryOwed } = await lens.systemStatement();
  return vaultBalance - claims - insuranceOwed - treasuryOwed;
}
