// SPDX-License-Identifier: MIT
import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { ZeroAddress } from "ethers";

import type { ProtocolParameters } from "../parameters/schema.ts";

/**
 * The contracts, with the deployer as the access manager's only member. The clearing house fixes its modules and creates
 * its vault in its constructor; the pool is the one part that it learns of afterwards, once.
 */
export const coreModule = (parameters: ProtocolParameters, deployer: string) =>
  buildModule("Core", (m) => {
    const token = parameters.settlementToken ?? m.contract("SettlementToken");
    const accessManager = m.contract("AccessManager", [deployer]);
    const sequencerFeed = parameters.sequencerFeed ?? ZeroAddress;
    const oracle = m.contract("ChainlinkOracle", [accessManager, sequencerFeed, parameters.sequencerGracePeriod]);

    const { requestDelay, executionWindow } = parameters.pool;
    const liquidationModule = m.contract("LiquidationModule", [accessManager, oracle]);
    // In the order of the constructor's arguments.
    const modules = {
      tradingModule: m.contract("TradingModule", [accessManager, oracle, liquidationModule]),
      liquidationModule,
      poolModule: m.contract("PoolModule", [accessManager, oracle]),
      operatorModule: m.contract("OperatorModule", [accessManager, oracle]),
      previewModule: m.contract("PreviewModule", [accessManager, oracle, liquidationModule]),
      configModule: m.contract("ConfigModule", [accessManager, oracle, requestDelay, parameters.looseningDelay]),
      collateralModule: m.contract("CollateralConfig", [accessManager, oracle, parameters.looseningDelay]),
    };
    const clearingHouse = m.contract("ClearingHouse", [accessManager, oracle, token, ...Object.values(modules)]);
    // The clearing house answers to functions that its own artifact does not name: its modules'.
    const ledger = m.contractAt("IClearingHouse", clearingHouse);
    const pool = m.contract("LiquidityPool", [clearingHouse, requestDelay, executionWindow]);
    const poolSet = m.call(ledger, "setPool", [pool]);
    const lens = m.contract("AccountLens", [clearingHouse], { after: [poolSet] });
    return { accessManager, oracle, clearingHouse, ledger, ...modules, pool, lens };
  });
