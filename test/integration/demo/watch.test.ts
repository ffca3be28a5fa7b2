// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { AbiCoder, keccak256, toBeHex } from "ethers";

import { planAccounts } from "../../../scripts/demo/accounts.ts";
import { minerOf, startChain } from "../../../scripts/demo/chain.ts";
import type { Chain } from "../../../scripts/demo/chain.ts";
import { InvariantBrokenError } from "../../../scripts/demo/invariants.ts";
import { planOpenings } from "../../../scripts/demo/openings.ts";
import { everyAccount } from "../../../scripts/demo/everyone.ts";
import { LEAD, setStage } from "../../../scripts/demo/stage.ts";
import type { Stage } from "../../../scripts/demo/stage.ts";
import { openAccounts } from "../../../scripts/demo/traders.ts";
import type { OpenedAccount } from "../../../scripts/demo/traders.ts";
import { Watch } from "../../../scripts/demo/watch.ts";
import { createRandom } from "../../../scripts/lib/random.ts";
import { MIDNIGHT } from "../../unit/prices/support.ts";

const PRICES = { ETH: 19_530_000_000n, BTC: 795_000_000_000n };
const COUNT = 20;

/** Where OpenZeppelin's ERC20 keeps a balance: its first mapping. */
const balanceSlot = (owner: string): string =>
  keccak256(AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [owner, 0n]));

describe("a stage with open accounts", function () {
  this.timeout(120_000);
  let chain: Chain;
  let stage: Stage;
  let opened: readonly OpenedAccount[];
  let everyone: readonly string[];
  let snapshot: unknown;

  before(async () => {
    chain = await startChain(MIDNIGHT - LEAD);
    const miner = minerOf(chain.connection);
    stage = await setStage(chain, miner, PRICES, MIDNIGHT);
    const plans = planAccounts(COUNT, createRandom("1").fork("accounts"));
    const openings = planOpenings(plans, PRICES, stage.parameters);
    const start = { seed: "1", start: MIDNIGHT };
    opened = await openAccounts(chain.connection, miner, stage, openings, start);
    everyone = await everyAccount(chain.connection, stage, opened);
  });
  after(async () => chain.close());

  beforeEach(async () => {
    snapshot = await chain.connection.provider.request({ method: "evm_snapshot", params: [] });
  });
  afterEach(async () => {
    await chain.connection.provider.request({ method: "evm_revert", params: [snapshot] });
  });

  const begin = async (accounts = everyone): Promise<Watch> => {
    const { provider } = chain.connection.ethers;
    return Watch.begin(provider, stage, accounts, await provider.getBlockNumber());
  };

  /** Mines a block and looks at it. */
  async function lookAtNext(accounts = everyone) {
    const watch = await begin(accounts);
    await minerOf(chain.connection).mine(MIDNIGHT + 60);
    const number = await chain.connection.ethers.provider.getBlockNumber();
    return { number, block: await watch.look(number, PRICES), watch };
  }

  /** The error of a look at the next block. */
  async function failure(accounts = everyone): Promise<InvariantBrokenError> {
    const error: unknown = await lookAtNext(accounts).catch((thrown: unknown) => thrown);
    if (!(error instanceof InvariantBrokenError)) throw error;
    return error;
  }

  const setVaultBalance = async (change: bigint): Promise<void> => {
    const [token, vault] = [await stage.token.getAddress(), await stage.vault.getAddress()];
    const balance = toBeHex((await stage.token.balanceOf(vault)) + change, 32);
    const params = [token, balanceSlot(vault), balance];
    await chain.connection.provider.request({ method: "hardhat_setStorageAt", params });
  };

  it("gives every account the leverage of its plan", async () => {
    const healths = await stage.lens.healthOf(opened.map(({ id }) => id));
    for (const [index, { plan }] of opened.entries()) {
      const positions = (await stage.lens.accountOf(opened[index]?.id ?? "")).positions;
      const notional = positions.reduce((sum, position) => sum + position.notional, 0n);
      // A benchmark's margin is of its fill: what spread and premium took is missing at mark.
      const tolerance = plan.marginOf === "fill" ? 10n : 1n;
      const leverage = (notional * 1_000n) / (healths[index]?.accountValue ?? 1n);
      expect(leverage).to.be.closeTo(
        BigInt(plan.leverageTenths) * 100n,
        (tolerance * BigInt(plan.leverageTenths)) / 10n,
      );
      expect(positions).to.have.lengthOf(plan.legs.length);
    }
  });

  it("begins with nobody below the line and both promises kept", async () => {
    const { block, watch, number } = await lookAtNext();
    expect(block.number).to.equal(number);
    expect(block.timestamp).to.equal(MIDNIGHT + 60);
    expect(block.accountsUnderLine).to.equal(0);
    expect(block.liquidated).to.deep.equal([]);
    expect(watch.invariantChecks).to.equal(3);
    expect(block.openInterest.ETH).to.be.greaterThan(80_000_000_000n);
    expect(block.insurance).to.be.greaterThan(250_000_000_000n);
    expect(block.poolValue).to.be.greaterThan(20_000_000_000_000n);
  });

  it("an account that is left out breaks P1, in the block that was looked at", async () => {
    const error = await failure(everyone.slice(1));
    expect(error).to.include({ promise: "P1", block: await chain.connection.ethers.provider.getBlockNumber() });
  });

  it("tokens that are gone from the vault break P2", async () => {
    await setVaultBalance(-1_000_000n);
    const error = await failure();
    expect(error.promise).to.equal("P2");
    expect(error.message).to.match(/the vault holds \d+ and owes \d+/);
  });

  it("tokens that nobody has a claim to break P2", async () => {
    await setVaultBalance(1_000_000n);
    expect((await failure()).message).to.include("more than it owes; rounding explains at most");
  });
});
