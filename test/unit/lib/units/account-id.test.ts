// SPDX-License-Identifier: MIT
import { expect } from "chai";
import fc from "fast-check";

import {
  decodeAccountId,
  encodeAccountId,
  poolMarketAccount,
  toAccountId,
  toOwner,
} from "../../../../scripts/lib/units/account-id.ts";
import { MalformedHexError, OutOfRangeError } from "../../../../scripts/lib/units/errors.ts";

const OWNER = "0xAbCdEf0123456789aBcDeF0123456789AbCdEf01";

describe("account ids", () => {
  it("carry the owner above 96 bits of sub-account number", () => {
    expect(encodeAccountId(OWNER, 7n)).to.equal("0xabcdef0123456789abcdef0123456789abcdef01000000000000000000000007");
    expect(encodeAccountId(OWNER)).to.equal("0xabcdef0123456789abcdef0123456789abcdef01000000000000000000000000");
  });

  it("of the pool's markets are the clearing house's own, from sub-account 256 on", () => {
    expect(poolMarketAccount(OWNER, 63)).to.equal(encodeAccountId(OWNER, 319n));
  });

  it("give back owner and number, in lower case", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 160n - 1n), fc.bigInt(0n, 2n ** 96n - 1n), (address, subAccount) => {
        const owner = toOwner(`0x${address.toString(16).padStart(40, "0").toUpperCase()}`);
        const account = encodeAccountId(owner, subAccount);
        expect(decodeAccountId(account)).to.deep.equal({ owner, subAccount });
        expect(toAccountId(account.toUpperCase().replace("X", "x"))).to.equal(account);
      }),
    );
  });

  it("throws OutOfRangeError for a number of more than 96 bits or below zero", () => {
    const maximum = 2n ** 96n - 1n;
    for (const value of [maximum + 1n, -1n]) {
      expect(() => encodeAccountId(OWNER, value))
        .to.throw(OutOfRangeError)
        .that.includes({ quantity: "sub-account", value, minimum: 0n, maximum });
    }
  });

  it("throws MalformedHexError for what is no address or no word", () => {
    for (const text of ["", "0x", OWNER.slice(2), OWNER.slice(0, -1), `${OWNER}0`, OWNER.replace("A", "g")]) {
      expect(() => encodeAccountId(text))
        .to.throw(MalformedHexError)
        .that.includes({ what: "address", text, bytes: 20 });
      expect(() => toAccountId(text))
        .to.throw(MalformedHexError)
        .that.includes({ what: "account", text, bytes: 32 });
    }
  });
});
