// SPDX-License-Identifier: MIT
// A small protocol whose pool and insurance a test can exhaust, and what must hold of its ledger after every block.
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";

import { CLOSE_FEED, marketParameters } from "../../../deploy/parameters/markets.ts";
import type { Asset, MarketParameters, ProtocolParameters } from "../../../deploy/parameters/schema.ts";
import { usd } from "../../../deploy/parameters/units.ts";
import { marketIdOf } from "../../../scripts/lib/deployment/contracts.ts";
import { openMarkets } from "../../../scripts/lib/deployment/openMarkets.ts";
import { accountOf, deployedFixture, seedPool } from "../../fixtures/protocol.ts";
import { ANY_PRICE, orderOf } from "../clearing/trading.ts";
import { liquidationHelpers } from "../liquidation/support.ts";

export const ASSETS: readonly Asset[] = ["ETH", "BTC"];

/** Where the owner's money waits before it is spread over sub-accounts. */
const PURSE = 1_000_000n;

/** What a market begins with, in USD. */
export interface Scale {
  /** Largest notional of the pool's inventory. */
  readonly netCap: string;
  readonly commitment: string;
  readonly insuranceBudget: string;
  /** Funding is left out where sums must be exact. */
  readonly funding: boolean;
}

export const SMALL: Scale = { netCap: "1,000,000", commitment: "100,000", insuranceBudget: "2,000", funding: false };

/** An account and what it opens, tokens by asset: "10" long, "-10" short. */
export interface Seat {
  readonly owner: HardhatEthersSigner;
  readonly subAccount?: bigint;
  readonly cash: string;
  readonly legs?: Partial<Record<Asset, string>>;
}

function scaled(market: MarketParameters, { netCap, commitment, insuranceBudget, funding }: Scale): MarketParameters {
  const { feed, tiers } = market;
  const parameters = marketParameters({
    id: market.id,
    asset: market.asset,
    feedAddress: feed.address,
    referenceAnswer: feed.initialAnswer,
    sizeDecimals: feed.sizeDecimals,
    heartbeat: feed.heartbeat,
    rates: CLOSE_FEED,
    maxFundingRatePerSecond: tiers.maxFundingRatePerSecond,
    netCap: usd(netCap),
    commitment: usd(commitment),
    insuranceBudget: usd(insuranceBudget),
  });
  return funding ? parameters : { ...parameters, trade: { ...parameters.trade, maxFundingVelocity: 0n } };
}

/** A chain of its own for a file. */
export const newConnection = async () => network.create();
export type Connection = Awaited<ReturnType<typeof newConnection>>;

/** The same for crowds: gas is not estimated, which would run every transaction several times over. */
export const unestimatedConnection = async () => network.create({ override: { gas: 16_000_000n } });

/** ETH at 2,000 and BTC at 40,000 USD, open, at the scale given; 10,000,000 in the pool, 100,000 in insurance. */
export async function lossesFixture(connection: Connection, scale: Scale = SMALL) {
  const base = await smallProtocol(connection, scale);
  return { ...base, ...liquidationHelpers(connection, base), ...lossesHelpers(base) };
}

export type Losses = Awaited<ReturnType<typeof lossesFixture>>;
type Base = Awaited<ReturnType<typeof smallProtocol>>;

async function smallProtocol(connection: Connection, scale: Scale) {
  const shrink = (parameters: ProtocolParameters): ProtocolParameters => ({
    ...parameters,
    markets: parameters.markets.map((market) => scaled(market, scale)),
  });
  const deployed = await deployedFixture(connection, shrink);
  await seedPool(connection, deployed);
  await openMarkets(deployed, deployed.parameters, deployed);
  const { parameters } = deployed;
  const marketIds = { ETH: marketIdOf(parameters, "ETH"), BTC: marketIdOf(parameters, "BTC") };
  const protocol = { ...deployed, marketIds };
  const { clearingHouse } = deployed;
  const poolOf = { ETH: await clearingHouse.poolMarketAccount(0n), BTC: await clearingHouse.poolMarketAccount(1n) };
  const system = [
    await clearingHouse.insuranceAccount(),
    await clearingHouse.treasuryAccount(),
    await clearingHouse.poolAccount(),
    await clearingHouse.poolEscrowAccount(),
    poolOf.ETH,
    poolOf.BTC,
  ];
  return { ...protocol, poolOf, system };
}

function lossesHelpers({
  clearingHouse,
  fund,
  sizeOf,
  marketIds,
  lens,
  poolOf,
  system,
  riskAdmin,
  deployer,
  oracle,
}: Base) {
  const signed = (asset: Asset, tokens: string): bigint => {
    const size = sizeOf(asset, tokens.replace("-", ""));
    return tokens.startsWith("-") ? -size : size;
  };

  /** All seats of one owner in one transaction: money first, then each leg in the order of the seats. */
  async function seatOwner(owner: HardhatEthersSigner, seats: readonly Seat[]): Promise<void> {
    const total = seats.reduce((sum, { cash }) => sum + usd(cash), 0n);
    const purse = await fund(owner, total, PURSE);
    const calls = seats.map(({ subAccount = 0n, cash }) =>
      clearingHouse.interface.encodeFunctionData("transferCash", [purse, accountOf(owner, subAccount), usd(cash)]),
    );
    for (const { subAccount = 0n, legs = {} } of seats) {
      for (const asset of ASSETS) {
        const tokens = legs[asset];
        if (tokens === undefined) continue;
        const order = orderOf(accountOf(owner, subAccount), BigInt(marketIds[asset]), signed(asset, tokens));
        calls.push(clearingHouse.interface.encodeFunctionData("trade", [order]));
      }
    }
    await clearingHouse.connect(owner).multicall(calls);
  }

  /** Sizes that sum to zero and tokens that nobody is owed, whoever else is named. */
  async function ledger(accounts: readonly string[]) {
    const { markets, claims, liquidatable } = await lens.statementOf([...system, ...accounts]);
    const { vaultBalance, insuranceOwed, treasuryOwed } = await lens.systemStatement();
    const sizes = markets.map(({ longs, shorts }) => longs - shorts);
    return { sizes, surplus: vaultBalance - claims - insuranceOwed - treasuryOwed, liquidatable };
  }

  const sizeAt = async (account: string, asset: Asset): Promise<bigint> =>
    (await clearingHouse.positionState(account, marketIds[asset])).size;

  return {
    ledger,
    sizeAt,
    signed,
    /** Opens all seats and names their accounts in the order given. */
    seat: async (seats: readonly Seat[]): Promise<string[]> => {
      const owners = new Set(seats.map(({ owner }) => owner));
      for (const owner of owners)
        await seatOwner(
          owner,
          seats.filter((one) => one.owner === owner),
        );
      return seats.map(({ owner, subAccount = 0n }) => accountOf(owner, subAccount));
    },
    poolSize: async (asset: Asset): Promise<bigint> => sizeAt(poolOf[asset], asset),
    markOf: async (asset: Asset): Promise<bigint> => (await oracle.readPrice(marketIds[asset])).mark,
    openInterest: async (asset: Asset): Promise<bigint> =>
      (await clearingHouse.marketState(marketIds[asset])).state.openInterest,
    epochOf: async (asset: Asset): Promise<bigint> => (await clearingHouse.marketState(marketIds[asset])).state.epoch,
    /** Takes out of the pool's account of the market all that it need not keep: it has no room then. */
    drainPool: async (asset: Asset): Promise<void> => {
      await clearingHouse.connect(riskAdmin).setCommitment(marketIds[asset], 1n);
      await clearingHouse.returnSurplus(marketIds[asset]);
    },
    /** Everybody catches up, then the pool takes over what rounding took. */
    settleAll: async (accounts: readonly string[]): Promise<void> => {
      for (const account of accounts) await clearingHouse.connect(deployer).syncAccount(account);
      for (const asset of ASSETS) await clearingHouse.connect(deployer).syncMarket(marketIds[asset]);
    },
    /** The owner's close of a sub-account's whole position, at any price. */
    close: async (owner: HardhatEthersSigner, account: string, asset: Asset) => {
      const size = await sizeAt(account, asset);
      return clearingHouse.connect(owner).trade(orderOf(account, marketIds[asset], -size));
    },
    closeAccount: async (owner: HardhatEthersSigner, account: string) => {
      const [, held, positions] = await clearingHouse.fullState(account);
      const prices = held.map((_, index) => ((positions[index]?.size ?? 0n) > 0n ? ANY_PRICE.sell : ANY_PRICE.buy));
      return clearingHouse.connect(owner).closeAccount(account, prices, MaxUint256);
    },
  };
}

/** For tests that run on either side: which side a victim is on, and which one takes its position. */
export const LONG_SIDE = { long: true, opposite: false } as const;
export const SHORT_SIDE = { long: false, opposite: true } as const;
