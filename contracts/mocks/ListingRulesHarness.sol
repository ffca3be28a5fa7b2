// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IListingErrors} from "../interfaces/IListingErrors.sol";
import {ParameterPacking} from "../math/ParameterPacking.sol";
import {CollateralLimits, ListingSet} from "../risk/ListingLimits.sol";
import {ListingMarginRules} from "../risk/ListingMarginRules.sol";
import {ListingPoolRules} from "../risk/ListingPoolRules.sol";
import {ListingPriceRules} from "../risk/ListingPriceRules.sol";
import {ListingRules} from "../risk/ListingRules.sol";
import {ParameterDirection} from "../risk/ParameterDirection.sol";
import {Money} from "../types/Money.sol";
import {Tiers, TradeParameters} from "../types/Parameters.sol";
import {Price} from "../types/Price.sol";

/// @title The listing rules one by one, for tests
contract ListingRulesHarness is IListingErrors {
    function requireAll(ListingSet calldata set) external pure {
        ListingRules.requireAll(set);
    }

    function requireForm(ListingSet calldata set) external pure {
        ListingRules.requireForm(set);
    }

    function requireUnitWorth(Price price) external pure {
        ListingPriceRules.requireUnitWorth(price);
    }

    function requireTarget(ListingSet calldata set) external pure {
        ListingMarginRules.requireTarget(set.liquidation);
    }

    function requireOrderedTiers(ListingSet calldata set) external pure {
        ListingMarginRules.requireOrderedTiers(set.tiers);
    }

    function requirePenaltyBelowMaintenance(ListingSet calldata set) external pure {
        ListingMarginRules.requirePenaltyBelowMaintenance(set.tiers, set.liquidation);
    }

    function requirePenaltyBelowTarget(ListingSet calldata set) external pure {
        ListingMarginRules.requirePenaltyBelowTarget(set.tiers, set.liquidation);
    }

    function requireRoomAboveMaintenance(ListingSet calldata set) external pure {
        ListingMarginRules.requireRoomAboveMaintenance(set.tiers, set.trade, set.liquidation, set.price);
    }

    function requireCostlyLiquidation(ListingSet calldata set) external pure {
        ListingPriceRules.requireCostlyLiquidation(set.trade, set.liquidation);
    }

    function requireClosingPayable(ListingSet calldata set) external pure {
        ListingMarginRules.requireClosingPayable(set.tiers, set.trade);
    }

    function requireTakerCost(ListingSet calldata set) external pure {
        ListingPriceRules.requireTakerCost(set.trade, set.liquidation);
    }

    function requireVenueBand(ListingSet calldata set) external pure {
        ListingPriceRules.requireVenueBand(set.tiers, set.trade, set.liquidation);
    }

    function requireJumpBound(ListingSet calldata set) external pure {
        ListingPriceRules.requireJumpBound(set.tiers, set.oracle);
    }

    function requireJumpHold(ListingSet calldata set) external pure {
        ListingPriceRules.requireJumpHold(set.oracle);
    }

    function requireLiquidationAge(ListingSet calldata set) external pure {
        ListingPriceRules.requireLiquidationAge(set.oracle);
    }

    function requireDivergenceBound(ListingSet calldata set) external pure {
        ListingPriceRules.requireDivergenceBound(set.tiers, set.oracle);
    }

    function requireFallbackDelay(ListingSet calldata set) external pure {
        ListingPriceRules.requireFallbackDelay(set.oracle);
    }

    function requireMinSize(ListingSet calldata set) external pure {
        ListingMarginRules.requireMinSize(set.tiers, set.trade, set.liquidation, set.price);
    }

    function leastMinSize(ListingSet calldata set) external pure returns (uint256) {
        return ListingMarginRules.leastMinSize(set.tiers, set.liquidation, set.price);
    }

    function requireGrossCap(ListingSet calldata set) external pure {
        ListingPoolRules.requireGrossCap(set.trade);
    }

    function requireCommitment(ListingSet calldata set, Money commitment) external pure {
        ListingPoolRules.requireCommitment(set.tiers, set.trade, set.price, commitment);
    }

    function leastCommitment(ListingSet calldata set) external pure returns (Money) {
        return ListingPoolRules.leastCommitment(set.tiers, set.trade, set.price);
    }

    function requireWithdrawFloor(ListingSet calldata set) external pure {
        ListingMarginRules.requireWithdrawFloor(set.tiers);
    }

    function requireFundingRate(ListingSet calldata set) external pure {
        ListingMarginRules.requireFundingRate(set.tiers, set.oracle);
    }

    function requireFundingIndex(ListingSet calldata set) external pure {
        ListingMarginRules.requireFundingIndex(set.tiers, set.oracle);
    }

    function requireWeights(CollateralLimits calldata collateral) external pure {
        ListingPoolRules.requireWeights(collateral);
    }

    function requirePoolDelay(ListingSet calldata set) external pure {
        ListingPoolRules.requirePoolDelay(set.poolRequestDelay, set.oracle);
    }

    function raisesMaintenance(Tiers calldata previous, Tiers calldata current) external pure returns (bool) {
        return ParameterDirection.raisesMaintenance(ParameterPacking.pack(previous), ParameterPacking.pack(current));
    }

    function tiersLoosen(Tiers calldata previous, Tiers calldata current) external pure returns (bool) {
        return ParameterDirection.loosens(ParameterPacking.pack(previous), ParameterPacking.pack(current));
    }

    function tradeLoosens(
        TradeParameters calldata previous,
        TradeParameters calldata current
    ) external pure returns (bool) {
        return ParameterDirection.loosens(previous, current);
    }
}
