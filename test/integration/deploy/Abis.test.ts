// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { Interface } from "ethers";
import { artifacts, network } from "hardhat";

import { MODULE_NAMES } from "../../../scripts/lib/deployment/address-file.ts";
import { mergeAbis } from "../../../scripts/lib/deployment/abi.ts";
import { EXPORTED, integratorAbis } from "../../../scripts/ops/abis.ts";
import { deployedFixture } from "../../fixtures/protocol.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

describe("ABIs for integrators", () => {
  async function deployed() {
    return deployedFixture(connection);
  }

  it("the clearing house's has every function of IClearingHouse, and every event and error of its modules, once", async () => {
    const { ClearingHouse: abi } = await integratorAbis();
    const merged = Interface.from(abi);
    const formats = merged.fragments.map((fragment) => `${fragment.type} ${fragment.format()}`);
    expect(new Set(formats).size).to.equal(formats.length);
    const ledger = Interface.from((await artifacts.readArtifact("IClearingHouse")).abi);
    ledger.forEachFunction(({ name, selector }) => expect(merged.getFunction(selector)?.name, name).to.equal(name));
    for (const module of MODULE_NAMES) {
      const contract = Interface.from((await artifacts.readArtifact(module)).abi);
      contract.forEachEvent(({ topicHash, name }) => expect(merged.getEvent(topicHash)?.name, name).to.equal(name));
      contract.forEachError(({ selector, name }) => expect(merged.getError(selector)?.name, name).to.equal(name));
    }
  });

  it("name no function that does not answer: its views answer at the clearing house's address", async () => {
    const { addresses } = await networkHelpers.loadFixture(deployed);
    const merged = Interface.from((await integratorAbis()).ClearingHouse);
    const constants: string[] = [];
    merged.forEachFunction(({ name, inputs, stateMutability }) => {
      if (inputs.length === 0 && (stateMutability === "view" || stateMutability === "pure")) constants.push(name);
    });
    expect(constants).to.include.members(["vault", "LOOSENING_DELAY", "authority"]);
    for (const name of constants) {
      const data = merged.encodeFunctionData(name);
      expect(await ethers.provider.call({ to: addresses.ClearingHouse, data }), name).not.to.equal("0x");
    }
  });

  it("are exported for every contract that is called from outside", async () => {
    const abis = await integratorAbis();
    expect(Object.keys(abis)).to.deep.equal([...EXPORTED]);
    for (const name of EXPORTED) expect(abis[name].length, name).to.be.greaterThan(5);
  });

  it("merging keeps functions of doors only, and no constructor", () => {
    const door = ["constructor(address a)", "function open()", "event Opened(uint256 at)"];
    const other = ["function shut()", "event Opened(uint256 at)", "error Locked()"];
    const merged = Interface.from(mergeAbis([door], [other]));
    const formats = merged.fragments.filter(({ type }) => type !== "constructor").map((fragment) => fragment.format());
    expect(formats).to.deep.equal(["open()", "Opened(uint256)", "Locked()"]);
  });
});
