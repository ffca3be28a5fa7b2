// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { getBytes, TypedDataEncoder } from "ethers";
import { network } from "hardhat";

import { signForWallet } from "../../../scripts/lib/operators/sign.ts";
import { SET_OPERATOR_TYPES, setOperatorTypedData } from "../../../scripts/lib/operators/typed-data.ts";
import { deployedFixture } from "../../fixtures/protocol.ts";
import { OWN_CALL, signatureFixture } from "./signatures.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("operators by signature: A92, a signature works once, here, for this", () => {
  const signed = async () => signatureFixture(connection);

  it("not with the id of another chain in its domain", async () => {
    const { clearingHouse, account, alice, domain, message, submit } = await networkHelpers.loadFixture(signed);
    for (const chainId of [1n, 42161n, 0n]) {
      await expect(submit(message, await signForWallet(alice, { ...domain, chainId }, message)))
        .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
        .withArgs(account, alice.address);
    }
  });

  it("not at a second deployment on the same chain, where the account, the nonce and the owner are the same", async () => {
    const { account, alice, relayer, message, sign, submit } = await networkHelpers.loadFixture(signed);
    const second = await deployedFixture(connection);
    const signature = await sign(alice, message);
    await expect(second.clearingHouse.connect(relayer).setOperatorBySignature(message, signature))
      .to.be.revertedWithCustomError(second.clearingHouse, "InvalidSignature")
      .withArgs(account, alice.address);
    await submit(message, signature);
  });

  it("not as another kind of message: another struct's name, other fields' order, or the digest signed as a text", async () => {
    const { clearingHouse, account, alice, domain, message, submit } = await networkHelpers.loadFixture(signed);
    const typed = setOperatorTypedData(domain, message);
    const { SetOperator: fields } = SET_OPERATOR_TYPES;
    const others = [
      await alice.signTypedData(typed.domain, { RevokeOperator: fields }, message),
      await alice.signTypedData(typed.domain, { SetOperator: fields.toReversed() }, message),
      await alice.signTypedData({ ...typed.domain, version: "2" }, typed.types, message),
      await alice.signTypedData({ ...typed.domain, name: "Plimsol" }, typed.types, message),
      await alice.signMessage(getBytes(TypedDataEncoder.hash(typed.domain, typed.types, message))),
    ];
    for (const signature of others) {
      await expect(submit(message, signature))
        .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
        .withArgs(account, alice.address);
    }
  });

  it("not a second time", async () => {
    const { clearingHouse, account, alice, bob, message, sign, submit } = await networkHelpers.loadFixture(signed);
    const signature = await sign(alice, message);
    await submit(message, signature);
    await expect(submit(message, signature))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidNonce")
      .withArgs(account, bob.address, 0n, 1n);
  });

  it("not after the owner revoked, nor with the new nonce written into the message", async () => {
    const { clearingHouse, account, alice, bob, message, sign, submit } = await networkHelpers.loadFixture(signed);
    const signature = await sign(alice, message);
    await clearingHouse.connect(alice).setOperator(account, bob.address, 0n, 0n);
    await expect(submit(message, signature))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidNonce")
      .withArgs(account, bob.address, 0n, OWN_CALL);
    await expect(submit({ ...message, nonce: OWN_CALL }, signature))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
      .withArgs(account, alice.address);
  });

  it("not after its deadline, but in the last second of it", async () => {
    const { clearingHouse, alice, message, sign, submit } = await networkHelpers.loadFixture(signed);
    const signature = await sign(alice, message);
    await networkHelpers.time.setNextBlockTimestamp(message.deadline);
    await submit(message, signature);
    const next = { ...message, nonce: 1n };
    await networkHelpers.time.setNextBlockTimestamp(message.deadline + 1n);
    await expect(submit(next, await sign(alice, next)))
      .to.be.revertedWithCustomError(clearingHouse, "DeadlinePassed")
      .withArgs(message.deadline + 1n, message.deadline);
  });
});
