// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IListingErrors} from "../interfaces/IListingErrors.sol";
import {MAX_FUNDING_DRIFT} from "../types/MarketSlot.sol";
import {LiquidationParameters, Tiers, TradeParameters} from "../types/Parameters.sol";
import {ZERO_PRICE} from "../types/Price.sol";
import {Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {ListingMarginRules} from "./ListingMarginRules.sol";
import {ListingPoolRules} from "./ListingPoolRules.sol";
import {ListingPriceRules} from "./ListingPriceRules.sol";
import {ListingSet} from "./ListingLimits.sol";

/// @title What must hold of a market's parameters
/// @notice Asserted at listing and at every parameter change. The inequalities stand one by one in the files beside this
/// one; what the unit is worth is asserted at listing only, and the commitment (8) where the pool's inventory may grow.
library ListingRules {
    /// @notice All inequalities that depend on parameters, feed and price alone.
    function requireAll(ListingSet memory set) internal pure {
        requireForm(set);
        ListingMarginRules.requireTarget(set.liquidation);
        ListingMarginRules.requireOrderedTiers(set.tiers);
        ListingMarginRules.requirePenaltyBelowMaintenance(set.tiers, set.liquidation);
        ListingMarginRules.requirePenaltyBelowTarget(set.tiers, set.liquidation);
        ListingMarginRules.requireRoomAboveMaintenance(set.tiers, set.trade, set.liquidation, set.price);
        ListingPriceRules.requireCostlyLiquidation(set.trade, set.liquidation);
        ListingMarginRules.requireClosingPayable(set.tiers, set.trade);
        ListingPriceRules.requireTakerCost(set.trade, set.liquidation);
        ListingPriceRules.requireVenueBand(set.tiers, set.trade, set.liquidation);
        ListingPriceRules.requireJumpBound(set.tiers, set.oracle);
        ListingPriceRules.requireJumpHold(set.oracle);
        ListingPriceRules.requireLiquidationAge(set.oracle);
        ListingPriceRules.requireDivergenceBound(set.tiers, set.oracle);
        ListingPriceRules.requireFallbackDelay(set.oracle);
        ListingMarginRules.requireMinSize(set.tiers, set.trade, set.liquidation, set.price);
        ListingPoolRules.requireGrossCap(set.trade);
        ListingMarginRules.requireWithdrawFloor(set.tiers);
        ListingMarginRules.requireFundingRate(set.tiers, set.oracle);
        ListingMarginRules.requireFundingIndex(set.tiers, set.oracle);
        ListingPoolRules.requirePoolDelay(set.poolRequestDelay, set.oracle);
    }

    /// @notice What the inequalities and the ledger take for granted.
    function requireForm(ListingSet memory set) internal pure {
        (Tiers memory tiers, TradeParameters memory trade) = (set.tiers, set.trade);
        LiquidationParameters memory liquidation = set.liquidation;
        require(set.price != ZERO_PRICE, IListingErrors.ZeroParameter("price"));
        require(trade.skewScale != 0, IListingErrors.ZeroParameter("skewScale"));
        require(trade.minSize != 0, IListingErrors.ZeroParameter("minSize"));
        ListingPriceRules.requireKeeperShare(liquidation);
        Ratio shares = trade.insuranceShare + trade.treasuryShare;
        Ratio one = Ratio.wrap(RATIO_ONE);
        require(shares <= one, IListingErrors.FeeSharesTooHigh(shares, one));
        require(
            liquidation.maxReward >= tiers.minReward,
            IListingErrors.MaxRewardTooLow(liquidation.maxReward, tiers.minReward)
        );
        uint256 steepest = uint256(MAX_FUNDING_DRIFT);
        require(
            trade.maxFundingVelocity <= steepest,
            IListingErrors.FundingVelocityTooHigh(trade.maxFundingVelocity, steepest)
        );
    }
}
