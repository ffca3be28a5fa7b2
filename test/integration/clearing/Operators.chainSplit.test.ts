// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { signForWallet } from "../../../scripts/lib/operators/sign.ts";
import { IClearingHouse__factory } from "../../../typechain/index.ts";
import { signatureFixture } from "./signatures.ts";

const SPLIT_CHAIN = 42161;

const connection = await network.create();
const split = await network.create({ network: "default", override: { chainId: SPLIT_CHAIN } });

describe("operators by signature: A92, a chain that splits", () => {
  /** The deployed code at the same addresses on a chain of another id, what constructors fixed in it included. */
  async function splitFixture() {
    const fixture = await signatureFixture(connection);
    const { provider } = connection.ethers;
    for (let number = 0; number <= (await provider.getBlockNumber()); ++number) {
      const block = await provider.getBlock(number);
      for (const hash of block?.transactions ?? []) {
        const created = (await provider.getTransactionReceipt(hash))?.contractAddress;
        if (typeof created !== "string") continue;
        await split.networkHelpers.setCode(created, await provider.getCode(created));
      }
    }
    const [sender] = await split.ethers.getSigners();
    return { ...fixture, there: IClearingHouse__factory.connect(await fixture.clearingHouse.getAddress(), sender) };
  }

  it("the domain follows the id that the chain has now: a signature stays on its side of the split", async () => {
    const { clearingHouse, there, alice, domain, message, sign, submit } = await splitFixture();
    const signature = await sign(alice, message);
    expect(await there.nonceOf(message.account, message.operator)).to.equal(message.nonce);
    expect(await there.domainSeparator()).to.not.equal(await clearingHouse.domainSeparator());
    await expect(there.setOperatorBySignature(message, signature))
      .to.be.revertedWithCustomError(there, "InvalidSignature")
      .withArgs(message.account, alice.address);
    await there.setOperatorBySignature(
      message,
      await signForWallet(alice, { ...domain, chainId: BigInt(SPLIT_CHAIN) }, message),
    );
    await submit(message, signature);
  });
});
