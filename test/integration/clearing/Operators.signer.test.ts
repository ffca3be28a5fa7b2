// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { concat, Signature, toBeHex, ZeroHash } from "ethers";
import { network } from "hardhat";

import type { SetOperator } from "../../../scripts/lib/operators/typed-data.ts";
import { toAccountId } from "../../../scripts/lib/units/account-id.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { signatureFixture } from "./signatures.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

describe("operators by signature: whose signature counts", () => {
  const signed = async () => signatureFixture(connection);

  it("reverts with InvalidSignature for every signer but the owner, the operator and the submitter among them", async () => {
    const { clearingHouse, account, alice, bob, relayer, governor, message, sign, submit, permissionsOf } =
      await networkHelpers.loadFixture(signed);
    for (const signer of [bob, relayer, governor]) {
      await expect(submit(message, await sign(signer, message)))
        .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
        .withArgs(account, alice.address);
    }
    expect(await permissionsOf()).to.equal(0n);
  });

  it("an owner signs for his own accounts alone", async () => {
    const { clearingHouse, alice, carol, message, sign, submit } = await networkHelpers.loadFixture(signed);
    const carols = { ...message, account: toAccountId(accountOf(carol)) };
    await expect(submit(carols, await sign(alice, carols)))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
      .withArgs(carols.account, carol.address);
  });

  it("a signature covers every field: no other account, operator, permission, expiry or deadline passes with it", async () => {
    const { clearingHouse, alice, carol, message, subAccount, sign, submit } = await networkHelpers.loadFixture(signed);
    const signature = await sign(alice, message);
    const changes: readonly Partial<SetOperator>[] = [
      { account: subAccount(1n) },
      { operator: carol.address },
      { permissions: message.permissions + 2n },
      { expiresAt: message.expiresAt - 1n },
      { deadline: message.deadline + 1n },
    ];
    for (const change of changes) {
      const { account } = { ...message, ...change };
      await expect(submit({ ...message, ...change }, signature))
        .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
        .withArgs(account, alice.address);
    }
    await submit(message, signature);
  });

  it("refuses the same signature with the higher s, and every other form than 65 bytes", async () => {
    const { clearingHouse, account, alice, message, sign, submit } = await networkHelpers.loadFixture(signed);
    const signature = await sign(alice, message);
    const { r, s, v, compactSerialized } = Signature.from(signature);
    const high = toBeHex(CURVE_ORDER - BigInt(s), 32);
    const forms = [
      concat([r, high, toBeHex(v === 27 ? 28 : 27, 1)]),
      concat([r, high, toBeHex(v, 1)]),
      concat([r, s, toBeHex(v - 27, 1)]),
      concat([ZeroHash, ZeroHash, "0x1b"]),
      compactSerialized,
      `${signature}00`,
      "0x",
    ];
    for (const form of forms) {
      await expect(submit(message, form), form)
        .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
        .withArgs(account, alice.address);
    }
    await submit(message, signature);
  });

  it("reverts with SystemAccount for every account of the system, whoever signs", async () => {
    const { clearingHouse, alice, marketIds, message, sign, submit } = await networkHelpers.loadFixture(signed);
    for (const word of [
      await clearingHouse.insuranceAccount(),
      await clearingHouse.treasuryAccount(),
      await clearingHouse.poolAccount(),
      await clearingHouse.poolEscrowAccount(),
      await clearingHouse.poolMarketAccount(marketIds.ETH),
    ]) {
      const system = { ...message, account: toAccountId(word) };
      await expect(submit(system, await sign(alice, system)))
        .to.be.revertedWithCustomError(clearingHouse, "SystemAccount")
        .withArgs(word);
    }
  });

  it("reverts with InvalidAccount for accounts of nobody, though a broken signature recovers to nobody", async () => {
    const { clearingHouse, message, submit } = await networkHelpers.loadFixture(signed);
    for (const subAccount of [0n, 7n]) {
      const account = toAccountId(toBeHex(subAccount, 32));
      await expect(submit({ ...message, account }, concat([ZeroHash, ZeroHash, "0x1b"])))
        .to.be.revertedWithCustomError(clearingHouse, "InvalidAccount")
        .withArgs(account);
    }
  });
});
