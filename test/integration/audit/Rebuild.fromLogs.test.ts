// SPDX-License-Identifier: MIT
import { isDeepStrictEqual } from "node:util";

import { expect } from "chai";

import type { LedgerEvent } from "../../../scripts/lib/ledger/event.ts";
import type { RebuiltLedger } from "../../../scripts/lib/ledger/ledger.ts";
import { UntoldError } from "../../../scripts/lib/ledger/parameters.ts";
import { fundingIndexAt } from "../../../scripts/lib/ledger/valuation.ts";
import { fundingPaymentUp } from "../../../scripts/lib/market/funding.ts";
import { toMoney } from "../../../scripts/lib/units/money.ts";
import { toPrice } from "../../../scripts/lib/units/price.ts";
import { valueDown } from "../../../scripts/lib/units/products.ts";
import { toSize } from "../../../scripts/lib/units/size.ts";
import { IClearingHouse__factory } from "../../../typechain/index.ts";
import { WETH } from "../collateral/support.ts";
import { happen } from "./history.ts";
import { chainPicture, rebuiltPicture } from "./picture.ts";
import type { Scope } from "./picture.ts";
import { readChain, rebuild } from "./stranger.ts";
import { connection, networkHelpers, worldFixture } from "./world.ts";

async function pastFixture() {
  const world = await worldFixture();
  await happen(world);
  const { sources, events } = await readChain(connection.ethers.provider, world);
  const ledger = rebuild(sources, events);
  const { shares } = ledger;
  const scope: Scope = {
    accounts: ledger.everyone(),
    holders: [...new Set([...shares.balances.keys(), ...shares.deposits.keys(), ...shares.redemptions.keys()])],
    venues: [...ledger.venues],
    requests: [...shares.requests.keys()],
    now: BigInt(await networkHelpers.time.latest()),
  };
  return { ...world, events, sources, ledger, scope, chain: await chainPicture(world, scope) };
}

/** Events of which the last of its kind, or one before it, must be missed: all that tell balances, positions or parameters. */
const CARRIERS: readonly LedgerEvent["fields"]["name"][] = [
  "Deposited",
  "Withdrawn",
  "CashMoved",
  "Traded",
  "PositionChanged",
  "PositionSynced",
  "PoolAccountUpdated",
  "MarketUpdated",
  "FundingFrozen",
  "AccountLiquidated",
  "LiquidationRewarded",
  "InsuranceFundDrawn",
  "InsuranceBudgetChanged",
  "SideDeleveraged",
  "ResidueBooked",
  "PositionLiquidated",
  "PoolDeleveraged",
  "BadDebtRealized",
  "MarketListed",
  "TiersChanged",
  "TradeParametersChanged",
  "LiquidationParametersChanged",
  "CommitmentChanged",
  "ReduceOnlySet",
  "CollateralListed",
  "CollateralParametersChanged",
  "CollateralDeposited",
  "CollateralWithdrawn",
  "CollateralSold",
  "CollateralBalances",
  "CollateralSeized",
  "DebtLimitChanged",
  "VenueSet",
  "Transfer",
  "DepositRequest",
  "RedeemRequest",
  "RequestScheduled",
  "RequestExecuted",
  "RequestLapsed",
  "Deposit",
  "Withdraw",
  "MarketSettled",
];

/** Each touch of a position rounds its funding, size and entry by one of money at most. */
const ROUNDINGS_PER_TOUCH = 3n;

describe("a stranger with the logs alone", () => {
  it("rebuilds every balance, position, side, parameter, share and the pool's value to the unit", async () => {
    const { ledger, scope, chain } = await networkHelpers.loadFixture(pastFixture);
    const rebuilt = rebuiltPicture(ledger, scope);
    for (const [name, shown] of Object.entries(chain)) expect(rebuilt[name], name).to.deep.equal(shown);
    expect(Object.keys(rebuilt)).to.have.members(Object.keys(chain));
  });

  it("leaves nobody out: all claims and fees owed are what the vault has, but for rounding", async () => {
    const { ledger, scope, events, token, weth, vault } = await networkHelpers.loadFixture(pastFixture);
    const moved = events.reduce((sum, { source, fields }) => {
      if (source !== "clearingHouse" || (fields.name !== "Deposited" && fields.name !== "Withdrawn")) return sum;
      return fields.name === "Deposited" ? sum + fields.number("amount") : sum - fields.number("amount");
    }, 0n);
    const vaultBalance = await token.balanceOf(await vault.getAddress());
    expect(moved).to.equal(vaultBalance);
    const touches = events.filter(({ fields }) => fields.has("entryNotional")).length;
    const surplus = vaultBalance - claimsOf(ledger, scope.now);
    expect(surplus).to.be.within(0n, ROUNDINGS_PER_TOUCH * BigInt(touches));
    const tokens = ledger.everyone().map((account) => ledger.accounts.balancesOf(account).get(WETH) ?? 0n);
    expect(tokens.reduce((sum, balance) => sum + balance, 0n)).to.equal(await weth.balanceOf(await vault.getAddress()));
  });

  it("knows every event of the ledger that tells a balance", () => {
    const tellers: string[] = [];
    IClearingHouse__factory.createInterface().forEachEvent(({ name, inputs }) => {
      if (inputs.some((input) => /cash$|balance$|entryNotional$/i.test(input.name))) tellers.push(name);
    });
    expect(CARRIERS).to.include.members(tellers);
  });

  it("is led astray by any kind of log that is kept from it", async () => {
    const { events, sources, scope, chain } = await networkHelpers.loadFixture(pastFixture);
    const differs = (missing: number): boolean => {
      try {
        const ledger = rebuild(
          sources,
          events.filter((_, place) => place !== missing),
        );
        return !isDeepStrictEqual(rebuiltPicture(ledger, scope), chain);
      } catch (error) {
        // What was listed by the log is asked for.
        if (error instanceof UntoldError) return true;
        throw error;
      }
    };
    const untold = CARRIERS.filter((name) => {
      const places = events.flatMap(({ fields }, place) => (fields.name === name ? [place] : []));
      return !places.toReversed().some(differs);
    });
    expect(untold, "do not happen, or tell nothing").to.deep.equal([]);
  });
});

/** Cash, positions at the last marks, funding to a second, and fees owed, of everybody that the logs name. */
function claimsOf(ledger: RebuiltLedger, now: bigint): bigint {
  let sum = 0n;
  for (const account of ledger.everyone()) sum += ledger.cashOf(account);
  for (const market of ledger.markets()) {
    const { insurance, treasury } = ledger.fees.owedBy(market);
    sum += insurance + treasury;
    const index = fundingIndexAt(ledger, market, now);
    for (const account of ledger.market(market).accounts()) {
      const { size, entryNotional, fundingIndex } = ledger.market(market).positionOf(account).position;
      const position = { size: toSize(size), entryNotional: toMoney(entryNotional), fundingIndex };
      const value = valueDown(position.size, toPrice(ledger.market(market).markPrice));
      sum += value + entryNotional - fundingPaymentUp(position, index);
    }
  }
  return sum;
}
