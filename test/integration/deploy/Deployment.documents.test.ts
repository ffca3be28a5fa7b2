// SPDX-License-Identifier: MIT
// docs/roles.md against the contracts: every function that can change anything is called by a stranger, and the manager is
// asked whose it is. A function that nobody wrote down fails here with the row to add.
import { expect } from "chai";
import { Interface } from "ethers";
import type { BaseContract, FunctionFragment } from "ethers";
import { artifacts, network } from "hardhat";

import { FUNCTION_LIMITS } from "../../../deploy/function-limits.ts";
import { FUNCTION_ROLES } from "../../../deploy/roles.ts";
import { callersOf, restrictedRow, tableProblems } from "../../../scripts/lib/governance/functions.ts";
import type { RestrictedFunction, Row } from "../../../scripts/lib/governance/functions.ts";
import { roleName } from "../../../scripts/lib/verification/expected.ts";
import { IListingErrors__factory } from "../../../typechain/index.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import { calldataOf, doorsOf, errorName, revertDataOf } from "../security/doors.ts";
import { governedFixture, TWO_DAYS } from "./live.ts";
import { page, tableOf } from "./table.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const DELAYS = { ADMIN: TWO_DAYS, GOVERNOR: TWO_DAYS, RISK_ADMIN: 0, GUARDIAN: 0 };

/** What says that access control refuses the caller. */
const RESTRICTED = ["AccessManagedUnauthorized", "AccessManagerUnauthorizedAccount"];

describe("docs/roles.md", () => {
  async function deployed() {
    const fixture = await governedFixture(connection);
    const { clearingHouse, oracle, vault, pool, accessManager, config, token, trader, stranger } = fixture;
    const knowers: readonly BaseContract[] = [clearingHouse, config, pool, vault, oracle, token, accessManager];
    const defaults = { account: accountOf(trader), address: trader.address };
    /** Every function that can change anything, with the error that a stranger meets there. */
    const doors = async (contract: string, target: BaseContract) => {
      const to = await target.getAddress();
      const fragments = doorsOf(target.interface);
      const nameOf = ({ name, inputs }: FunctionFragment): string =>
        fragments.filter((other) => other.name === name).length === 1
          ? name
          : `${name}(${inputs.map(({ type }) => type).join(",")})`;
      return Promise.all(
        fragments.map(async (fragment) => {
          const data = calldataOf(target.interface, fragment, defaults);
          const refusal = await ethers.provider.call({ from: stranger.address, to, data }).then(
            () => "",
            (reason: unknown) => errorName(revertDataOf(reason), knowers),
          );
          return { name: nameOf(fragment), contract, target: to, selector: fragment.selector, refusal };
        }),
      );
    };
    const all = [
      ...(await doors("IPriceOracle", oracle)),
      ...(await doors("IClearingHouse", clearingHouse)),
      ...(await doors("IVault", vault)),
      ...(await doors("ILiquidityPool", pool)),
      ...(await doors("AccessManager", accessManager)),
    ].filter(({ name }) => name !== "setAuthority");
    const restricted: RestrictedFunction[] = [];
    for (const { name, contract, target, selector, refusal } of all) {
      if (!RESTRICTED.includes(refusal)) continue;
      const role = roleName(await accessManager.getTargetFunctionRole(target, selector));
      restricted.push({ name, contract, role });
    }
    const others = all.filter(({ refusal, contract }) => !RESTRICTED.includes(refusal) && contract !== "AccessManager");
    return { ...fixture, restricted, others };
  }

  it("lists every restricted function with contract, role, delay and bounds", async () => {
    const { restricted } = await networkHelpers.loadFixture(deployed);
    const manager = { within: "what the manager's own rules say" };
    const expected = restricted.map((each) =>
      restrictedRow(each, each.contract === "AccessManager" ? manager : FUNCTION_LIMITS[each.name], DELAYS),
    );
    expect(expected.length).to.be.greaterThan(20);
    const problems = tableProblems("docs/roles.md", "function", expected, tableOf(page("roles.md"), "function"));
    expect(problems.join("\n")).to.equal("");
  });

  it("leaves no restricted function of the protocol to the admin: each stands in deploy/roles.ts", async () => {
    const { restricted } = await networkHelpers.loadFixture(deployed);
    const named = new Set(FUNCTION_ROLES.map(({ contract, functionName }) => `${contract}.${functionName}`));
    const protocol = restricted.filter(({ contract }) => contract !== "AccessManager");
    const unnamed = protocol.flatMap(({ contract, name }) => {
      const isNamed = named.has(`${contract}.${name}`);
      return isNamed ? [] : [`${contract}.${name} is restricted: add it to FUNCTION_ROLES in deploy/roles.ts`];
    });
    expect(unnamed.join("\n")).to.equal("");
    const restrictedNames = protocol.map(({ contract, name }) => `${contract}.${name}`);
    expect(restrictedNames, "not restricted, but in FUNCTION_ROLES").to.include.members([...named]);
    expect(Object.keys(FUNCTION_LIMITS), "FUNCTION_LIMITS").to.have.members(protocol.map(({ name }) => name));
  });

  it("lists every other function with who may call it, those that are open to anyone among them", async () => {
    const { others } = await networkHelpers.loadFixture(deployed);
    const expected: readonly Row[] = others.map(({ name, contract, refusal }) => [name, contract, callersOf(refusal)]);
    const actual = tableOf(page("roles.md"), "other function");
    const cells = actual.map((row) => row.slice(0, 3));
    expect(tableProblems("docs/roles.md", "other function", expected, cells).join("\n")).to.equal("");
    for (const [name, , who, why] of actual) {
      expect(why === "", `${name}: who says "${who}", and why it may be open must be said beside it`).to.equal(
        who !== "anyone",
      );
    }
  });

  it("names in its bounds only errors that the contracts have", async () => {
    const names = new Set<string>();
    for (const contract of ["IClearingHouse", "IConfigModule", "IListingErrors", "IPriceOracle"]) {
      Interface.from((await artifacts.readArtifact(contract)).abi).forEachError(({ name }) => names.add(name));
    }
    const functions = new Set(FUNCTION_ROLES.map(({ functionName }) => functionName));
    for (const { within } of Object.values(FUNCTION_LIMITS)) {
      for (const [, name = ""] of within.matchAll(/`(\w+)`/g)) {
        expect(names.has(name) || functions.has(name), name).to.equal(true);
      }
    }
  });

  it("has every named bound of the contracts with its value", async () => {
    const { config, oracle } = await networkHelpers.loadFixture(deployed);
    const expected: string[][] = [];
    const read = async (contract: string, target: BaseContract, isBound: (name: string) => boolean) => {
      const getters: FunctionFragment[] = [];
      target.interface.forEachFunction((each) => {
        if (each.inputs.length === 0 && isBound(each.name)) getters.push(each);
      });
      for (const { name } of getters) {
        expected.push([name, contract, String(await target.getFunction(name).staticCall())]);
      }
    };
    await read("ConfigModule", config, (name) => /^[A-Z_]+$/.test(name) && !/^PERMISSION|REQUEST_DELAY$/.test(name));
    const times = ["jumpHold", "settleTime", "fallbackDelay"];
    const ofSettlement = ["settlementDelay", "settlementNotice", "settlementLiquidationTime"];
    await read("IPriceOracle", oracle, (name) => [...times, ...ofSettlement].includes(name));
    const actual = tableOf(page("roles.md"), "named bound").map((row) => row.slice(0, 3));
    expect(tableProblems("docs/roles.md", "named bound", expected, actual).join("\n")).to.equal("");
  });

  it("says what is missing, as an instruction", () => {
    expect(() => restrictedRow({ name: "setX", contract: "IY", role: "GOVERNOR" }, undefined, DELAYS)).to.throw(
      "IY.setX is restricted and has no bounds: add it to FUNCTION_LIMITS in deploy/function-limits.ts",
    );
    const row = restrictedRow(
      { name: "setX", contract: "IY", role: "RISK_ADMIN" },
      { waits: "to loosen", within: "rule 1" },
      DELAYS,
    );
    expect(tableProblems("p.md", "function", [row], [["gone", "IY"]])).to.deep.equal([
      'p.md, table "function": add  | `setX` | `IY` | RISK_ADMIN | to loosen: 48 h | rule 1 |',
      'p.md, table "function": remove  | gone | IY |',
    ]);
  });
});

describe("docs/listing.md", () => {
  it("has every error of the listing rules that names an inequality", () => {
    const text = page("listing.md");
    // The form of a set, which no inequality is about.
    const form = [
      "ZeroParameter",
      "KeeperShareTooHigh",
      "FeeSharesTooHigh",
      "MaxRewardTooLow",
      "FundingVelocityTooHigh",
    ];
    const names: string[] = [];
    IListingErrors__factory.createInterface().forEachError(({ name }) => names.push(name));
    expect(names).to.have.length.greaterThan(25);
    for (const name of names) {
      if (!form.includes(name)) expect(text, name).to.include(`\`${name}\``);
    }
  });
});
