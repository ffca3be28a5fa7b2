// SPDX-License-Identifier: MIT
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { Signature } from "ethers";
import { network } from "hardhat";

import { accountOf } from "../../fixtures/protocol.ts";
import { workingFixture } from "./support.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const TYPES = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

describe("Vault.depositWithPermit", () => {
  async function permitFixture() {
    const working = await workingFixture(connection);
    const { token, trader, vaultAddress } = working;
    await token.mint(trader.address, 100n);
    const now = BigInt(await networkHelpers.time.latest());
    const { chainId } = await ethers.provider.getNetwork();
    const domain = { name: await token.name(), version: "1", chainId, verifyingContract: await token.getAddress() };
    const sign = async (signer: HardhatEthersSigner, value: bigint, deadline: bigint): Promise<Signature> => {
      const nonce = await token.nonces(trader.address);
      const message = { owner: trader.address, spender: vaultAddress, value, nonce, deadline };
      return Signature.from(await signer.signTypedData(domain, TYPES, message));
    };
    return { ...working, sign, later: now + 3_600n, earlier: now - 1n, account: accountOf(trader) };
  }

  it("deposits in one call, without an approval before it", async () => {
    const { vault, vaultAddress, token, trader, account, sign, later, cashOf } =
      await networkHelpers.loadFixture(permitFixture);
    const { v, r, s } = await sign(trader, 60n, later);
    await vault.connect(trader).depositWithPermit(account, 60n, later, v, r, s);
    expect(await cashOf(account)).to.equal(60n);
    expect(await token.allowance(trader.address, vaultAddress)).to.equal(0n);
  });

  it("deposits all the same where somebody used the permit first (A93)", async () => {
    const { vault, vaultAddress, token, trader, stranger, account, sign, later, cashOf } =
      await networkHelpers.loadFixture(permitFixture);
    const { v, r, s } = await sign(trader, 60n, later);
    await token.connect(stranger).permit(trader.address, vaultAddress, 60n, later, v, r, s);
    await vault.connect(trader).depositWithPermit(account, 60n, later, v, r, s);
    expect(await cashOf(account)).to.equal(60n);
  });

  it("passes over an expired permit where an allowance stands", async () => {
    const { vault, vaultAddress, token, trader, account, sign, earlier, cashOf } =
      await networkHelpers.loadFixture(permitFixture);
    const { v, r, s } = await sign(trader, 60n, earlier);
    await token.connect(trader).approve(vaultAddress, 60n);
    await vault.connect(trader).depositWithPermit(account, 60n, earlier, v, r, s);
    expect(await cashOf(account)).to.equal(60n);
  });

  it("reverts with the token's own error for an expired permit without an allowance", async () => {
    const { vault, vaultAddress, token, trader, account, sign, earlier } =
      await networkHelpers.loadFixture(permitFixture);
    const { v, r, s } = await sign(trader, 60n, earlier);
    await expect(vault.connect(trader).depositWithPermit(account, 60n, earlier, v, r, s))
      .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
      .withArgs(vaultAddress, 0n, 60n);
  });

  it("pulls from the caller alone: a stranger cannot use the trader's permit to deposit for himself", async () => {
    const { vault, vaultAddress, token, trader, stranger, sign, later } =
      await networkHelpers.loadFixture(permitFixture);
    const { v, r, s } = await sign(trader, 60n, later);
    await expect(vault.connect(stranger).depositWithPermit(accountOf(stranger), 60n, later, v, r, s))
      .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
      .withArgs(vaultAddress, 0n, 60n);
    expect(await token.balanceOf(trader.address)).to.equal(100n);
  });
});
