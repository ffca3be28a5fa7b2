// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { verifyTypedData, Wallet } from "ethers";

import { NotOwnerError } from "../../../../scripts/lib/operators/errors.ts";
import { signForWallet, signSetOperator } from "../../../../scripts/lib/operators/sign.ts";
import { NEVER, Permission, setOperatorTypedData } from "../../../../scripts/lib/operators/typed-data.ts";
import { encodeAccountId } from "../../../../scripts/lib/units/account-id.ts";

describe("signing SetOperator", () => {
  const signer = new Wallet(`0x${"11".repeat(32)}`);
  const domain = { chainId: 31337n, clearingHouse: "0x00000000000000000000000000000000000000aa" };
  const messageFor = (owner: string) => ({
    account: encodeAccountId(owner, 3n),
    operator: "0x00000000000000000000000000000000000000bb",
    permissions: Permission.Trade,
    expiresAt: NEVER,
    nonce: 5n,
    deadline: 1_750_000_000n,
  });

  it("gives a signature that recovers to the owner", async () => {
    const message = messageFor(signer.address);
    const { domain: fields, types } = setOperatorTypedData(domain, message);
    const signature = await signSetOperator(signer, domain, message);
    expect(verifyTypedData(fields, types, message, signature)).to.equal(signer.address);
  });

  it("throws NotOwnerError for a signer who does not own the account", async () => {
    const { account, ...rest } = messageFor("0x00000000000000000000000000000000000000cc");
    const failure = await signSetOperator(signer, domain, { account, ...rest }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(failure).to.be.instanceOf(NotOwnerError).that.includes({ account, signer: signer.address });
  });

  it("signs for a contract wallet with its key, which is not the owner", async () => {
    const message = messageFor("0x00000000000000000000000000000000000000cc");
    const { domain: fields, types } = setOperatorTypedData(domain, message);
    const signature = await signForWallet(signer, domain, message);
    expect(verifyTypedData(fields, types, message, signature)).to.equal(signer.address);
  });
});
