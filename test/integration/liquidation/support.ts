// SPDX-License-Identifier: MIT
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { ContractTransactionResponse } from "ethers";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import type { Asset } from "../../../deploy/parameters/schema.ts";
import { accountOf, protocolFixture } from "../../fixtures/protocol.ts";
import type { Connection } from "../../fixtures/protocol.ts";
import { stateOf } from "./state.ts";

/** One chain for all files of this folder: the protocol is deployed once and each test starts from its snapshot. */
export const connection = await network.create();
export const { ethers, networkHelpers } = connection;

const HIGHEST_PRICE = 2n ** 80n - 1n;

export interface Opening {
  readonly cash: bigint;
  readonly asset?: Asset;
  /** "10" long, "-10" short. */
  readonly tokens: string;
  readonly subAccount?: bigint;
}

/** The open protocol with what tests of liquidation do to it. */
export async function liquidationFixture() {
  const protocol = await protocolFixture(connection);
  return { ...protocol, ...liquidationHelpers(connection, protocol) };
}

export type Protocol = Awaited<ReturnType<typeof protocolFixture>>;

export function liquidationHelpers({ networkHelpers, ethers }: Connection, protocol: Protocol) {
  const { clearingHouse, fund, sizeOf, marketIds } = protocol;

  const order = async (trader: HardhatEthersSigner, account: string, asset: Asset, tokens: string): Promise<void> => {
    const sells = tokens.startsWith("-");
    const size = sizeOf(asset, tokens.replace("-", ""));
    await clearingHouse.connect(trader).trade({
      account,
      market: marketIds[asset],
      sizeDelta: sells ? -size : size,
      worstPrice: sells ? 0n : HIGHEST_PRICE,
      deadline: MaxUint256,
      reduceOnly: false,
    });
  };

  return {
    order,
    /** Funds the account and opens a position in it. */
    open: async (
      trader: HardhatEthersSigner,
      { cash, tokens, asset = "ETH", subAccount = 0n }: Opening,
    ): Promise<string> => {
      const account = await fund(trader, cash, subAccount);
      await order(trader, account, asset, tokens);
      return account;
    },
    liquidate: async (
      caller: HardhatEthersSigner,
      accounts: readonly string[],
      beneficiary: string = accountOf(caller),
    ): Promise<ContractTransactionResponse> => clearingHouse.connect(caller).liquidate([...accounts], beneficiary),
    cashOf: async (account: string): Promise<bigint> => (await clearingHouse.accountState(account)).cash,
    insuranceCash: async (): Promise<bigint> =>
      (await clearingHouse.accountState(await clearingHouse.insuranceAccount())).cash,
    /** Insurance's cash with what ETH owed it: a deficit finds both. */
    sweptInsurance: async (): Promise<bigint> => {
      await clearingHouse.sweepFees(marketIds.ETH);
      return (await clearingHouse.accountState(await clearingHouse.insuranceAccount())).cash;
    },
    /** The account at the second of the next transaction, which this fixes. */
    stateAtNext: async (account: string) => {
      const timestamp = (await networkHelpers.time.latest()) + 1;
      await networkHelpers.time.setNextBlockTimestamp(timestamp);
      return stateOf(protocol, account, BigInt(timestamp));
    },
    /** The account as the last block left it. */
    stateNow: async (account: string) =>
      stateOf(protocol, account, BigInt((await ethers.provider.getBlock("latest"))?.timestamp ?? 0)),
  };
}
