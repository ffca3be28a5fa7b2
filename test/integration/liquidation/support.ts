// SPDX-License-Identifier: MIT
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { ContractTransactionResponse, Log } from "ethers";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import type { Asset } from "../../../deploy/parameters/schema.ts";
import { toSize } from "../../../scripts/lib/units/size.ts";
import type { Size } from "../../../scripts/lib/units/size.ts";
import type { IClearingHouse } from "../../../typechain/index.ts";
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

export interface ClosedPosition {
  readonly account: string;
  readonly market: bigint;
  readonly sizeClosed: Size;
  readonly markPrice: bigint;
  readonly roundId: bigint;
  readonly quote: bigint;
}

/** An account's receipt: what was closed stands before it in the logs. */
export interface Receipt {
  readonly account: string;
  readonly liquidator: string;
  readonly value: bigint;
  readonly margin: bigint;
  readonly penalty: bigint;
  readonly reward: bigint;
  readonly topUp: bigint;
  readonly cash: bigint;
  readonly closed: readonly ClosedPosition[];
}

/** At which price and round a call to `liquidate` closed longs or shorts of a market, from its logs. */
function pricesIn(clearingHouse: IClearingHouse, logs: readonly Log[]) {
  const prices = new Map<bigint, { readonly long: bigint; readonly short: bigint; readonly roundId: bigint }>();
  for (const log of logs) {
    const parsed = clearingHouse.interface.parseLog(log);
    const number = (name: string): bigint => BigInt(String(parsed?.args.getValue(name)));
    if (parsed?.name === "LiquidationPriced") {
      prices.set(number("market"), { long: number("high"), short: number("low"), roundId: number("roundId") });
    }
    if (parsed?.name === "PoolAccountUpdated" && !prices.has(number("market"))) {
      const mark = number("markPrice");
      prices.set(number("market"), { long: mark, short: mark, roundId: number("roundId") });
    }
  }
  return (market: bigint, long: boolean) => {
    const found = prices.get(market);
    if (found === undefined) throw new Error(`the call's logs tell no price of market ${market}`);
    return { markPrice: long ? found.long : found.short, roundId: found.roundId };
  };
}

/** The receipts of a call to `liquidate`, in the order of its logs. */
export async function receiptsOf(
  clearingHouse: IClearingHouse,
  response: ContractTransactionResponse,
): Promise<readonly Receipt[]> {
  const mined = await response.wait();
  const receipts: Receipt[] = [];
  const priceOf = pricesIn(clearingHouse, mined?.logs ?? []);
  let closed: ClosedPosition[] = [];
  for (const log of mined?.logs ?? []) {
    const parsed = clearingHouse.interface.parseLog(log);
    if (parsed === null) continue;
    const text = (name: string): string => String(parsed.args.getValue(name));
    const number = (name: string): bigint => BigInt(text(name));
    if (parsed.name === "PositionLiquidated") {
      closed.push({
        account: text("account"),
        market: number("market"),
        sizeClosed: toSize(number("sizeClosed")),
        ...priceOf(number("market"), number("sizeClosed") > 0n),
        quote: number("quote"),
      });
    }
    if (parsed.name !== "AccountLiquidated") continue;
    receipts.push({
      account: text("account"),
      liquidator: text("liquidator"),
      value: number("accountValue"),
      margin: number("maintenanceMargin"),
      penalty: number("penalty"),
      reward: number("reward"),
      topUp: number("rewardFromInsurance"),
      cash: number("cash"),
      closed,
    });
    closed = [];
  }
  return receipts;
}

/** The receipt of a call that liquidated one account. */
export async function receiptOf(
  clearingHouse: IClearingHouse,
  response: ContractTransactionResponse,
): Promise<Receipt> {
  const [only, ...others] = await receiptsOf(clearingHouse, response);
  if (only === undefined || others.length !== 0) throw new Error("not one account was liquidated");
  return only;
}
