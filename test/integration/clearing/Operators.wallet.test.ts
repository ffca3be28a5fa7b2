// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { NEVER, Permission } from "../../../scripts/lib/operators/typed-data.ts";
import { toAccountId } from "../../../scripts/lib/units/account-id.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { OWN_CALL, signatureFixture } from "./signatures.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

/** mocks/ContractWallet.sol's Mode. */
const Mode = { Answer: 0n, WrongMagic: 1n, Revert: 2n, BurnGas: 3n, ShortReturn: 4n, HugeReturn: 5n } as const;

describe("operators by signature: of a contract wallet (ERC-1271)", () => {
  /** alice holds the key of a wallet that has money in its account 0. */
  async function walletFixture() {
    const fixture = await signatureFixture(connection);
    const { alice, clearingHouse, vault, token } = fixture;
    const wallet = await ethers.deployContract("ContractWallet", [alice.address]);
    const address = await wallet.getAddress();
    const account = toAccountId(accountOf({ address }));
    await token.connect(alice).mint(alice.address, usd("100,000"));
    await token.connect(alice).approve(await vault.getAddress(), usd("100,000"));
    await vault.connect(alice).deposit(account, usd("100,000"));
    const message = { ...fixture.message, account };
    return {
      ...fixture,
      wallet,
      address,
      account,
      message,
      signature: await fixture.sign(alice, message),
      asWallet: async (data: string) => wallet.connect(alice).execute(await clearingHouse.getAddress(), data),
    };
  }

  it("what the wallet takes as its own counts, and the operator trades", async () => {
    const { clearingHouse, bob, account, message, signature, submit, send, one } =
      await networkHelpers.loadFixture(walletFixture);
    await expect(submit(message, signature))
      .to.emit(clearingHouse, "OperatorSet")
      .withArgs(account, bob.address, Permission.Trade, NEVER);
    await expect(send(bob, "ETH", one, { account })).to.emit(clearingHouse, "Traded");
  });

  it("reverts with InvalidSignature when the wallet says no, fails, or answers less than a word", async () => {
    const { clearingHouse, wallet, address, account, message, signature, submit } =
      await networkHelpers.loadFixture(walletFixture);
    for (const mode of [Mode.WrongMagic, Mode.Revert, Mode.BurnGas, Mode.ShortReturn]) {
      await wallet.setMode(mode);
      await expect(submit(message, signature), `mode ${mode}`)
        .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
        .withArgs(account, address);
    }
    await wallet.setMode(Mode.Answer);
    await submit(message, signature);
  });

  it("the wallet decides when it is submitted: after its key changed the old one's signature is wrong", async () => {
    const { clearingHouse, alice, carol, wallet, address, account, message, signature, sign, submit } =
      await networkHelpers.loadFixture(walletFixture);
    await wallet.connect(alice).setKey(carol.address);
    await expect(submit(message, signature))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
      .withArgs(account, address);
    await submit(message, await sign(carol, message));
  });

  it("a signature for the key's own account says nothing about the wallet's, and the reverse", async () => {
    const { clearingHouse, alice, address, account, message, signature, sign, submit } =
      await networkHelpers.loadFixture(walletFixture);
    const own = { ...message, account: toAccountId(accountOf(alice)) };
    await expect(submit(message, await sign(alice, own)))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
      .withArgs(account, address);
    await expect(submit(own, signature))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
      .withArgs(own.account, alice.address);
  });

  it("two wallets of one key do not share signatures", async () => {
    const { clearingHouse, alice, message, signature, submit } = await networkHelpers.loadFixture(walletFixture);
    const twin = await (await ethers.deployContract("ContractWallet", [alice.address])).getAddress();
    const account = toAccountId(accountOf({ address: twin }));
    await expect(submit({ ...message, account }, signature))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
      .withArgs(account, twin);
  });

  it("the wallet's own call voids what its key signed before", async () => {
    const { clearingHouse, bob, account, message, signature, submit, asWallet } =
      await networkHelpers.loadFixture(walletFixture);
    await asWallet(clearingHouse.interface.encodeFunctionData("setOperator", [account, bob.address, 0n, 0n]));
    await expect(submit(message, signature))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidNonce")
      .withArgs(account, bob.address, 0n, OWN_CALL);
  });

  it("an owner's address that delegates to code (EIP-7702) is asked as a contract: its bare key no longer counts", async () => {
    const { clearingHouse, vault, alice, wallet, sign, submit, ...fixture } =
      await networkHelpers.loadFixture(walletFixture);
    const account = toAccountId(accountOf(alice));
    const own = { ...fixture.message, account };
    const signature = await sign(alice, own);
    const delegateTo = async (code: string) => networkHelpers.setCode(alice.address, `0xef0100${code.slice(2)}`);
    await delegateTo(await vault.getAddress());
    await expect(submit(own, signature))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
      .withArgs(account, alice.address);
    await delegateTo(await wallet.getAddress());
    // The wallet's code at alice's address, in her storage: its key is in the first word.
    await networkHelpers.setStorageAt(alice.address, 0n, alice.address);
    await submit(own, signature);
  });
});
