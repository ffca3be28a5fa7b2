// SPDX-License-Identifier: MIT
import type { Signer } from "ethers";

import type { Asset, ProtocolParameters } from "../../../deploy/parameters/schema.ts";
import {
  AccessManager__factory,
  AccountLens__factory,
  ChainlinkOracle__factory,
  IClearingHouse__factory,
  IVault__factory,
  LiquidityPool__factory,
  MockV3Aggregator__factory,
  SettlementToken__factory,
} from "../../../typechain/index.ts";
import type {
  AccessManager,
  AccountLens,
  ChainlinkOracle,
  IClearingHouse,
  IVault,
  LiquidityPool,
  MockV3Aggregator,
  SettlementToken,
} from "../../../typechain/index.ts";

/** A deployed protocol, each contract with its types. */
export interface ProtocolContracts {
  /** On a live network this is USDC: only the standard calls and permit of this type exist there. */
  readonly token: SettlementToken;
  /** On a live network these are Chainlink's proxies: only the AggregatorV3Interface of this type exists there. */
  readonly feeds: Readonly<Record<Asset, MockV3Aggregator>>;
  readonly oracle: ChainlinkOracle;
  /** The clearing house with the functions of its modules. */
  readonly clearingHouse: IClearingHouse;
  readonly vault: IVault;
  readonly pool: LiquidityPool;
  readonly lens: AccountLens;
  readonly accessManager: AccessManager;
}

/** Where a deployment is. Everything else is read from these. */
export interface ProtocolAddresses {
  readonly clearingHouse: string;
  readonly lens: string;
}

/** A market that the parameters do not have. */
export class MissingMarketError extends Error {
  override readonly name = "MissingMarketError";
  readonly asset: Asset;

  constructor(asset: Asset) {
    super(`the parameters list no market of ${asset}; add it to deploy/parameters`);
    this.asset = asset;
  }
}

/** Number of an asset's market. */
export function marketIdOf({ markets }: Pick<ProtocolParameters, "markets">, asset: Asset): number {
  const market = markets.find((candidate) => candidate.asset === asset);
  if (market === undefined) throw new MissingMarketError(asset);
  return market.id;
}

/** Connects to a deployment; vault, oracle, pool, token and feeds are what the chain says they are. */
export async function connectProtocol(
  { clearingHouse: address, lens }: ProtocolAddresses,
  parameters: Pick<ProtocolParameters, "markets">,
  runner: Signer,
): Promise<ProtocolContracts> {
  const clearingHouse = IClearingHouse__factory.connect(address, runner);
  const oracle = ChainlinkOracle__factory.connect(await clearingHouse.oracle(), runner);
  const vault = IVault__factory.connect(await clearingHouse.vault(), runner);
  const feed = async (asset: Asset): Promise<MockV3Aggregator> => {
    const { feed: aggregator } = await oracle.feedOf(marketIdOf(parameters, asset));
    return MockV3Aggregator__factory.connect(aggregator, runner);
  };
  return {
    token: SettlementToken__factory.connect(await vault.settlementToken(), runner),
    feeds: { ETH: await feed("ETH"), BTC: await feed("BTC") },
    oracle,
    clearingHouse,
    vault,
    pool: LiquidityPool__factory.connect(await clearingHouse.pool(), runner),
    lens: AccountLens__factory.connect(lens, runner),
    accessManager: AccessManager__factory.connect(await oracle.authority(), runner),
  };
}
