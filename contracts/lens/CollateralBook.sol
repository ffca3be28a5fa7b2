// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {CollateralMath} from "../risk/CollateralMath.sol";
import {CollateralId, MAX_COLLATERALS} from "../types/CollateralId.sol";
import {CollateralSlot} from "../types/CollateralSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {Money} from "../types/Money.sol";
import {PriceReading} from "../types/PriceReading.sol";

/// @notice A collateral token as one call sees it; empty until an account holds it.
struct CollateralPage {
    CollateralSlot slot;
    PriceReading price;
}

/// @title Collateral of many accounts, each price read once
library CollateralBook {
    function open() internal pure returns (CollateralPage[] memory) {
        return new CollateralPage[](MAX_COLLATERALS);
    }

    /// @notice What the account's tokens count for: for initial and for maintenance margin.
    function valuesOf(
        CollateralPage[] memory pages,
        IClearingHouse clearingHouse,
        AccountId account,
        uint256 collaterals
    ) internal view returns (Money forInitial, Money forMaintenance) {
        if (collaterals == 0) return (forInitial, forMaintenance);
        uint256[8] memory balances = clearingHouse.collateralBalances(account);
        for (uint8 number = 0; collaterals != 0; ++number) {
            if (collaterals & 1 != 0) {
                CollateralPage memory page = pages[number];
                if (!page.slot.exists()) _read(page, clearingHouse, CollateralId.wrap(number));
                forInitial = forInitial + CollateralMath.initialValue(balances[number], page.slot, page.price);
                forMaintenance =
                    forMaintenance +
                    CollateralMath.maintenanceValue(balances[number], page.slot, page.price, block.timestamp);
            }
            collaterals >>= 1;
        }
    }

    function _read(CollateralPage memory page, IClearingHouse clearingHouse, CollateralId id) private view {
        (page.slot, ) = clearingHouse.collateralState(id);
        page.price = clearingHouse.oracle().readPrice(id.feedOf());
    }
}
