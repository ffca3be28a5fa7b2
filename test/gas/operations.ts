// SPDX-License-Identifier: MIT
// What the budgets of docs/gas.md are about, as whole transactions: a plain ERC-20 with permit, Chainlink's real proxy over
// the mock aggregator, the market's storage as a second user meets it, the price moved since the last trade, the keeper's
// account funded.
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { ContractTransactionResponse } from "ethers";
import { MaxUint256, ZeroAddress } from "ethers";

import { usd } from "../../deploy/parameters/units.ts";
import { EACAggregatorProxy__factory } from "../../typechain/index.ts";
import { accountOf, protocolFixture } from "../fixtures/protocol.ts";
import type { Connection } from "../fixtures/protocol.ts";

/** The operations with a budget, in the order of the report. */
export const OPERATIONS = [
  "deposit, first",
  "deposit, again",
  "open",
  "increase",
  "reduce",
  "close",
  "withdraw with a position",
  "withdraw, flat",
  "liquidate one",
  "liquidate ten",
] as const;

export type Operation = (typeof OPERATIONS)[number];

export type GasReport = Readonly<Record<Operation, number>>;

const VICTIMS = 11;

/** An hour ahead, as wallets set it. */
const DEADLINE = 3_600n;

async function gasOf(sent: Promise<ContractTransactionResponse>): Promise<number> {
  const receipt = await (await sent).wait();
  if (receipt === null) throw new Error("the transaction was not mined");
  return Number(receipt.gasUsed);
}

/** Puts Chainlink's proxy in front of each aggregator, as on every live network. */
async function behindProxies(protocol: Awaited<ReturnType<typeof protocolFixture>>): Promise<void> {
  const { deployer, governor, oracle, feeds, marketIds } = protocol;
  for (const asset of ["ETH", "BTC"] as const) {
    const proxy = await new EACAggregatorProxy__factory(deployer).deploy(await feeds[asset].getAddress(), ZeroAddress);
    const { heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound } = await oracle.feedOf(
      marketIds[asset],
    );
    const limits = { heartbeat, maxLiquidationAge, sizeDecimals, lowerBound, upperBound, jumpBound };
    await oracle.connect(governor).setFeed(marketIds[asset], { feed: await proxy.getAddress(), ...limits });
  }
}

/** Gas of every operation, each in its own transaction. */
export async function measureGas(connection: Connection): Promise<GasReport> {
  const protocol = await protocolFixture(connection);
  const { clearingHouse, vault, token, fund, setPrice, sizeOf, trader, alice, bob, carol, keeper } = protocol;
  await behindProxies(protocol);

  const deposit = async (payer: HardhatEthersSigner, amount: bigint): Promise<number> => {
    await token.mint(payer.address, amount);
    // An allowance that is not used up stays one word, as wallets grant it.
    await token.connect(payer).approve(await vault.getAddress(), MaxUint256);
    return gasOf(vault.connect(payer).deposit(accountOf(payer), amount));
  };
  // A wallet's order: a worst price one per cent away, in 1e-16 money per unit of 1e-9 ETH, and a deadline in an hour.
  const order = async (who: HardhatEthersSigner, price: number, size: string): Promise<number> => {
    await setPrice("ETH", price.toString());
    const buys = !size.startsWith("-");
    const units = sizeOf("ETH", buys ? size : size.slice(1));
    return gasOf(
      clearingHouse.connect(who).trade({
        account: accountOf(who),
        market: protocol.marketIds.ETH,
        sizeDelta: buys ? units : -units,
        worstPrice: (BigInt(price) * 10n ** 13n * (buys ? 101n : 99n)) / 100n,
        deadline: BigInt(await connection.networkHelpers.time.latest()) + DEADLINE,
        reduceOnly: false,
      }),
    );
  };
  const withdraw = async (who: HardhatEthersSigner): Promise<number> =>
    gasOf(vault.connect(who).withdraw(accountOf(who), usd("1,000"), who.address));

  await deposit(alice, usd("100,000"));
  await order(alice, 2_000, "10");
  // Somebody else's tokens are in the vault already, and some stay in the payer's wallet.
  await token.mint(bob.address, usd("5"));
  const first = await deposit(bob, usd("100,000"));
  const again = await deposit(bob, usd("1,000"));
  const open = await order(bob, 2_001, "10");
  const increase = await order(bob, 2_002, "5");
  const reduce = await order(bob, 2_003, "-5");
  await setPrice("ETH", "2,004");
  const withdrawWithPosition = await withdraw(bob);
  const close = await order(bob, 2_005, "-10");
  const withdrawFlat = await withdraw(bob);

  await setPrice("ETH", "2,000");
  await fund(keeper, usd("1"));
  await fund(carol, usd("1"));
  const victims: string[] = [];
  for (let number = 1n; number <= BigInt(VICTIMS); number++) {
    const account = await fund(trader, usd("2,200"), number);
    victims.push(account);
    await clearingHouse.connect(trader).trade({
      account,
      market: protocol.marketIds.ETH,
      sizeDelta: sizeOf("ETH", "20"),
      worstPrice: 2n ** 80n - 1n,
      deadline: MaxUint256,
      reduceOnly: false,
    });
  }
  const liquidate = async (price: string, accounts: readonly string[]): Promise<number> => {
    await setPrice("ETH", price);
    return gasOf(clearingHouse.connect(keeper).liquidate([...accounts], accountOf(keeper)));
  };
  const one = await liquidate("1,935", victims.slice(0, 1));
  const ten = await liquidate("1,934", victims.slice(1));

  return {
    "deposit, first": first,
    "deposit, again": again,
    open,
    increase,
    reduce,
    close,
    "withdraw with a position": withdrawWithPosition,
    "withdraw, flat": withdrawFlat,
    "liquidate one": one,
    "liquidate ten": ten,
  };
}
