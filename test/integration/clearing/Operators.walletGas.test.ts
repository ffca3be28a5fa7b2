// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import { network } from "hardhat";

import { setOperatorTypedData } from "../../../scripts/lib/operators/typed-data.ts";
import { toAccountId } from "../../../scripts/lib/units/account-id.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { signatureFixture } from "./signatures.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

/** mocks/ContractWallet.sol's Mode. */
const Mode = { BurnGas: 3n, HugeReturn: 5n } as const;

describe("operators by signature: what a wallet's code can do to others", () => {
  async function walletFixture() {
    const fixture = await signatureFixture(connection);
    const { alice, clearingHouse } = fixture;
    const wallet = await ethers.deployContract("ContractWallet", [alice.address]);
    const address = await wallet.getAddress();
    const message = { ...fixture.message, account: toAccountId(accountOf({ address })) };
    const signature = await fixture.sign(alice, message);
    const data = clearingHouse.interface.encodeFunctionData("setOperatorBySignature", [message, signature]);
    return { ...fixture, wallet, address, message, signature, data, house: await clearingHouse.getAddress() };
  }

  it("it changes nothing: every door that it tries is shut, so it does not get to answer", async () => {
    const { clearingHouse, wallet, address, message, signature, bob, house, submit } =
      await networkHelpers.loadFixture(walletFixture);
    const { interface: abi } = clearingHouse;
    for (const data of [
      abi.encodeFunctionData("setOperator", [message.account, bob.address, 3n, 1n]),
      abi.encodeFunctionData("setOperatorBySignature", [message, signature]),
      abi.encodeFunctionData("transferCash", [message.account, accountOf(bob), 1n]),
      abi.encodeFunctionData("invalidateSignatures"),
      abi.encodeFunctionData("multicall", [[abi.encodeFunctionData("invalidateSignatures")]]),
    ]) {
      await wallet.setCallOut(house, data);
      await expect(submit(message, signature), data)
        .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
        .withArgs(message.account, address);
    }
  });

  it("it runs under the lock: what prices something answers it only outside of the call, what is stored always", async () => {
    const { clearingHouse, wallet, alice, address, domain, message, signature, bob, house, submit } =
      await networkHelpers.loadFixture(walletFixture);
    const { interface: abi } = clearingHouse;
    const typed = setOperatorTypedData(domain, message);
    const digest = TypedDataEncoder.hash(typed.domain, typed.types, typed.message);
    await wallet.setCallOut(house, abi.encodeFunctionData("poolValuation"));
    expect(await wallet.connect(alice).isValidSignature(digest, signature)).to.equal("0x1626ba7e");
    await expect(submit(message, signature))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidSignature")
      .withArgs(message.account, address);
    await wallet.setCallOut(house, abi.encodeFunctionData("nonceOf", [message.account, bob.address]));
    await submit(message, signature);
  });

  it("an endless answer is not copied: it costs what making it costs (A95)", async () => {
    const { wallet, message, signature, submit, bob, clearingHouse } = await networkHelpers.loadFixture(walletFixture);
    await wallet.setMode(Mode.HugeReturn);
    const receipt = await (await submit(message, signature)).wait();
    expect((await clearingHouse.operatorState(message.account, bob.address)).permissions).to.equal(1n);
    // 100,000 bytes take the wallet 28,900 gas of memory; a copy would take the caller as much again.
    expect(receipt?.gasUsed).to.be.lessThan(150_000n);
  });

  it("it can burn the submitter's gas and no more: a 64th is left to refuse it with", async () => {
    const { wallet, house, data, bob, message, clearingHouse } = await networkHelpers.loadFixture(walletFixture);
    await wallet.setMode(Mode.BurnGas);
    const probe = await ethers.deployContract("CallProbe");
    const [success, result, gasUsed] = await probe.attempt.staticCall(house, data, 2_000_000n);
    expect(success).to.equal(false);
    expect(clearingHouse.interface.parseError(result)?.name).to.equal("InvalidSignature");
    expect(gasUsed).to.be.lessThan(2_010_000n);
    expect(await clearingHouse.nonceOf(message.account, bob.address)).to.equal(0n);
  });

  it("who gives too little gas loses his call, never the owner his signature: it succeeds whole or changes nothing", async () => {
    const { clearingHouse, house, data, bob, message } = await networkHelpers.loadFixture(walletFixture);
    const probe = await ethers.deployContract("CallProbe");
    let refused = 0;
    for (let gas = 40_000n; ; gas += 2_000n) {
      const [success] = await probe.attempt.staticCall(house, data, gas);
      await probe.attempt(house, data, gas);
      const nonce = await clearingHouse.nonceOf(message.account, bob.address);
      expect(nonce).to.equal(success ? 1n : 0n);
      if (success) break;
      refused += 1;
    }
    expect(refused).to.be.greaterThan(2);
  });
});
