// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";

import { expect } from "chai";
import { TypedDataEncoder, keccak256, toUtf8Bytes } from "ethers";

import {
  NEVER,
  ownerOf,
  Permission,
  SET_OPERATOR_TYPES,
  setOperatorTypedData,
} from "../../../../scripts/lib/operators/typed-data.ts";
import type { OperatorDomain, SetOperator } from "../../../../scripts/lib/operators/typed-data.ts";
import { encodeAccountId } from "../../../../scripts/lib/units/account-id.ts";
import { OutOfRangeError } from "../../../../scripts/lib/units/errors.ts";

const OWNER = "0xabcdef0123456789abcdef0123456789abcdef01";
const DOMAIN: OperatorDomain = { chainId: 31337n, clearingHouse: "0x00000000000000000000000000000000000000aa" };
const MESSAGE: SetOperator = {
  account: encodeAccountId(OWNER, 3n),
  operator: "0x00000000000000000000000000000000000000bb",
  permissions: Permission.Trade,
  expiresAt: NEVER,
  nonce: 0n,
  deadline: 1_750_000_000n,
};

describe("typed data of SetOperator", () => {
  it("hashes the struct that docs/operators.md states", () => {
    const page = readFileSync(new URL("../../../../docs/operators.md", import.meta.url), "utf8");
    const type = /SetOperator\(bytes32[^)]*\)/.exec(page)?.[0] ?? "";
    const encoder = TypedDataEncoder.from(SET_OPERATOR_TYPES);
    expect(encoder.encodeType("SetOperator")).to.equal(type);
    expect(encoder.encodeData("SetOperator", MESSAGE).slice(0, 66)).to.equal(keccak256(toUtf8Bytes(type)));
  });

  it("names protocol, version, chain and clearing house in its domain", () => {
    const { domain, primaryType, message } = setOperatorTypedData(DOMAIN, MESSAGE);
    expect(domain).to.deep.equal({
      name: "Plimsoll",
      version: "1",
      chainId: 31337n,
      verifyingContract: DOMAIN.clearingHouse,
    });
    expect({ primaryType, message }).to.deep.equal({ primaryType: "SetOperator", message: MESSAGE });
  });

  it("takes no permission that there is not, and nothing that its field cannot hold: OutOfRangeError", () => {
    for (const [change, quantity, value, maximum] of [
      [{ permissions: 4n }, "sum of permissions", 4n, 3n],
      [{ permissions: -1n }, "sum of permissions", -1n, 3n],
      [{ expiresAt: NEVER + 1n }, "expiry", NEVER + 1n, NEVER],
      [{ nonce: -1n }, "nonce", -1n, 2n ** 256n - 1n],
      [{ deadline: 2n ** 256n }, "deadline", 2n ** 256n, 2n ** 256n - 1n],
    ] as const) {
      expect(() => setOperatorTypedData(DOMAIN, { ...MESSAGE, ...change }))
        .to.throw(OutOfRangeError)
        .that.includes({ quantity, value, minimum: 0n, maximum });
    }
    for (const permissions of [0n, 1n, 2n, 3n]) setOperatorTypedData(DOMAIN, { ...MESSAGE, permissions });
  });

  it("reads the owner from the account", () => {
    expect(ownerOf(MESSAGE.account)).to.equal(OWNER);
  });
});
