// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICollateralErrors} from "../interfaces/ICollateralErrors.sol";
import {IListingErrors} from "../interfaces/IListingErrors.sol";
import {COLLATERAL_BITS, CollateralParameters} from "../types/CollateralSlot.sol";
import {Price} from "../types/Price.sol";
import {Ratio} from "../types/Ratio.sol";
import {CollateralLimits} from "./ListingLimits.sol";
import {ListingPoolRules} from "./ListingPoolRules.sol";

/// @title What a collateral token's parameters must satisfy, at listing and at every change
library CollateralRules {
    /// @dev How far a token's price may fall between the moment its account falls below the line and the sale: 3 %.
    Ratio internal constant GAP = Ratio.wrap(30_000);

    /// @dev 1 % to 20 %: enough for somebody to come, never a gift.
    Ratio internal constant LEAST_DISCOUNT = Ratio.wrap(10_000);
    Ratio internal constant MOST_DISCOUNT = Ratio.wrap(200_000);

    /// @dev Of one priced unit: 1e-16 to 0.01 USD. What is less than a unit counts for nothing, and a finer price would be
    /// too coarse a number.
    uint256 private constant _LEAST_PRICE = 1e6;
    uint256 private constant _MOST_PRICE = 1e20;

    /// @dev Units in which a priced unit may be counted: balances of 112 bits have 33 decimals.
    uint256 internal constant MOST_SCALE = 30;

    uint256 internal constant MOST_CAP = 2 ** COLLATERAL_BITS - 1;

    /// @param effectiveWeight Maintenance weight that counts now: while a lowered one arrives, the sale must be worth its
    /// discount against this one too.
    function requireAll(CollateralParameters memory parameters, Ratio effectiveWeight) internal pure {
        require(
            parameters.discount >= LEAST_DISCOUNT && parameters.discount <= MOST_DISCOUNT,
            ICollateralErrors.DiscountOutOfRange(parameters.discount, LEAST_DISCOUNT, MOST_DISCOUNT)
        );
        require(
            parameters.depositCap <= MOST_CAP,
            ICollateralErrors.DepositCapTooHigh(parameters.depositCap, MOST_CAP)
        );
        CollateralLimits memory limits = CollateralLimits({
            initialWeight: parameters.initialWeight,
            maintenanceWeight: parameters.maintenanceWeight,
            discount: parameters.discount,
            gap: GAP
        });
        ListingPoolRules.requireWeights(limits);
        limits.maintenanceWeight = effectiveWeight;
        ListingPoolRules.requireWeights(limits);
    }

    /// @notice A priced unit's worth lies where values keep their precision.
    function requireUnitWorth(Price price) internal pure {
        (Price low, Price high) = (Price.wrap(_LEAST_PRICE), Price.wrap(_MOST_PRICE));
        require(!(price < low) && !(price > high), IListingErrors.UnitWorthOutOfRange(price, low, high));
    }

    /// @notice Whether accounts could owe more against the token, or it could be sold for less or by less of an incentive.
    function loosens(
        CollateralParameters memory previous,
        CollateralParameters memory current
    ) internal pure returns (bool) {
        return
            current.initialWeight > previous.initialWeight ||
            current.maintenanceWeight > previous.maintenanceWeight ||
            !(current.discount == previous.discount) ||
            current.depositCap > previous.depositCap;
    }
}
