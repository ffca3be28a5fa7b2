// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { emptyPoolFixture } from "./support.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const selector = (signature: string): bigint => BigInt(ethers.id(signature).slice(0, 10));
const interfaceId = (signatures: readonly string[]): string =>
  ethers.toBeHex(
    signatures.reduce((id, signature) => id ^ selector(signature), 0n),
    4,
  );

/** By the standards' texts. */
const OPERATORS = ["setOperator(address,bool)", "isOperator(address,address)"];
const DEPOSITS = [
  "requestDeposit(uint256,address,address)",
  "pendingDepositRequest(uint256,address)",
  "claimableDepositRequest(uint256,address)",
  "deposit(uint256,address,address)",
  "mint(uint256,address,address)",
];
const REDEMPTIONS = [
  "requestRedeem(uint256,address,address)",
  "pendingRedeemRequest(uint256,address)",
  "claimableRedeemRequest(uint256,address)",
];
const VAULT = [
  "asset()",
  "share()",
  "convertToShares(uint256)",
  "convertToAssets(uint256)",
  "totalAssets()",
  "maxDeposit(address)",
  "previewDeposit(uint256)",
  "deposit(uint256,address)",
  "maxMint(address)",
  "previewMint(uint256)",
  "mint(uint256,address)",
  "maxWithdraw(address)",
  "previewWithdraw(uint256)",
  "withdraw(uint256,address,address)",
  "maxRedeem(address)",
  "previewRedeem(uint256)",
  "redeem(uint256,address,address)",
];

describe("LiquidityPool: ERC-7540", () => {
  const emptyPool = async () => emptyPoolFixture(connection);

  it("supports the ids of operators, both asynchronous sides, ERC-7575 and ERC-165, and no other", async () => {
    const { pool } = await networkHelpers.loadFixture(emptyPool);
    const ids = [OPERATORS, DEPOSITS, REDEMPTIONS, VAULT, ["supportsInterface(bytes4)"]].map(interfaceId);
    expect(ids).to.deep.equal(["0xe3bc4e65", "0xce3bbe50", "0x620ee8e4", "0x2f0a18c5", "0x01ffc9a7"]);
    for (const id of ids) expect(await pool.supportsInterface(id)).to.equal(true);
    expect(await pool.supportsInterface("0xffffffff")).to.equal(false);
  });

  it("has every function of the standards", async () => {
    const { pool } = await networkHelpers.loadFixture(emptyPool);
    const ours = new Set<string>();
    pool.interface.forEachFunction((fragment) => ours.add(fragment.format()));
    for (const signature of [...OPERATORS, ...DEPOSITS, ...REDEMPTIONS, ...VAULT]) {
      expect(ours.has(signature), signature).to.equal(true);
    }
  });

  it("every preview reverts, because what a request brings is not known before", async () => {
    const { pool } = await networkHelpers.loadFixture(emptyPool);
    for (const preview of [pool.previewDeposit, pool.previewMint, pool.previewWithdraw, pool.previewRedeem]) {
      await expect(preview(1n)).to.be.revertedWithCustomError(pool, "PreviewNotAvailable");
    }
  });

  it("asset is the settlement token and the share is the pool itself", async () => {
    const { pool, token, clearingHouse } = await networkHelpers.loadFixture(emptyPool);
    expect(await pool.asset()).to.equal(await token.getAddress());
    expect(await pool.share()).to.equal(await pool.getAddress());
    expect(await pool.clearingHouse()).to.equal(await clearingHouse.getAddress());
  });

  it("an empty pool has no assets and sells its first shares at a million units each", async () => {
    const { pool } = await networkHelpers.loadFixture(emptyPool);
    expect(await pool.totalAssets()).to.equal(0n);
    expect(await pool.convertToShares(7n)).to.equal(7_000_000n);
    expect(await pool.convertToAssets(7_000_000n)).to.equal(0n);
  });

  it("views of unknown requests and holders are zero", async () => {
    const { pool, alice } = await networkHelpers.loadFixture(emptyPool);
    for (const view of [
      pool.pendingDepositRequest,
      pool.claimableDepositRequest,
      pool.pendingRedeemRequest,
      pool.claimableRedeemRequest,
    ]) {
      expect(await view(0n, alice.address)).to.equal(0n);
    }
    for (const view of [pool.maxDeposit, pool.maxMint, pool.maxWithdraw, pool.maxRedeem]) {
      expect(await view(alice.address)).to.equal(0n);
    }
  });

  it("delay and window must be there and at most thirty days", async () => {
    const { pool, clearingHouse } = await networkHelpers.loadFixture(emptyPool);
    const month = 30n * 86_400n;
    const house = await clearingHouse.getAddress();
    for (const [delay, window] of [
      [0n, 1n],
      [1n, 0n],
      [month + 1n, 1n],
      [1n, month + 1n],
    ] as const) {
      await expect(ethers.deployContract("LiquidityPool", [house, delay, window]))
        .to.be.revertedWithCustomError(pool, "WindowOutOfRange")
        .withArgs(delay, window, month);
    }
    const longest = await ethers.deployContract("LiquidityPool", [house, month, month]);
    expect([await longest.requestDelay(), await longest.executionWindow()]).to.deep.equal([month, month]);
  });
});
