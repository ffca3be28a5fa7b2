// SPDX-License-Identifier: MIT
import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";
import { network } from "hardhat";

import { actors } from "../../fixtures/actors.ts";
import type { MockV3Aggregator } from "../../../typechain/index.ts";

const { ethers, networkHelpers } = await network.create();

const ANSWER = 2_000_00000000n;

/** FaultyFeed.Mode, in the order of its declaration. */
const Mode = { Answer: 0n, Revert: 1n, BurnGas: 2n, ShortReturn: 3n, HugeReturn: 4n, RawReturn: 5n } as const;

describe("mocks", () => {
  async function tokensFixture() {
    const { deployer, alice, bob } = await actors(ethers);
    const settlement = await ethers.deployContract("SettlementToken");
    const fee = await ethers.deployContract("FeeOnTransferToken", [100n]);
    const noReturn = await ethers.deployContract("NoReturnToken");
    const falseReturn = await ethers.deployContract("FalseReturnToken");
    const hook = await ethers.deployContract("HookToken");
    const blacklist = await ethers.deployContract("BlacklistToken");
    for (const token of [settlement, fee, noReturn, falseReturn, hook, blacklist]) {
      await token.mint(deployer.address, 1_000n);
    }
    return { deployer, alice, bob, settlement, fee, noReturn, falseReturn, hook, blacklist };
  }

  async function feedFixture() {
    const feed = await ethers.deployContract("FaultyFeed", [8n]);
    await feed.setRound({ roundId: 7n, answer: ANSWER, startedAt: 90n, updatedAt: 100n, answeredInRound: 7n });
    const raw = async (): Promise<string> =>
      ethers.provider.call({
        to: await feed.getAddress(),
        data: feed.interface.encodeFunctionData("latestRoundData"),
      });
    return { feed, raw };
  }

  describe("tokens", () => {
    it("the settlement token has six decimals and takes a permit", async () => {
      const { settlement, deployer, alice } = await networkHelpers.loadFixture(tokensFixture);
      expect(await settlement.decimals()).to.equal(6n);
      const { chainId } = await ethers.provider.getNetwork();
      const domain = {
        name: "USD Coin (local)",
        version: "1",
        chainId,
        verifyingContract: await settlement.getAddress(),
      };
      const types = {
        Permit: [
          { name: "owner", type: "address" },
          { name: "spender", type: "address" },
          { name: "value", type: "uint256" },
          { name: "nonce", type: "uint256" },
          { name: "deadline", type: "uint256" },
        ],
      };
      const permit = {
        owner: deployer.address,
        spender: alice.address,
        value: 5n,
        nonce: 0n,
        deadline: ethers.MaxUint256,
      };
      const { v, r, s } = ethers.Signature.from(await deployer.signTypedData(domain, types, permit));
      await settlement.permit(permit.owner, permit.spender, permit.value, permit.deadline, v, r, s);
      expect(await settlement.allowance(deployer.address, alice.address)).to.equal(5n);
    });

    it("a transfer of the fee token delivers less than was sent", async () => {
      const { fee, alice } = await networkHelpers.loadFixture(tokensFixture);
      await fee.transfer(alice.address, 1_000n);
      expect(await fee.balanceOf(alice.address)).to.equal(990n);
      await expect(fee.setFeeBps(10_001n)).to.be.revertedWithCustomError(fee, "FeeTooHigh").withArgs(10_001n, 10_000n);
    });

    it("a transfer of the silent token moves the balance and returns no data", async () => {
      const { noReturn, deployer, alice } = await networkHelpers.loadFixture(tokensFixture);
      const data = noReturn.interface.encodeFunctionData("transfer", [alice.address, 1n]);
      const to = await noReturn.getAddress();
      expect(await ethers.provider.call({ from: deployer.address, to, data })).to.equal("0x");
      await noReturn.transfer(alice.address, 400n);
      expect(await noReturn.balanceOf(alice.address)).to.equal(400n);
      await expect(noReturn.transfer(alice.address, 601n))
        .to.be.revertedWithCustomError(noReturn, "InsufficientBalance")
        .withArgs(deployer.address, 600n, 601n);
    });

    it("the failing token returns false and moves nothing", async () => {
      const { falseReturn, alice } = await networkHelpers.loadFixture(tokensFixture);
      await falseReturn.setFailing(true);
      expect(await falseReturn.transfer.staticCall(alice.address, 1n)).to.equal(false);
      await falseReturn.transfer(alice.address, 1n);
      expect(await falseReturn.balanceOf(alice.address)).to.equal(0n);
    });

    it("the hook token calls out before and after the balances move", async () => {
      const { hook, alice } = await networkHelpers.loadFixture(tokensFixture);
      const target = await hook.getAddress();
      const read = hook.interface.encodeFunctionData("balanceOf", [alice.address]);
      await hook.setBeforeTransfer(target, read, false);
      await hook.setAfterTransfer(target, read, false);
      await hook.transfer(alice.address, 3n);
      const word = (value: bigint): string => ethers.toBeHex(value, 32);
      expect(await hook.beforeOutcome()).to.deep.equal([1n, true, word(0n)]);
      expect(await hook.afterOutcome()).to.deep.equal([1n, true, word(3n)]);
    });

    it("the hook token passes a revert on only when told to", async () => {
      const { hook, alice, bob } = await networkHelpers.loadFixture(tokensFixture);
      const data = hook.interface.encodeFunctionData("transferFrom", [alice.address, bob.address, 1n]);
      const target = await hook.getAddress();
      await hook.setBeforeTransfer(target, data, false);
      await hook.transfer(alice.address, 1n);
      expect((await hook.beforeOutcome()).success).to.equal(false);
      await hook.setBeforeTransfer(target, data, true);
      await expect(hook.transfer(alice.address, 1n))
        .to.be.revertedWithCustomError(hook, "ERC20InsufficientAllowance")
        .withArgs(target, 0n, anyValue);
    });

    it("a blacklisted address neither sends nor receives", async () => {
      const { blacklist, deployer, alice } = await networkHelpers.loadFixture(tokensFixture);
      await blacklist.setBlacklisted(alice.address, true);
      await expect(blacklist.transfer(alice.address, 1n))
        .to.be.revertedWithCustomError(blacklist, "Blacklisted")
        .withArgs(alice.address);
      await blacklist.setBlacklisted(alice.address, false);
      await blacklist.setBlacklisted(deployer.address, true);
      await expect(blacklist.transfer(alice.address, 1n))
        .to.be.revertedWithCustomError(blacklist, "Blacklisted")
        .withArgs(deployer.address);
    });
  });

  describe("FaultyFeed", () => {
    it("answers the latest round and the history", async () => {
      const { feed } = await networkHelpers.loadFixture(feedFixture);
      expect(await feed.latestRoundData()).to.deep.equal([7n, ANSWER, 90n, 100n, 7n]);
      expect(await feed.getRoundData(7n)).to.deep.equal([7n, ANSWER, 90n, 100n, 7n]);
      await expect(feed.getRoundData(6n)).to.be.revertedWithCustomError(feed, "NoDataPresent").withArgs(6n);
    });

    it("reverts in the latest round while the history still answers", async () => {
      const { feed } = await networkHelpers.loadFixture(feedFixture);
      await feed.setModes(Mode.Revert, Mode.Answer);
      await expect(feed.latestRoundData()).to.be.revertedWithCustomError(feed, "FeedReverted");
      expect((await feed.getRoundData(7n))[1]).to.equal(ANSWER);
    });

    it("burns all gas it was given", async () => {
      const { feed } = await networkHelpers.loadFixture(feedFixture);
      await feed.setModes(Mode.BurnGas, Mode.Answer);
      const { deployer: signer } = await actors(ethers);
      const sent = await signer
        .sendTransaction({
          to: await feed.getAddress(),
          data: feed.interface.encodeFunctionData("latestRoundData"),
          gasLimit: 300_000n,
        })
        .then(
          async (response) => ethers.provider.getTransactionReceipt(response.hash),
          async () => {
            const block = await ethers.provider.getBlock("latest");
            return ethers.provider.getTransactionReceipt(block?.transactions[0] ?? "");
          },
        );
      expect(sent?.gasUsed).to.equal(300_000n);
    });

    it("returns too little, too much, or whatever it was given", async () => {
      const { feed, raw } = await networkHelpers.loadFixture(feedFixture);
      await feed.setModes(Mode.ShortReturn, Mode.Answer);
      expect(ethers.dataLength(await raw())).to.equal(31);
      await feed.setModes(Mode.HugeReturn, Mode.Answer);
      expect(ethers.dataLength(await raw())).to.equal(100_000);
      await feed.setModes(Mode.RawReturn, Mode.Answer);
      await feed.setRawReturn("0xdeadbeef");
      expect(await raw()).to.equal("0xdeadbeef");
    });
  });

  describe("Chainlink's proxy", () => {
    it("passes the aggregator's round through with its phase in front", async () => {
      const aggregator: MockV3Aggregator = await ethers.deployContract("MockV3Aggregator", [8n, ANSWER]);
      const proxy = await ethers.deployContract("EACAggregatorProxy", [
        await aggregator.getAddress(),
        ethers.ZeroAddress,
      ]);
      const [roundId, answer, startedAt, updatedAt] = await aggregator.latestRoundData();
      const phase = 1n << 64n;
      expect(await proxy.latestRoundData()).to.deep.equal([
        phase + roundId,
        answer,
        startedAt,
        updatedAt,
        phase + roundId,
      ]);
      expect(await proxy.decimals()).to.equal(8n);
      expect(answer).to.equal(ANSWER);
    });
  });
});
