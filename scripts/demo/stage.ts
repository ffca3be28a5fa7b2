// SPDX-License-Identifier: MIT
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import { solidityPacked } from "ethers";

import type { ProtocolParameters } from "../../deploy/parameters/schema.ts";
import { marketIdOf } from "../lib/deployment/contracts.ts";
import type { ProtocolContracts } from "../lib/deployment/contracts.ts";
import { deployProtocol } from "../lib/deployment/deployProtocol.ts";
import { openMarkets } from "../lib/deployment/openMarkets.ts";
import { MARKETS } from "../lib/prices/market.ts";
import type { PerMarket } from "../lib/prices/market.ts";
import type { Chain, Miner } from "./chain.ts";
import { demoParameters, INSURANCE_CASH, POOL_CASH } from "./parameters.ts";

/** A deployment that is open for trade. */
export interface Stage extends ProtocolContracts {
  readonly parameters: ProtocolParameters;
  /** Accounts that have money before anybody trades: the LP's. */
  readonly accounts: readonly string[];
}

/** Seconds between the chain's first block and the first block of the replay. */
export const LEAD = 4 * 3_600;

/** Seconds before the replay in which the pool is filled and the markets open. */
const OPENING = 900;

/** Seconds that the transactions before it may take, one each. */
const SETTLING_MARGIN = 10;

/** A word that names an account: owner above, sub-account below. */
export const accountId = (owner: string, subAccount: bigint): string =>
  solidityPacked(["address", "uint96"], [owner, subAccount]);

interface People {
  readonly deployer: HardhatEthersSigner;
  readonly governor: HardhatEthersSigner;
  readonly riskAdmin: HardhatEthersSigner;
  readonly guardian: HardhatEthersSigner;
  readonly provider: HardhatEthersSigner;
}

/** The node's accounts have a part each; the last is left to the keeper. */
async function peopleOf({ connection }: Chain): Promise<People> {
  const [deployer, governor, riskAdmin, guardian, provider] = await connection.ethers.getSigners();
  if (!deployer || !governor || !riskAdmin || !guardian || !provider) {
    throw new Error("the local network has fewer than five accounts; add some to hardhat.config.ts");
  }
  return { deployer, governor, riskAdmin, guardian, provider };
}

/**
 * Deploys as on a live network, lets an LP fill the pool by a request, funds insurance and opens the markets.
 * @param prices First answers of the feeds, 8 decimals.
 * @param start Unix seconds of the replay's first block.
 */
export async function setStage(chain: Chain, miner: Miner, prices: PerMarket<bigint>, start: number): Promise<Stage> {
  const people = await peopleOf(chain);
  const { deployer, provider } = people;
  const parameters = demoParameters({
    governor: people.governor.address,
    riskAdmin: people.riskAdmin.address,
    guardian: people.guardian.address,
    answers: prices,
  });
  const contracts = await deployProtocol(chain.connection, parameters, people);
  const { clearingHouse, token, vault, pool, feeds } = contracts;

  const deposit = async (payer: HardhatEthersSigner, account: string, amount: bigint): Promise<void> => {
    await token.connect(payer).mint(payer.address, amount);
    await token.connect(payer).approve(await vault.getAddress(), amount);
    await vault.connect(payer).deposit(account, amount);
  };
  const lp = accountId(provider.address, 0n);
  await deposit(deployer, await clearingHouse.insuranceAccount(), INSURANCE_CASH);
  await deposit(provider, lp, POOL_CASH);
  await pool.connect(provider).requestDeposit(POOL_CASH, provider.address, provider.address);

  await miner.mine(start - OPENING);
  for (const market of MARKETS) {
    await feeds[market].updateAnswer(prices[market]);
    // The first price after a silence settles from its recording on: nobody opens anything yet.
    await contracts.oracle.recordPrice(marketIdOf(parameters, market));
  }
  await miner.mine(start - OPENING + Number(await contracts.oracle.settleTime()) + SETTLING_MARGIN);
  await pool.executeRequest(await pool.lastRequestId());
  await openMarkets(contracts, parameters, people);
  return { ...contracts, parameters, accounts: [lp] };
}
