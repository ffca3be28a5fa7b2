// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { tokenFixture } from "./support.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

/** Tokens that are not what they should be (A87): each is refused, or credited exactly. */
describe("Vault and odd tokens (A87)", () => {
  describe("a token of other than six decimals", () => {
    it("is refused with UnsupportedTokenDecimals when the vault is made", async () => {
      const token = await ethers.deployContract("FeeOnTransferToken", [100n]);
      const vault = await ethers.getContractFactory("Vault");
      await expect(vault.deploy(await token.getAddress()))
        .to.be.revertedWithCustomError(vault, "UnsupportedTokenDecimals")
        .withArgs(await token.getAddress(), 18n, 6n);
    });
  });

  describe("a token that takes a fee of one percent", () => {
    async function feeFixture() {
      const token = await ethers.deployContract("FeeOnTransferSettlementToken", [100n]);
      const deployed = await tokenFixture(connection, await token.getAddress());
      await token.mint(deployed.trader.address, 10_000n);
      await token.connect(deployed.trader).approve(deployed.vaultAddress, 10_000n);
      return { ...deployed, odd: token };
    }

    it("is credited by what arrived, not by what was said", async () => {
      const { vault, vaultAddress, clearingHouse, odd, trader, account, cash } =
        await networkHelpers.loadFixture(feeFixture);
      await expect(vault.connect(trader).deposit(account, 10_000n))
        .to.emit(clearingHouse, "Deposited")
        .withArgs(account, trader.address, 9_900n, 9_900n);
      expect([await cash(), await odd.balanceOf(vaultAddress)]).to.deep.equal([9_900n, 9_900n]);
    });

    it("is refused with ZeroAmount where nothing arrives", async () => {
      const { vault, odd, trader, account } = await networkHelpers.loadFixture(feeFixture);
      await odd.setFeeBps(10_000n);
      await expect(vault.connect(trader).deposit(account, 10_000n)).to.be.revertedWithCustomError(vault, "ZeroAmount");
    });
  });

  describe("a token whose transfers return nothing", () => {
    async function noReturnFixture() {
      const token = await ethers.deployContract("NoReturnToken");
      const deployed = await tokenFixture(connection, await token.getAddress());
      await token.mint(deployed.trader.address, 100n);
      await token.connect(deployed.trader).approve(deployed.vaultAddress, 100n);
      return { ...deployed, odd: token };
    }

    it("goes in and out", async () => {
      const { vault, vaultAddress, odd, trader, account, cash } = await networkHelpers.loadFixture(noReturnFixture);
      await vault.connect(trader).deposit(account, 100n);
      expect([await cash(), await odd.balanceOf(vaultAddress)]).to.deep.equal([100n, 100n]);
      await vault.connect(trader).withdraw(account, 60n, trader.address);
      expect([await cash(), await odd.balanceOf(trader.address)]).to.deep.equal([40n, 60n]);
    });
  });

  describe("a token that fails by returning false", () => {
    async function falseReturnFixture() {
      const token = await ethers.deployContract("FalseReturnSettlementToken");
      const deployed = await tokenFixture(connection, await token.getAddress());
      await token.mint(deployed.trader.address, 100n);
      await token.connect(deployed.trader).approve(deployed.vaultAddress, 100n);
      const safe = await ethers.getContractAt("Vault", deployed.vaultAddress);
      return { ...deployed, odd: token, safe };
    }

    it("is refused on the way in, and nothing is credited", async () => {
      const { vault, safe, odd, trader, account, cash } = await networkHelpers.loadFixture(falseReturnFixture);
      await odd.setFailing(true);
      await expect(vault.connect(trader).deposit(account, 100n))
        .to.be.revertedWithCustomError(safe, "SafeERC20FailedOperation")
        .withArgs(await odd.getAddress());
      expect([await cash(), await odd.balanceOf(trader.address)]).to.deep.equal([0n, 100n]);
    });

    it("is refused on the way out, and nothing is debited", async () => {
      const { vault, safe, odd, trader, account, cash } = await networkHelpers.loadFixture(falseReturnFixture);
      await vault.connect(trader).deposit(account, 100n);
      await odd.setFailing(true);
      await expect(vault.connect(trader).withdraw(account, 100n, trader.address))
        .to.be.revertedWithCustomError(safe, "SafeERC20FailedOperation")
        .withArgs(await odd.getAddress());
      expect(await cash()).to.equal(100n);
    });
  });

  describe("a token that can block addresses", () => {
    async function blacklistFixture() {
      const token = await ethers.deployContract("BlacklistToken");
      const deployed = await tokenFixture(connection, await token.getAddress());
      const { vault, vaultAddress, trader, account } = deployed;
      await token.mint(trader.address, 100n);
      await token.connect(trader).approve(vaultAddress, 100n);
      await vault.connect(trader).deposit(account, 100n);
      return { ...deployed, odd: token };
    }

    it("reverts for a blocked receiver and costs the account nothing; another receiver is paid", async () => {
      const { vault, odd, trader, alice, account, cash } = await networkHelpers.loadFixture(blacklistFixture);
      await odd.setBlacklisted(trader.address, true);
      await expect(vault.connect(trader).withdraw(account, 100n, trader.address))
        .to.be.revertedWithCustomError(odd, "Blacklisted")
        .withArgs(trader.address);
      expect(await cash()).to.equal(100n);
      await vault.connect(trader).withdraw(account, 100n, alice.address);
      expect([await cash(), await odd.balanceOf(alice.address)]).to.deep.equal([0n, 100n]);
    });
  });
});
