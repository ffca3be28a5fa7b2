// SPDX-License-Identifier: MIT
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { readDeploymentFile } from "../../../scripts/keeper/deployment-file.ts";
import { InvalidConfiguration } from "../../../scripts/keeper/errors.ts";
import { address, failureOf } from "./support.ts";

describe("keeper: deployment file", () => {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-keeper-"));
  after(() => rmSync(directory, { recursive: true, force: true }));

  const fileWith = (content: unknown): string => {
    const path = join(directory, "deployment.json");
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  };
  const problemOf = async (content: unknown): Promise<string> => {
    const path = fileWith(content);
    const error = await failureOf(readDeploymentFile(path));
    expect(error).to.be.instanceOf(InvalidConfiguration);
    return error instanceof InvalidConfiguration ? error.problems.join().replace(`--deployment ${path}: `, "") : "";
  };

  it("names the contracts as Ignition writes them", async () => {
    const file = { "Core#ClearingHouse": address(1), "Lens#AccountLens": address(2), "Core#Vault": address(3) };
    expect(await readDeploymentFile(fileWith(file))).to.deep.equal({ clearingHouse: address(1), lens: address(2) });
  });

  it("or by their bare names", async () => {
    const file = { clearingHouse: address(1), accountLens: address(2), chainId: 31337 };
    expect(await readDeploymentFile(fileWith(file))).to.deep.equal({ clearingHouse: address(1), lens: address(2) });
  });

  it("refuses a file that is none, or that names a contract not at all, twice or wrongly", async () => {
    expect(await problemOf("{")).to.equal("must be a JSON object of addresses by contract");
    expect(await problemOf([1])).to.equal("must be a JSON object of addresses by contract");
    expect(await problemOf({ AccountLens: address(1) })).to.equal("names no ClearingHouse");
    expect(await problemOf({ "A#ClearingHouse": address(1), "B#ClearingHouse": address(2) })).to.equal(
      "names more than one ClearingHouse",
    );
    expect(await problemOf({ ClearingHouse: "0x12" })).to.equal("ClearingHouse is not an address");
    expect(await failureOf(readDeploymentFile(join(directory, "absent")))).to.be.instanceOf(InvalidConfiguration);
  });
});
