// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { MaxInt256, MinInt256, getAddress } from "ethers";

import { readLog } from "../../../scripts/keeper/events.ts";
import type { LogEntry } from "../../../scripts/keeper/log-pages.ts";
import { poolMarketAccount } from "../../../scripts/lib/units/account-id.ts";
import { account, address, clearingHouse, liquidationLog, logEntry, positionLog } from "./support.ts";

/** Values of a log by name, as the interface decodes them. */
function decoded(log: LogEntry): Record<string, unknown> {
  const args = clearingHouse.parseLog(log)?.args;
  if (args === undefined) throw new Error("the interface does not know the log");
  return args.toObject();
}

describe("keeper: logs of the clearing house", () => {
  for (const size of [0n, 1n, -1n, 12_345n, MaxInt256, MinInt256 + 1n]) {
    it(`reads a position of ${size} as the interface does`, () => {
      const log = positionLog(7, 63, size, 1);
      expect(decoded(log)).to.include({ account: account(7), market: 63n, size });
      expect(readLog(log)).to.deep.equal({
        event: { kind: "other" },
        positions: [{ account: account(7), market: 63, size }],
        accounts: [account(7)],
      });
    });
  }

  it("reads what a trade left of both its sides; the pool's account is the other way round", () => {
    const figures = [-12n, 2n, 3n, -4n, 5n, 6n, 7n, 8n, 9n, 10n, 11n, 12n, 13n];
    const { topics, data } = clearingHouse.encodeEventLog("Traded", [account(7), 63, address(8), ...figures]);
    const log = logEntry(topics, data);
    expect(decoded(log)).to.include({ size: -4n, skew: 13n });
    const pool = poolMarketAccount(log.address, 63);
    expect(readLog(log)).to.deep.equal({
      event: { kind: "other" },
      positions: [
        { account: account(7), market: 63, size: -4n },
        { account: pool, market: 63, size: -13n },
      ],
      accounts: [account(7), pool],
    });
  });

  it("reads what a liquidation left of a position, and of the pool's account at the end of the call", () => {
    const values = [account(7), 63, 4n, 7n, -8n, 9n] as const;
    const liquidated = clearingHouse.encodeEventLog("PositionLiquidated", [...values]);
    expect(readLog(logEntry(liquidated.topics, liquidated.data))).to.deep.equal({
      event: { kind: "other" },
      positions: [{ account: account(7), market: 63, size: -8n }],
      accounts: [account(7)],
    });
    const updated = clearingHouse.encodeEventLog("PoolAccountUpdated", [63, 1n, 2n, 3n, 4n, 5n, 6n, 7n, -7n]);
    const log = logEntry(updated.topics, updated.data);
    const pool = poolMarketAccount(log.address, 63);
    expect(readLog(log)).to.deep.equal({
      event: { kind: "other" },
      positions: [{ account: pool, market: 63, size: 7n }],
      accounts: [pool],
    });
  });

  it("reads a liquidation as the interface does, its liquidator as an address", () => {
    const log = liquidationLog(3, address(8), -17n, 5n, 1);
    const { accountValue, penalty, reward, liquidator } = decoded(log);
    expect(liquidator).to.equal(getAddress(address(8)));
    expect(readLog(log).event).to.deep.equal({
      kind: "liquidation",
      account: account(3),
      liquidator: address(8),
      accountValue,
      penalty,
      reward,
    });
  });

  it("finds both accounts of a movement of cash, and not its reason", () => {
    const { topics, data } = clearingHouse.encodeEventLog("CashMoved", [account(1), account(2), 0, 5n, 6n, 7n]);
    expect(readLog(logEntry(topics, data))).to.deep.equal({
      event: { kind: "other" },
      positions: [],
      accounts: [account(1), account(2)],
    });
  });

  it("finds the account of a deposit and not its payer", () => {
    const { topics, data } = clearingHouse.encodeEventLog("Deposited", [account(1), address(2), 5n, 6n]);
    expect(readLog(logEntry(topics, data)).accounts).to.deep.equal([account(1)]);
  });

  for (const long of [true, false]) {
    it(`reads the deleveraging of ${long ? "longs" : "shorts"} as the interface does`, () => {
      const scales = [2n ** 95n, 2n ** 94n] as const;
      const { topics, data } = clearingHouse.encodeEventLog("SideDeleveraged", [5, long, 3n, 10n, 7n, ...scales]);
      const log = logEntry(topics, data);
      const [scaleBefore, scale] = scales;
      expect(decoded(log)).to.include({ market: 5n, long, scaleBefore, scale });
      expect(readLog(log)).to.deep.equal({
        event: { kind: "side", market: 5, long, scaleBefore, scale },
        positions: [],
        accounts: [],
      });
    });
  }

  for (const name of ["CollateralDeposited", "CollateralWithdrawn"] as const) {
    it(`reads the balance after ${name} under the number of the token's feed`, () => {
      const { topics, data } = clearingHouse.encodeEventLog(name, [account(7), 2, address(9), 5n, 12n]);
      expect(readLog(logEntry(topics, data))).to.deep.equal({
        event: { kind: "other" },
        positions: [{ account: account(7), market: 66, size: 12n }],
        accounts: [account(7)],
      });
    });
  }

  it("reads both balances that a sale of tokens left", () => {
    const values = [account(7), account(8), 2, 3n, 4n, 5n, 6n] as const;
    const { topics, data } = clearingHouse.encodeEventLog("CollateralBalances", [...values]);
    expect(readLog(logEntry(topics, data))).to.deep.equal({
      event: { kind: "other" },
      positions: [
        { account: account(7), market: 66, size: 3n },
        { account: account(8), market: 66, size: 4n },
      ],
      accounts: [account(7), account(8)],
    });
  });

  it("reads what an account below zero was worth when its tokens were sold", () => {
    const { topics, data } = clearingHouse.encodeEventLog("CollateralSeized", [account(7), -12n, 5n]);
    expect(readLog(logEntry(topics, data)).event).to.deep.equal({
      kind: "seizure",
      account: account(7),
      accountValue: -12n,
    });
  });

  it("concerns every holder of a token when its weights change", () => {
    const terms = [800_000n, 880_000n, 50_000n, 9n] as const;
    const { topics, data } = clearingHouse.encodeEventLog("CollateralParametersChanged", [2, terms, terms]);
    expect(readLog(logEntry(topics, data)).event).to.deep.equal({ kind: "market", market: 66 });
  });

  it("reads what the pool's account gave up", () => {
    const { topics, data } = clearingHouse.encodeEventLog("PoolDeleveraged", [5, -12n, 7n, 8n, 9n]);
    expect(readLog(logEntry(topics, data)).event).to.deep.equal({ kind: "pool", market: 5, sizeClosed: -12n });
  });

  it("concerns a whole market when its funding is frozen, and not when it is brought up to date", () => {
    const frozen = clearingHouse.encodeEventLog("FundingFrozen", [5, true]);
    expect(readLog(logEntry(frozen.topics, frozen.data))).to.deep.equal({
      event: { kind: "market", market: 5 },
      positions: [],
      accounts: [],
    });
    const updated = clearingHouse.encodeEventLog("MarketUpdated", [5, 1n, 2n, 3n, 4n, 5n]);
    expect(readLog(logEntry(updated.topics, updated.data)).event).to.deep.equal({ kind: "other" });
  });

  it("passes over a log that is none of the clearing house's", () => {
    expect(readLog(logEntry([], "0x"))).to.deep.equal({ event: { kind: "other" }, positions: [], accounts: [] });
    expect(readLog(logEntry([`0x${"11".repeat(32)}`], "0x"))).to.deep.equal({
      event: { kind: "other" },
      positions: [],
      accounts: [],
    });
  });
});
