// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import { network } from "hardhat";

import { signSetOperator } from "../../../scripts/lib/operators/sign.ts";
import { Permission, setOperatorTypedData } from "../../../scripts/lib/operators/typed-data.ts";
import { signatureFixture } from "./signatures.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("operators by signature: of an owner with a key", () => {
  const signed = async () => signatureFixture(connection);

  it("anyone submits what the owner signed; the operator then acts, and the log tells who named him and how", async () => {
    const { clearingHouse, alice, bob, relayer, account, domain, message, submit, send, one } =
      await networkHelpers.loadFixture(signed);
    await expect(submit(message, await signSetOperator(alice, domain, message)))
      .to.emit(clearingHouse, "OperatorSet")
      .withArgs(account, bob.address, Permission.Trade, message.expiresAt)
      .to.emit(clearingHouse, "OperatorSignatureUsed")
      .withArgs(account, bob.address, relayer.address, 0n);
    expect(await clearingHouse.operatorState(account, bob.address)).to.deep.equal([
      Permission.Trade,
      message.expiresAt,
      1n,
    ]);
    await expect(send(bob, "ETH", one, { account })).to.emit(clearingHouse, "Traded");
  });

  it("owner and operator may submit as well", async () => {
    const { alice, bob, message, sign, submit, permissionsOf } = await networkHelpers.loadFixture(signed);
    await submit(message, await sign(alice, message), alice);
    const next = { ...message, nonce: 1n, permissions: Permission.Settle };
    await submit(next, await sign(alice, next), bob);
    expect(await permissionsOf()).to.equal(Permission.Settle);
  });

  it("replaces what was there: permissions of zero revoke", async () => {
    const { clearingHouse, alice, bob, account, grant, send, one } = await networkHelpers.loadFixture(signed);
    await clearingHouse.connect(alice).setOperator(account, bob.address, Permission.Trade, 2n ** 40n - 1n);
    await grant({ permissions: 0n, expiresAt: 0n, nonce: await clearingHouse.nonceOf(account, bob.address) });
    await expect(send(bob, "ETH", one, { account }))
      .to.be.revertedWithCustomError(clearingHouse, "NotAuthorized")
      .withArgs(account, bob.address);
  });

  it("several signatures go in one multicall", async () => {
    const { clearingHouse, alice, bob, carol, relayer, message, sign, permissionsOf } =
      await networkHelpers.loadFixture(signed);
    const calls = await Promise.all(
      [bob, carol].map(async ({ address }) => {
        const named = { ...message, operator: address };
        const signature = await sign(alice, named);
        return clearingHouse.interface.encodeFunctionData("setOperatorBySignature", [named, signature]);
      }),
    );
    await clearingHouse.connect(relayer).multicall(calls);
    expect([await permissionsOf(bob.address), await permissionsOf(carol.address)]).to.deep.equal([1n, 1n]);
  });

  it("the domain is Plimsoll's, version 1, of this chain and the clearing house, not of its module (ERC-5267)", async () => {
    const { clearingHouse, domain, message } = await networkHelpers.loadFixture(signed);
    const typed = setOperatorTypedData(domain, message);
    expect(await clearingHouse.domainSeparator()).to.equal(TypedDataEncoder.hashDomain(typed.domain));
    expect(await clearingHouse.eip712Domain()).to.deep.equal([
      "0x0f",
      "Plimsoll",
      "1",
      31337n,
      await clearingHouse.getAddress(),
      `0x${"00".repeat(32)}`,
      [],
    ]);
  });

  it("the door stands shut while the system is locked, as every other", async () => {
    const { clearingHouse, vault, message } = await networkHelpers.loadFixture(signed);
    const house = await vault.getAddress();
    await networkHelpers.impersonateAccount(house);
    await networkHelpers.setBalance(house, 10n ** 18n);
    const asVault = clearingHouse.connect(await connection.ethers.getSigner(house));
    const encode = clearingHouse.interface;
    await expect(
      asVault.multicall([
        encode.encodeFunctionData("acquireLock"),
        encode.encodeFunctionData("setOperatorBySignature", [message, "0x"]),
      ]),
    ).to.be.revertedWithCustomError(clearingHouse, "Locked");
  });
});
