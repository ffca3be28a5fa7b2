// SPDX-License-Identifier: MIT
import { readdirSync } from "node:fs";

import { expect } from "chai";
import { Wallet } from "ethers";
import { network } from "hardhat";

import { Role } from "../../../deploy/roles.ts";
import { runCommand } from "../../../scripts/ops/command.ts";
import { governanceProgram } from "../../../scripts/ops/governance/program.ts";
import { callTo, governedFixture, TWO_DAYS } from "./live.ts";
import { runScript, served } from "./process.ts";
import { page } from "./table.ts";

const connection = await network.create();
const { networkHelpers } = connection;

describe("npm run governance", () => {
  let fixture: Awaited<ReturnType<typeof governedFixture>>;
  let node: Awaited<ReturnType<typeof served>>;

  /** Runs a command against the fixture's chain, as its process would. */
  async function governance(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    let [stdout, stderr] = ["", ""];
    const program = governanceProgram({ environment, say: (line) => (stdout += `${line}\n`) });
    const code = await runCommand(program, [...words, ...node.options], (text) => (stderr += text));
    return { code, stdout, stderr };
  }

  before(async () => {
    fixture = await governedFixture(connection);
    node = await served(connection, fixture);
  });

  after(async () => node.close());

  let snapshot: Awaited<ReturnType<typeof networkHelpers.takeSnapshot>>;
  beforeEach(async () => {
    snapshot = await networkHelpers.takeSnapshot();
  });
  afterEach(async () => snapshot.restore());

  /** The governor announces a venue. */
  async function announced() {
    const { accessManager, clearingHouse, governor, stranger } = fixture;
    const { to, data } = await callTo(clearingHouse, "setVenue", [stranger.address, true]);
    await accessManager.connect(governor).schedule(to, data, 0n);
    const operation = await accessManager.hashOperation(governor.address, to, data);
    return { to, data, operation };
  }

  it("is a process that ends with its command's code", async () => {
    const { code, stdout, stderr } = await runScript("governance/index.ts", ["list", ...node.options]);
    expect({ code, stdout, stderr }).to.deep.equal({ code: 0, stdout: "nothing is announced\n", stderr: "" });
  });

  it("list decodes what is announced, with caller and the time from which it can be made", async () => {
    const { governor, stranger, accessManager } = fixture;
    expect((await governance(["list"])).stdout).to.equal("nothing is announced\n");
    const { to, operation } = await announced();
    const readyAt = Number(await accessManager.getSchedule(operation));
    const utc = (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
    const { code, stdout } = await governance(["list"]);
    expect(code).to.equal(0);
    expect(stdout.split("\n")).to.deep.equal([
      `${operation}  waiting`,
      `  setVenue(venue: ${stranger.address}, registered: true)`,
      `  on ${to}, announced by ${governor.address}`,
      `  can be made from ${utc(readyAt)} until ${utc(readyAt + 7 * 86_400)}`,
      "1 announced; cancel one with: cancel <operation>",
      "",
    ]);
    await networkHelpers.time.increase(TWO_DAYS);
    expect((await governance(["list"])).stdout).to.include(`${operation}  ready`);
    await networkHelpers.time.increase(7 * 86_400);
    expect((await governance(["list"])).stdout).to.equal("nothing is announced\n");
  });

  it("cancel vetoes as the guardian, by the beginning of the operation", async () => {
    const { accessManager } = fixture;
    const { operation } = await announced();
    const { code, stdout } = await governance(["cancel", operation.slice(0, 12)]);
    expect(code).to.equal(0);
    expect(stdout).to.include(`sent from ${fixture.guardian.address}: veto setVenue(`);
    expect(await accessManager.getSchedule(operation)).to.equal(0n);
    const again = await governance(["cancel", operation]);
    expect([again.code, again.stderr]).to.deep.equal([
      2,
      `governance: no announcement ${operation}: list shows what there is; --help lists what there is\n`,
    ]);
  });

  it("cancel by who may not is refused with the manager's error, and changes nothing", async () => {
    const { accessManager, stranger } = fixture;
    const { operation } = await announced();
    const { code, stderr } = await governance(["cancel", operation, "--from", stranger.address]);
    expect(code).to.equal(1);
    expect(stderr).to.include("refused with AccessManagerUnauthorizedCancel(");
    expect(await accessManager.getSchedule(operation)).to.be.greaterThan(0n);
  });

  it("restrict --all restricts every market that is not, at once; open announces, and makes it after the delay", async () => {
    const { clearingHouse } = fixture;
    // The fixture's markets are not open yet; nothing is left to restrict.
    expect((await governance(["restrict", "--all"])).stdout).to.equal(
      "ETH-PERP is reduce-only already\nBTC-PERP is reduce-only already\n",
    );
    const first = await governance(["open", "ETH-PERP"]);
    expect(first.stdout).to.include(`sent from ${fixture.governor.address}: announce: open ETH-PERP`);
    expect(first.stdout).to.include("once announced it waits 172800 s");
    expect((await governance(["open", "0"])).stdout).to.match(/^announced already: open ETH-PERP; can be made from /);
    expect((await clearingHouse.marketState(0n)).reduceOnly).to.equal(true);
    await networkHelpers.time.increase(TWO_DAYS);
    // The pool has no money for it: what the contract says is what the command says.
    await fixture.setPrices({});
    const made = await governance(["open", "ETH-PERP"]);
    expect(made.code).to.equal(1);
    expect(made.stderr).to.match(/^governance: open ETH-PERP: refused with CommitmentTooLow\(0, \d+\)\n$/);
  });

  it("revoke and grant are the admin's: announced first, made by the same command after the delay", async () => {
    const { accessManager, guardian, stranger, admin } = fixture;
    const revoke = ["revoke", "GUARDIAN", guardian.address];
    const grant = ["grant", "GUARDIAN", stranger.address, "--delay", "0"];
    for (const words of [revoke, grant]) {
      expect((await governance(words)).stdout).to.include(`sent from ${admin.address}: announce: `);
    }
    await networkHelpers.time.increase(TWO_DAYS);
    for (const words of [revoke, grant]) expect((await governance(words)).code).to.equal(0);
    expect((await accessManager.hasRole(Role.GUARDIAN, guardian.address)).isMember).to.equal(false);
    expect([...(await accessManager.hasRole(Role.GUARDIAN, stranger.address))]).to.deep.equal([true, 0n]);
  });

  it("--dry-run, and an account that the node does not hold, print what to send instead of sending it", async () => {
    const { accessManager } = fixture;
    const { operation, to, data } = await announced();
    const veto = accessManager.interface.encodeFunctionData("cancel", [fixture.governor.address, to, data]);
    for (const extra of [["--dry-run"], ["--from", Wallet.createRandom().address]]) {
      const { code, stdout } = await governance(["cancel", operation, ...extra]);
      expect(code).to.equal(0);
      expect(stdout)
        .to.match(/^to send from 0x/)
        .and.include(`data  ${veto}\n`);
    }
    expect(await accessManager.getSchedule(operation)).to.be.greaterThan(0n);
  });

  it("acts with the key of the environment, and never repeats it", async () => {
    const { accessManager } = fixture;
    const thief = Wallet.createRandom();
    await networkHelpers.setBalance(thief.address, 10n ** 18n);
    const { operation } = await announced();
    const refused = await governance(["cancel", operation], { GOVERNANCE_PRIVATE_KEY: thief.privateKey });
    expect(refused.stderr).to.include(`AccessManagerUnauthorizedCancel(${thief.address}`);
    const malformed = await governance(["cancel", operation], { GOVERNANCE_PRIVATE_KEY: "0x1234secret" });
    expect([malformed.code, malformed.stderr.includes("secret")]).to.deep.equal([2, false]);
    expect(await accessManager.getSchedule(operation)).to.be.greaterThan(0n);
  });

  it("call makes what anyone may, announces what waits, and refuses what its account may not", async () => {
    const { governor, stranger, clearingHouse } = fixture;
    expect((await governance(["call", "IPriceOracle", "recordPrice", "[0]"])).code).to.equal(0);
    const venue = ["call", "IClearingHouse", "setVenue", `["${stranger.address}", true]`];
    expect((await governance(venue)).stdout).to.include(`sent from ${governor.address}: announce: setVenue(`);
    const other = await governance([...venue, "--from", stranger.address]);
    expect([other.code, other.stderr]).to.deep.equal([
      1,
      `governance: ${stranger.address} holds no role for setVenue; see docs/roles.md\n`,
    ]);
    await networkHelpers.time.increase(TWO_DAYS);
    expect((await governance(venue)).code).to.equal(0);
    expect(await clearingHouse.isVenue(stranger.address)).to.equal(true);
  });

  it("status shows markets, money, holders and how much is announced", async () => {
    const { guardian, admin } = fixture;
    await announced();
    const { code, stdout } = await governance(["status"]);
    expect(code).to.equal(0);
    expect(stdout).to.match(/0 ETH-PERP +│ reduce-only │ 2000\.00 +│ Valid /);
    expect(stdout).to.match(new RegExp(`GUARDIAN +│ ${guardian.address} +│ 0 s `));
    expect(stdout).to.match(new RegExp(`ADMIN +│ ${admin.address} +│ 172800 s `));
    expect(stdout).to.include("insurance 0.00 USD").and.include("1 announced: list shows them");
  });

  it("ends with 2 where it is used wrongly", async () => {
    const uses: readonly (readonly [readonly string[], string])[] = [
      [["restrict"], "name markets, or --all"],
      [["restrict", "DOGE-PERP"], "no market DOGE-PERP: there are 0 ETH-PERP, 1 BTC-PERP"],
      [["revoke", "KING", fixture.guardian.address], "no role KING"],
      [["revoke", "GUARDIAN", fixture.stranger.address], "does not hold GUARDIAN"],
      [["call", "IClearingHouse", "setVenue", "[1]"], "does not take [1]"],
      [["nothing"], "unknown command 'nothing'"],
    ];
    for (const [words, message] of uses) {
      const { code, stderr } = await governance(words);
      expect(code, stderr).to.equal(2);
      expect(stderr).to.include(message);
    }
  });
});

describe("docs/runbooks", () => {
  const directory = new URL("../../../docs/runbooks/", import.meta.url);
  const names = readdirSync(directory).filter((name) => name !== "README.md");

  it("name only commands that there are, and every command is named", () => {
    const commands = governanceProgram({ environment: {}, say: () => undefined }).commands.map((command) =>
      command.name(),
    );
    const text = [...names, "README.md"].map((name) => page(`runbooks/${name}`)).join("\n");
    const named = [...text.matchAll(/npm run governance -- (\S+)/g)].map(([, name = ""]) => name);
    expect(commands).to.include.members(named);
    expect(named).to.include.members(commands);
  });

  for (const name of names) {
    it(`${name} says how it shows, what works, what to do, what not to do and how it ends`, () => {
      const headings = page(`runbooks/${name}`)
        .split("\n")
        .filter((line) => line.startsWith("## "));
      expect(headings).to.deep.equal([
        "## How it shows",
        "## What still works on its own",
        "## What to do",
        "## What not to do",
        "## How to know that it is over",
      ]);
    });
  }

  it("are all listed in their index", () => {
    for (const name of names) expect(page("runbooks/README.md")).to.include(`(${name})`);
  });
});
