// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IListingErrors} from "../interfaces/IListingErrors.sol";
import {ParameterPacking} from "../math/ParameterPacking.sol";
import {FixedPoint} from "../math/FixedPoint.sol";
import {Quantities} from "../math/Quantities.sol";
import {Money} from "../types/Money.sol";
import {Tiers, TradeParameters} from "../types/Parameters.sol";
import {Price} from "../types/Price.sol";
import {Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {CollateralLimits, OracleLimits} from "./ListingLimits.sol";
import {MarginMath} from "./MarginMath.sol";

/// @title Listing inequalities of the pool and of other collateral: 8 and 10
/// @notice That commitments stay within 80 % of the pool is asserted where they are set (PoolModule).
library ListingPoolRules {
    /// @dev Traders' open interest per side that the skew cap must leave room for.
    uint256 internal constant GROSS_TO_NET = 5;

    /// @notice Largest |size| that the pool's account of the market may reach: the skew cap, rounded up. Size units.
    function largestInventory(TradeParameters memory trade) internal pure returns (uint256) {
        return FixedPoint.mulDivUp(trade.skewScale, Ratio.unwrap(trade.maxSkew), RATIO_ONE);
    }

    /// @notice Initial margin of that inventory at the price, rounded up: what 8 asks of the commitment.
    function leastCommitment(
        Tiers memory tiers,
        TradeParameters memory trade,
        Price price
    ) internal pure returns (Money) {
        Money notional = Quantities.notionalUp(largestInventory(trade), price);
        return MarginMath.initialMargin(ParameterPacking.pack(tiers), notional);
    }

    /// @notice 8: commitment ≥ initial margin of the pool's largest inventory, before a market opens and whenever that
    /// inventory may grow.
    function requireCommitment(
        Tiers memory tiers,
        TradeParameters memory trade,
        Price price,
        Money commitment
    ) internal pure {
        Money minimum = leastCommitment(tiers, trade, price);
        require(commitment >= minimum, IListingErrors.CommitmentTooLow(commitment, minimum));
    }

    /// @notice 8: gross side cap ≥ 5 × net cap.
    function requireGrossCap(TradeParameters memory trade) internal pure {
        uint256 minimum = GROSS_TO_NET * largestInventory(trade);
        require(trade.maxOpenInterest >= minimum, IListingErrors.OpenInterestCapTooLow(trade.maxOpenInterest, minimum));
    }

    /// @notice 10: initial weight ≤ maintenance weight ≤ 1 − discount − gap.
    function requireWeights(CollateralLimits memory collateral) internal pure {
        require(
            collateral.initialWeight <= collateral.maintenanceWeight,
            IListingErrors.InitialWeightTooHigh(collateral.initialWeight, collateral.maintenanceWeight)
        );
        uint256 taken = Ratio.unwrap(collateral.discount + collateral.gap);
        Ratio maximum = Ratio.wrap(taken < RATIO_ONE ? RATIO_ONE - taken : 0);
        require(
            collateral.maintenanceWeight <= maximum,
            IListingErrors.MaintenanceWeightTooHigh(collateral.maintenanceWeight, maximum)
        );
    }

    /// @notice 10: LP delay ≥ jumpHold + settleTime + the market's heartbeat: every request executes at a price that
    /// nobody knew when it was made.
    function requirePoolDelay(uint256 delay, OracleLimits memory oracle) internal pure {
        uint256 minimum = oracle.jumpHold + oracle.settleTime + oracle.heartbeat;
        require(delay >= minimum, IListingErrors.PoolDelayTooShort(delay, minimum));
    }
}
