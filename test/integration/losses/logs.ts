// SPDX-License-Identifier: MIT
// What a block's logs say about deficits, checked against the positions that they concern.
import { expect } from "chai";
import type { TransactionReceipt } from "ethers";

import { readLog } from "../../../scripts/lib/logs.ts";
import { toPrice } from "../../../scripts/lib/units/price.ts";
import { larger, smaller } from "../../../scripts/lib/units/rounding.ts";
import { toSize } from "../../../scripts/lib/units/size.ts";
import { valueDown } from "../../../scripts/lib/units/products.ts";
import { poolMarketAccount } from "../../../scripts/lib/units/account-id.ts";
import { ASSETS } from "./support.ts";
import type { Losses } from "./support.ts";

/** A money sum of a few roundings. */
export const DUST = 20n;

interface Held {
  readonly size: bigint;
  readonly entryNotional: bigint;
}

/** What deficits of a block came to, 1e-6 USD. */
export interface Deficits {
  fromInsurance: bigint;
  fromOppositeSide: bigint;
  fromMain: bigint;
  readonly liquidated: string[];
  deleveragings: number;
}

/** Positions and insurance as they are before a block. */
export async function before({ clearingHouse, marketIds }: Losses, accounts: readonly string[]) {
  const positions = new Map<string, Held>();
  for (const account of accounts) {
    const [, held, found] = await clearingHouse.fullState(account);
    for (const [index, market] of held.entries()) {
      const position = found[index];
      if (position === undefined) continue;
      const { size, entryNotional } = position;
      positions.set(`${account.toLowerCase()}/${market}`, { size, entryNotional });
    }
  }
  const allowances = new Map<bigint, bigint>();
  for (const asset of ASSETS) {
    const { insurance } = await clearingHouse.marketState(marketIds[asset]);
    allowances.set(BigInt(marketIds[asset]), insurance.allowance);
  }
  const insuranceCash = (await clearingHouse.accountState(await clearingHouse.insuranceAccount())).cash;
  return { positions, allowances, insuranceCash };
}

type Before = Awaited<ReturnType<typeof before>>;

/**
 * Replays a call to `liquidate`: no market answers for more than the account has lost there since entry, insurance pays
 * first and within its hour, the opposite side only when that is used up, and main only what belongs to no market.
 */
export function checkDeficits(
  { clearingHouse, poolOf }: Losses,
  { positions, allowances, insuranceCash }: Before,
  marks: ReadonlyMap<bigint, bigint>,
  receipt: TransactionReceipt,
): Deficits {
  const found: Deficits = { fromInsurance: 0n, fromOppositeSide: 0n, fromMain: 0n, liquidated: [], deleveragings: 0 };
  /** Of the account that is being closed. */
  let shared = 0n;
  let lost = 0n;
  let cash = insuranceCash;
  const isPool = (account: string): boolean => Object.values(poolOf).some((pool) => sameAccount(pool, account));
  let realized: bigint | undefined;
  for (const log of receipt.logs) {
    const parsed = readLog(clearingHouse.interface, log);
    if (parsed === null) continue;
    const text = (name: string): string => String(parsed.args.getValue(name));
    const number = (name: string): bigint => BigInt(text(name));
    const key = (): string => `${text("account").toLowerCase()}/${number("market")}`;
    switch (parsed.name) {
      case "PositionSynced":
      case "PositionChanged":
      case "PositionLiquidated":
        positions.set(key(), { size: number("size"), entryNotional: number("entryNotional") });
        break;
      case "PoolAccountUpdated":
        positions.set(`${poolMarketAccount(log.address, number("market"))}/${number("market")}`, {
          size: -number("skew"),
          entryNotional: number("entryNotional"),
        });
        break;
      case "InsuranceBudgetChanged":
        allowances.set(number("market"), number("allowance"));
        break;
      case "InsuranceFundDrawn":
        cash = number("cash");
        break;
      case "SideDeleveraged":
        found.deleveragings++;
        expect(number("units") > 0n, "an empty deleveraging").to.equal(true);
        break;
      case "BadDebtShared": {
        const market = number("market");
        const loss = lossOf(positions.get(key()), marks.get(market) ?? 0n);
        // What the pool's account took over in this call is written down at its end.
        if (loss !== undefined && !(isPool(text("account")) && found.liquidated.length > 0))
          expect(number("badDebt") <= loss, "more than was lost there").to.equal(true);
        expect(number("fromInsurance") + number("fromOppositeSide")).to.equal(number("badDebt"));
        if (number("fromOppositeSide") > 0n) {
          expect((allowances.get(market) ?? 0n) <= DUST || cash === 0n, "insurance pays first").to.equal(true);
        }
        found.fromInsurance += number("fromInsurance");
        found.fromOppositeSide += number("fromOppositeSide");
        if (isPool(text("account"))) break;
        shared += number("badDebt");
        lost += loss ?? 0n;
        break;
      }
      case "BadDebtRealized":
        if (number("fromPool") > 0n) expect(cash, "insurance pays before main").to.equal(0n);
        if (isPool(text("account"))) {
          found.fromMain += number("fromPool");
          break;
        }
        realized = number("badDebt");
        found.fromMain += number("fromPool");
        break;
      case "AccountLiquidated": {
        found.liquidated.push(text("account").toLowerCase());
        const deficit = larger(0n, -number("accountValue"));
        expect(number("accountValue") < number("maintenanceMargin"), "a healthy account").to.equal(true);
        if (realized !== undefined) {
          expect(realized <= deficit - smaller(deficit, lost) + DUST, "what no market answers for").to.equal(true);
        }
        expect(shared <= deficit + DUST, "more than is missing").to.equal(true);
        [shared, lost, realized] = [0n, 0n, undefined];
        break;
      }
      default:
    }
  }
  return found;
}

const sameAccount = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function lossOf(held: Held | undefined, mark: bigint): bigint | undefined {
  if (held === undefined || held.size === 0n) return undefined;
  return larger(0n, -(valueDown(toSize(held.size), toPrice(mark)) + held.entryNotional));
}
