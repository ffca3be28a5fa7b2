// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { NEVER, Permission } from "../../../scripts/lib/operators/typed-data.ts";
import { EPOCH, OWN_CALL, signatureFixture } from "./signatures.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

describe("operators by signature: nonces", () => {
  async function signed() {
    const fixture = await signatureFixture(connection);
    const { clearingHouse, alice, bob, account } = fixture;
    return {
      ...fixture,
      nonceOf: async (operator = bob.address, of: string = account) => clearingHouse.nonceOf(of, operator),
      /** alice's own call. */
      setDirectly: async (permissions: bigint) =>
        clearingHouse.connect(alice).setOperator(account, bob.address, permissions, NEVER),
    };
  }

  it("signatures for one operator replace each other in their order: the next one first, or InvalidNonce", async () => {
    const { clearingHouse, bob, account, grant, nonceOf, permissionsOf } = await networkHelpers.loadFixture(signed);
    await expect(grant({ nonce: 1n, permissions: 0n }))
      .to.be.revertedWithCustomError(clearingHouse, "InvalidNonce")
      .withArgs(account, bob.address, 1n, 0n);
    await grant({ nonce: 0n });
    await grant({ nonce: 1n, permissions: 0n });
    expect([await nonceOf(), await permissionsOf()]).to.deep.equal([2n, 0n]);
  });

  it("signatures for different operators or accounts have no order, and none stands in another's way", async () => {
    const { bob, carol, keeper, account, subAccount, grant, nonceOf } = await networkHelpers.loadFixture(signed);
    await grant({ operator: keeper.address });
    await grant({ account: subAccount(1n) });
    await grant({ operator: carol.address });
    expect([
      await nonceOf(keeper.address),
      await nonceOf(carol.address),
      await nonceOf(bob.address, subAccount(1n)),
      await nonceOf(bob.address, account),
    ]).to.deep.equal([1n, 1n, 1n, 0n]);
    await grant();
  });

  it("of two signatures with one nonce the first that is submitted counts, the other never", async () => {
    const { clearingHouse, bob, account, grant, permissionsOf } = await networkHelpers.loadFixture(signed);
    await grant({ permissions: 0n });
    await expect(grant())
      .to.be.revertedWithCustomError(clearingHouse, "InvalidNonce")
      .withArgs(account, bob.address, 0n, 1n);
    expect(await permissionsOf()).to.equal(0n);
  });

  it("the owner's own call voids every signature for that operator, those in turn after the next one too", async () => {
    const { clearingHouse, bob, account, grant, setDirectly, nonceOf, permissionsOf } =
      await networkHelpers.loadFixture(signed);
    await grant();
    await setDirectly(0n);
    expect(await nonceOf()).to.equal(OWN_CALL);
    for (const nonce of [0n, 1n, 2n, 3n, OWN_CALL - 1n]) {
      await expect(grant({ nonce }))
        .to.be.revertedWithCustomError(clearingHouse, "InvalidNonce")
        .withArgs(account, bob.address, nonce, OWN_CALL);
    }
    expect(await permissionsOf()).to.equal(0n);
    await setDirectly(0n);
    expect(await nonceOf()).to.equal(2n * OWN_CALL);
  });

  it("after the owner's own call new signatures go on from there", async () => {
    const { grant, setDirectly, nonceOf, permissionsOf } = await networkHelpers.loadFixture(signed);
    await setDirectly(Permission.Settle);
    await grant({ nonce: OWN_CALL });
    expect([await nonceOf(), await permissionsOf()]).to.deep.equal([OWN_CALL + 1n, Permission.Trade]);
  });

  it("the owner's own call for one operator leaves signatures for another as they are", async () => {
    const { carol, grant, setDirectly, permissionsOf } = await networkHelpers.loadFixture(signed);
    await setDirectly(0n);
    await grant({ operator: carol.address });
    expect(await permissionsOf(carol.address)).to.equal(Permission.Trade);
  });

  it("invalidateSignatures voids all of the caller's at once, for every account and operator", async () => {
    const { clearingHouse, alice, bob, carol, account, subAccount, grant } = await networkHelpers.loadFixture(signed);
    await expect(clearingHouse.connect(alice).invalidateSignatures())
      .to.emit(clearingHouse, "SignaturesInvalidated")
      .withArgs(alice.address, 1n);
    for (const [of, operator] of [
      [account, bob.address],
      [account, carol.address],
      [subAccount(1n), bob.address],
    ] as const) {
      await expect(grant({ account: of, operator }))
        .to.be.revertedWithCustomError(clearingHouse, "InvalidNonce")
        .withArgs(of, operator, 0n, EPOCH);
    }
    await grant({ nonce: EPOCH });
  });

  it("invalidateSignatures takes no permission away, and nothing from anybody else", async () => {
    const { clearingHouse, alice, carol, account, grant, send, bob, one } = await networkHelpers.loadFixture(signed);
    await clearingHouse.connect(carol).invalidateSignatures();
    await grant();
    await clearingHouse.connect(alice).invalidateSignatures();
    await expect(send(bob, "ETH", one, { account })).to.emit(clearingHouse, "Traded");
  });

  it("counters keep apart: epochs, own calls and signatures all show in one nonce", async () => {
    const { clearingHouse, alice, grant, setDirectly, nonceOf } = await networkHelpers.loadFixture(signed);
    await clearingHouse.connect(alice).invalidateSignatures();
    await clearingHouse.connect(alice).invalidateSignatures();
    await setDirectly(0n);
    await grant({ nonce: 2n * EPOCH + OWN_CALL });
    expect(await nonceOf()).to.equal(2n * EPOCH + OWN_CALL + 1n);
  });

  it("logs alone give every nonce: one step a signature used, the next multiple of 2^32 a call without", async () => {
    const { clearingHouse, alice, bob, account, grant, setDirectly, nonceOf } =
      await networkHelpers.loadFixture(signed);
    await grant();
    await setDirectly(0n);
    await grant({ nonce: OWN_CALL });
    await clearingHouse.connect(alice).invalidateSignatures();
    await grant({ nonce: EPOCH + OWN_CALL + 1n });
    await setDirectly(Permission.Trade);
    const logs = await ethers.provider.getLogs({ address: await clearingHouse.getAddress(), fromBlock: 0 });
    const names = logs.map((log) => clearingHouse.interface.parseLog(log)?.name);
    let [epoch, nonce] = [0n, 0n];
    for (const [index, name] of names.entries()) {
      if (name === "SignaturesInvalidated") epoch += 1n;
      if (name === "OperatorSet") {
        nonce = names[index + 1] === "OperatorSignatureUsed" ? nonce + 1n : (nonce / OWN_CALL + 1n) * OWN_CALL;
      }
    }
    expect(epoch * EPOCH + nonce).to.equal(await nonceOf(bob.address, account));
  });
});
