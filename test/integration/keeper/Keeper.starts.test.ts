// SPDX-License-Identifier: MIT
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import { HDNodeWallet, Mnemonic } from "ethers";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { startChain, startNode } from "./chain.ts";
import type { Chain, LocalNode } from "./chain.ts";

/** The phrase of every Hardhat chain; worthless anywhere else. */
const PHRASE = Mnemonic.fromPhrase("test test test test test test test test test test test junk");
const LIQUIDATOR = HDNodeWallet.fromMnemonic(PHRASE, "m/44'/60'/0'/0/5");

describe("keeper: what it begins with", () => {
  let chain: Chain;
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-keeper-"));
  const opened: LocalNode[] = [];

  before(async () => {
    chain = await startChain();
  });
  after(async () => {
    rmSync(directory, { recursive: true, force: true });
    for (const node of opened) await node.close();
    await chain.close();
  });

  it("a deployment file and a key: it sends itself, and a beneficiary takes the reward", async () => {
    const { alice, carol, open, setPrice, keeper, front, clearingHouse, lens } = chain;
    const path = join(directory, "addresses.json");
    const addresses = { ClearingHouse: await clearingHouse.getAddress(), AccountLens: await lens.getAddress() };
    writeFileSync(path, JSON.stringify(addresses));
    await open(alice, { cash: usd("1,250"), tokens: "10" });
    const args = ["--deployment", path, "--beneficiary", accountOf(carol)];
    const process = keeper(args, { KEEPER_PRIVATE_KEY: LIQUIDATOR.privateKey });
    expect((await process.line("started"))["sender"]).to.equal(LIQUIDATOR.address);
    await process.line("caught-up");
    front.methods = [];
    await setPrice("ETH", "1,920");
    await process.line("account-liquidated");
    expect(front.methods.filter((method) => method.startsWith("eth_send"))).to.deep.equal(["eth_sendRawTransaction"]);
    const summary = await process.stop();
    const { cash } = await clearingHouse.accountState(accountOf(carol));
    expect(summary?.["rewards"]).to.equal(cash.toString());
    expect(JSON.stringify(process.lines)).not.to.contain(LIQUIDATOR.privateKey.slice(2));
  });

  it("finds the deployment's first block by itself", async () => {
    const { keeper, clearingHouse, connection } = chain;
    const process = keeper(["--once", "--clearing-house", await clearingHouse.getAddress()]);
    const { fromBlock } = await process.line("started");
    const before = Number(fromBlock) - 1;
    const address = await clearingHouse.getAddress();
    expect(await connection.ethers.provider.getCode(address, before)).to.equal("0x");
    expect(await connection.ethers.provider.getCode(address, Number(fromBlock))).not.to.equal("0x");
    expect(await process.ended).to.equal(0);
  });

  it("refuses an address that is no clearing house", async () => {
    const address = await chain.vault.getAddress();
    const process = chain.keeper(["--clearing-house", address]);
    expect(await process.ended).to.equal(4);
    expect(process.lines.at(-1)).to.include({ event: "cannot-run", error: "NotTheContract" });
  });

  it("refuses an account that the node has not unlocked", async () => {
    const process = chain.keeper(["--account", "900"]);
    expect(await process.ended).to.equal(2);
    expect(process.lines.at(-1)).to.include({ error: "NoUnlockedAccount" });
  });

  it("refuses a chain without a deployment, after waiting for one", async () => {
    const node = await startNode();
    opened.push(node);
    const process = node.keeper(["--connect-attempts", "2"]);
    expect(await process.ended).to.equal(4);
    expect(process.events()).to.deep.equal(["waiting-to-start", "cannot-run"]);
    expect(process.lines.at(-1)).to.include({ error: "DeploymentNotFound" });
  });

  it("needs a key and named contracts on a chain that is not local", async () => {
    const node = await startNode(1_234);
    opened.push(node);
    const without = node.keeper();
    expect(await without.ended).to.equal(2);
    expect(without.lines.at(-1)).to.include({ error: "MissingKey" });
    const unnamed = node.keeper([], { KEEPER_PRIVATE_KEY: LIQUIDATOR.privateKey });
    expect(await unnamed.ended).to.equal(4);
    expect(unnamed.lines.at(-1)).to.include({ error: "DeploymentNotGiven" });
  });
});
