// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { network } from "hardhat";

import { readDeploymentFile } from "../../../scripts/keeper/deployment-file.ts";
import { deployedFixture } from "../../fixtures/protocol.ts";
import { runScript, served } from "./process.ts";

const connection = await network.create();
const SCRIPT = "verify/index.ts";

describe("npm run verify-deployment", () => {
  let fixture: Awaited<ReturnType<typeof deployedFixture>>;
  let node: Awaited<ReturnType<typeof served>>;

  before(async () => {
    fixture = await deployedFixture(connection);
    node = await served(connection, fixture);
  });

  after(async () => node.close());

  it("ends with 0 and a table where everything stands as configured", async () => {
    const { code, stdout, stderr } = await runScript(SCRIPT, [...node.options, "--stage", "listed"]);
    expect([code, stderr]).to.deep.equal([0, ""]);
    expect(stdout).to.match(/ok +│ ETH-PERP trade\.takerFee +│ 500 +│ 500 /);
    expect(stdout).to.match(/\d{3} facts checked: all as configured\n$/);
  });

  it("ends with 1 and each difference where one is found", async () => {
    const { code, stdout } = await runScript(SCRIPT, node.options);
    expect(code).to.equal(1);
    expect(stdout).to.match(/DIFFERS +│ ETH-PERP reduceOnly +│ false +│ true /);
    expect(stdout).to.include("ETH-PERP reduceOnly: expected false, found true\n");
    expect(stdout).to.match(/6 differ\n$/);
  });

  it("ends with 2 where it is used wrongly, and says how", async () => {
    const uses: readonly (readonly [readonly string[], string])[] = [
      [[], "required option '--network <name>' not specified"],
      [[...node.options, "--stage", "x"], "Allowed choices are listed, open"],
      [["--network", "arbitrum", ...node.options.slice(2)], "PLIMSOLL_ADMIN"],
    ];
    for (const [args, message] of uses) {
      const { code, stderr } = await runScript(SCRIPT, args);
      expect(code, stderr).to.equal(2);
      expect(stderr).to.include(message);
    }
  });

  it("ends with 3 where no node answers", async () => {
    const [, , , , ...addresses] = node.options;
    const { code, stderr } = await runScript(SCRIPT, [
      "--network",
      "localhost",
      "--rpc",
      "http://127.0.0.1:1",
      ...addresses,
    ]);
    expect(code).to.equal(3);
    expect(stderr).to.include("the node did not answer");
  });

  it("reads the file that the keeper reads", async () => {
    expect(await readDeploymentFile(node.file)).to.deep.equal({
      clearingHouse: fixture.addresses.ClearingHouse,
      lens: fixture.addresses.AccountLens,
    });
  });
});
