// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {ICollateral} from "../../../contracts/interfaces/ICollateral.sol";
import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";

/// @dev Announces everything; what loosens, too.
address constant GOVERNOR = address(0x60);
/// @dev Acts at once, and may only tighten.
address constant RISK_ADMIN = address(0x215C);
/// @dev Restricts, and vetoes.
address constant GUARDIAN = address(0x6A2D);

/// @dev Seconds for which the governor announces: a deployment's own choice, shorter here so that runs see the end of it.
uint32 constant LOOSENING_DELAY = 6 hours;

/// @title Who may call what, as docs/roles.md has it
library Roles {
    uint64 internal constant GOVERNOR_ROLE = 1;
    uint64 internal constant RISK_ADMIN_ROLE = 2;
    uint64 internal constant GUARDIAN_ROLE = 3;

    /// @dev Called by the manager's admin.
    function assign(IAccessManager manager, address house, address oracle) internal {
        bytes4[] memory feeds = new bytes4[](2);
        (feeds[0], feeds[1]) = (IPriceOracle.setFeed.selector, IPriceOracle.setFeeds.selector);
        manager.setTargetFunctionRole(oracle, feeds, GOVERNOR_ROLE);
        manager.setTargetFunctionRole(house, governors(), GOVERNOR_ROLE);
        manager.setTargetFunctionRole(house, riskAdmins(), RISK_ADMIN_ROLE);
        bytes4[] memory restrict = new bytes4[](1);
        restrict[0] = IClearingHouse.restrictMarket.selector;
        manager.setTargetFunctionRole(house, restrict, GUARDIAN_ROLE);
        manager.setRoleGuardian(GOVERNOR_ROLE, GUARDIAN_ROLE);
        manager.setRoleGuardian(RISK_ADMIN_ROLE, GUARDIAN_ROLE);
        manager.grantRole(GOVERNOR_ROLE, GOVERNOR, LOOSENING_DELAY);
        manager.grantRole(RISK_ADMIN_ROLE, GOVERNOR, LOOSENING_DELAY);
        manager.grantRole(RISK_ADMIN_ROLE, RISK_ADMIN, 0);
        manager.grantRole(GUARDIAN_ROLE, GUARDIAN, 0);
    }

    function governors() internal pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](7);
        selectors[0] = IClearingHouse.listMarket.selector;
        selectors[1] = IClearingHouse.openMarket.selector;
        selectors[2] = IClearingHouse.setVenue.selector;
        selectors[3] = IClearingHouse.setPool.selector;
        selectors[4] = IClearingHouse.collectTreasury.selector;
        selectors[5] = ICollateral.listCollateral.selector;
        selectors[6] = IClearingHouse.setInsuranceBudget.selector;
    }

    function riskAdmins() internal pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](6);
        selectors[0] = IClearingHouse.setTiers.selector;
        selectors[1] = IClearingHouse.setTradeParameters.selector;
        selectors[2] = IClearingHouse.setLiquidationParameters.selector;
        selectors[3] = IClearingHouse.setCommitment.selector;
        selectors[4] = ICollateral.setCollateralParameters.selector;
        selectors[5] = ICollateral.setDebtLimit.selector;
    }
}
