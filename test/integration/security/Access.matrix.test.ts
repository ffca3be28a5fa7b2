// SPDX-License-Identifier: MIT
import { expect } from "chai";
import type { BaseContract } from "ethers";
import { network } from "hardhat";

import { usd } from "../../../deploy/parameters/units.ts";
import { accountOf, protocolFixture } from "../../fixtures/protocol.ts";
import { calldataOf, doorsOf, errorName, PARTS_ONLY, revertDataOf } from "./doors.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

/** What says that the caller may not. */
const REFUSALS: readonly string[] = [
  "AccessManagedUnauthorized",
  "NotAuthorized",
  "NotAuthorizedInPool",
  "NotLockHolder",
  "VenueNotRegistered",
];

const OPEN = "succeeds";

/**
 * The doors that are open to a stranger, and what he meets there when he names somebody else's account. Everything else
 * must refuse him: a function that is not in this list and does not is a hole, or belongs here with its reason.
 */
const OPEN_DOORS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  clearingHouse: {
    // What the next action would do first, or moves cash between system accounts by a rule.
    "accrueFunding(uint8)": OPEN,
    "sweepFees(uint8)": OPEN,
    "refillMarket(uint8)": OPEN,
    "returnSurplus(uint8)": OPEN,
    "raiseMinSize(uint8)": "MinSizeSufficient",
    // Changes nothing that counts.
    "endTierPhase(uint8)": "NoTierPhase",
    // What a deleveraging has done to a position already, written down.
    "syncAccount(bytes32)": OPEN,
    "syncMarket(uint8)": OPEN,
    // What its feed says; the fixture has none of the settlement token.
    "recordSettlementPrice()": "UnknownFeed",
    // Anyone may liquidate; the trader is healthy.
    "liquidate(bytes32[],bytes32)": "NothingLiquidated",
    // Undoes all that it does.
    "explainLiquidation(bytes32)": OPEN,
    // Anyone submits what an owner signed; the nonce of this message is wrong.
    "setOperatorBySignature((bytes32,address,uint8,uint40,uint256,uint256),bytes)": "InvalidNonce",
    // The caller's own signatures.
    "invalidateSignatures()": OPEN,
    // Carries calls that ask for themselves.
    "multicall(bytes[])": OPEN,
  },
  vault: {
    // The caller's own tokens, of which he has none.
    "deposit(bytes32,uint256)": "ERC20InsufficientAllowance",
    "depositCollateral(bytes32,uint8,uint256)": "UnknownCollateral",
    "depositWithPermit(bytes32,uint256,uint256,uint8,bytes32,bytes32)": "ERC20InsufficientAllowance",
  },
  pool: {
    // The caller's own shares, operators and claims.
    "approve(address,uint256)": OPEN,
    "setOperator(address,bool)": OPEN,
    "transfer(address,uint256)": "ERC20InsufficientBalance",
    "transferFrom(address,address,uint256)": "ERC20InsufficientAllowance",
    "requestRedeem(uint256,address,address)": "ERC20InsufficientAllowance",
    "requestRedeemWithMinimum(uint256,address,address,uint256)": "ERC20InsufficientAllowance",
    "deposit(uint256,address)": "ExceedsClaimable",
    "mint(uint256,address)": "ExceedsClaimable",
    // Anyone executes, lapses and records; the fixture's request is done.
    "executeRequest(uint256)": "RequestNotPending",
    "lapseRequest(uint256)": "RequestNotPending",
    "recordOutage()": OPEN,
  },
  oracle: {
    // What is stored depends on the feed alone.
    "recordPrice(uint8)": OPEN,
    // The same, of a market whose price is gone; the fixture's is there.
    "announceSettlement(uint8)": "PriceIsUsable",
    "executeSettlement(uint8)": "NotAnnounced",
  },
};

/**
 * Functions of modules that the clearing house does not answer to. Those of liquidation are called by the clearing house
 * alone, by delegatecall and under its own lock, in the middle of an action: from outside nothing holds that lock in this way.
 */
const NOT_ROUTED: Readonly<Record<string, readonly string[]>> = {
  LiquidationModule: ["restorePool(uint8)", "liquidateAndTell(bytes32[])"],
  // The frames of previews, which always revert.
  PreviewModule: ["simulateTrade((bytes32,uint8,int256,uint256,uint256,bool))", "simulateLiquidation(bytes32)"],
};

const MODULES = [
  "TradingModule",
  "LiquidationModule",
  "PoolModule",
  "CollateralConfig",
  "OperatorModule",
  "PreviewModule",
  "ConfigModule",
] as const;

describe("Every door of the protocol (A90, A91)", () => {
  async function openFixture() {
    const working = await protocolFixture(connection);
    const { trader, fund, trade, setPrices, sizeOf, accessManager, oracle, clearingHouse, vault, pool, config, token } =
      working;
    const account = await fund(trader, usd("10,000"));
    await setPrices({});
    await trade(trader, "ETH", sizeOf("ETH", "1"));
    const targets: Readonly<Record<string, BaseContract>> = { clearingHouse, vault, pool, oracle };
    const knowers = [clearingHouse, config, pool, vault, oracle, token, accessManager];
    /** What a caller meets, nothing stored: the error's name, or that it succeeds. */
    const meets = async (from: string, target: BaseContract, data: string): Promise<string> =>
      ethers.provider.call({ from, to: await target.getAddress(), data }).then(
        () => OPEN,
        (reason: unknown) => errorName(revertDataOf(reason), knowers),
      );
    return { ...working, account, targets, meets, defaults: { account, address: trader.address } };
  }

  for (const name of ["clearingHouse", "vault", "pool", "oracle"]) {
    it(`of the ${name} refuses a stranger, or is one of the open ones`, async () => {
      const { targets, meets, defaults, stranger, keeper } = await networkHelpers.loadFixture(openFixture);
      const target = targets[name];
      if (target === undefined) throw new Error(`no contract ${name}`);
      const open: Record<string, string> = {};
      for (const fragment of doorsOf(target.interface)) {
        const data = calldataOf(target.interface, fragment, defaults);
        const met = await meets(stranger.address, target, data);
        expect(await meets(keeper.address, target, data), `${fragment.format()} by a keeper`).to.equal(met);
        if (!REFUSALS.includes(met)) open[fragment.format()] = met;
      }
      expect(open).to.deep.equal(OPEN_DOORS[name]);
    });
  }

  it("is named in an interface: neither the clearing house nor a module has another one", async () => {
    const { clearingHouse, meets, defaults, stranger } = await networkHelpers.loadFixture(openFixture);
    const named = new Set(doorsOf(clearingHouse.interface).map((fragment) => fragment.format()));
    for (const part of ["ClearingHouse", ...MODULES]) {
      const { interface: abi } = await ethers.getContractFactory(part);
      const unrouted = NOT_ROUTED[part] ?? [];
      const unnamed = doorsOf(abi).filter(
        (fragment) => !named.has(fragment.format()) && !unrouted.includes(fragment.format()),
      );
      // Each carries OpenZeppelin's setter of the authority, which only the authority itself may use.
      expect(
        unnamed.map((fragment) => fragment.format()),
        part,
      ).to.deep.equal(["setAuthority(address)"]);
      for (const fragment of doorsOf(abi).filter((door) => unrouted.includes(door.format()))) {
        expect(await meets(stranger.address, clearingHouse, calldataOf(abi, fragment, defaults))).to.equal("0x");
      }
      for (const fragment of unnamed) {
        const met = await meets(stranger.address, clearingHouse, calldataOf(abi, fragment, defaults));
        expect(met).to.equal("AccessManagedUnauthorized");
      }
    }
  });

  it("is shut where a module has a function for the clearing house alone: restorePool", async () => {
    const { clearingHouse, accessManager, oracle, meets, ...people } = await networkHelpers.loadFixture(openFixture);
    const module = await ethers.deployContract("LiquidationModule", [
      await accessManager.getAddress(),
      await oracle.getAddress(),
    ]);
    const call = module.interface.encodeFunctionData("restorePool", [0n]);
    const inside = clearingHouse.interface.encodeFunctionData("multicall", [[call]]);
    const state = async () => [
      await clearingHouse.marketState(0n),
      await clearingHouse.accountState(await clearingHouse.poolMarketAccount(0n)),
    ];
    const before = await state();
    for (const caller of [people.stranger, people.trader, people.governor]) {
      // Its selector leads to no module that has it.
      expect(await meets(caller.address, clearingHouse, call)).to.equal("0x");
      expect(await meets(caller.address, clearingHouse, inside)).to.equal("FailedCall");
      await expect(caller.sendTransaction({ to: await module.getAddress(), data: call }))
        .to.be.revertedWithCustomError(clearingHouse, "NotLockHolder")
        .withArgs(caller.address);
    }
    expect(await state()).to.deep.equal(before);
  });

  it("is a module's at the clearing house alone: at its own address it finds an empty ledger", async () => {
    const { clearingHouse, accessManager, oracle, account, liquidator, trader } =
      await networkHelpers.loadFixture(openFixture);
    const parts = [await accessManager.getAddress(), await oracle.getAddress()] as const;
    const liquidation = await ethers.deployContract("LiquidationModule", [...parts]);
    const trading = await ethers.deployContract("TradingModule", [...parts, await liquidation.getAddress()]);
    const before = await clearingHouse.fullState(account);
    await expect(
      liquidation.connect(liquidator).liquidate([account], accountOf(liquidator)),
    ).to.be.revertedWithCustomError(clearingHouse, "NothingLiquidated");
    await trading.connect(trader).closeAccount(account, [], 2n ** 40n);
    await liquidation.connect(liquidator).syncAccount(account);
    expect(await clearingHouse.fullState(account)).to.deep.equal(before);
  });

  it("that only vault and pool may use reverts with NotLockHolder for everybody else, alone and in a multicall", async () => {
    const { clearingHouse, meets, defaults, ...people } = await networkHelpers.loadFixture(openFixture);
    const { interface: abi } = clearingHouse;
    for (const name of PARTS_ONLY) {
      const data = calldataOf(abi, abi.getFunction(name), defaults);
      const inside = abi.encodeFunctionData("multicall", [[data]]);
      for (const { address } of [people.stranger, people.trader, people.governor, people.guardian, people.provider]) {
        expect(await meets(address, clearingHouse, data), name).to.equal("NotLockHolder");
        expect(await meets(address, clearingHouse, inside), `${name} in a multicall`).to.equal("NotLockHolder");
      }
    }
  });

  it("answers a selector that no part has with a revert, and takes no ether", async () => {
    const { clearingHouse, stranger, meets } = await networkHelpers.loadFixture(openFixture);
    for (const data of ["0x", "0x12", "0xdeadbeef"]) {
      expect(await meets(stranger.address, clearingHouse, data), data).to.equal("0x");
    }
    await expect(stranger.sendTransaction({ to: await clearingHouse.getAddress(), value: 1n })).to.revert(ethers);
  });

  it("leads nowhere by a multicall: its calls are the caller's own", async () => {
    const { clearingHouse, account, stranger, meets } = await networkHelpers.loadFixture(openFixture);
    const { interface: abi } = clearingHouse;
    const nested = (data: string): string => abi.encodeFunctionData("multicall", [[data]]);
    const transfer = abi.encodeFunctionData("transferCash", [account, accountOf(stranger), 1n]);
    const venue = abi.encodeFunctionData("setVenue", [stranger.address, true]);
    expect(await meets(stranger.address, clearingHouse, nested(nested(transfer)))).to.equal("NotAuthorized");
    expect(await meets(stranger.address, clearingHouse, nested(nested(venue)))).to.equal("AccessManagedUnauthorized");
  });
});
