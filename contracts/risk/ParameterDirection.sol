// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Money} from "../types/Money.sol";
import {TradeParameters} from "../types/Parameters.sol";
import {TIER_COUNT, TierSlot} from "../types/TierSlot.sol";
import {ListingPoolRules} from "./ListingPoolRules.sol";
import {MarginMath} from "./MarginMath.sol";

/// @title Whether a change of parameters tightens or loosens risk
/// @notice A change that does both loosens. Margins are compared at every notional, not rate by rate: they are straight
/// between the bounds of either set, so the bounds and the slope of the last tier decide.
library ParameterDirection {
    /// @notice Whether an account could need more maintenance margin than before.
    function raisesMaintenance(TierSlot previous, TierSlot current) internal pure returns (bool) {
        return _maintenanceExceeds(current, previous) || current.minReward() > previous.minReward();
    }

    /// @notice Whether an account could need less margin, keep less on a withdrawal, or pay faster funding.
    function loosens(TierSlot previous, TierSlot current) internal pure returns (bool) {
        return
            _maintenanceExceeds(previous, current) ||
            _initialExceeds(previous, current) ||
            current.minReward() < previous.minReward() ||
            current.withdrawFloor() < previous.withdrawFloor() ||
            current.maxFundingRatePerSecond() > previous.maxFundingRatePerSecond();
    }

    /// @notice Whether fills could become cheaper or larger, funding faster, or insurance's share of fees smaller. Another
    /// skew scale loosens either way: a smaller one raises the premium at which present inventory is unwound, and whoever
    /// holds it would be paid the difference by the pool.
    function loosens(TradeParameters memory previous, TradeParameters memory current) internal pure returns (bool) {
        return
            current.takerFee < previous.takerFee ||
            current.makerFee < previous.makerFee ||
            current.spread < previous.spread ||
            current.skewScale != previous.skewScale ||
            growsInventory(previous, current) ||
            current.maxOpenInterest > previous.maxOpenInterest ||
            current.minSize < previous.minSize ||
            current.maxFundingVelocity > previous.maxFundingVelocity ||
            current.insuranceShare < previous.insuranceShare ||
            current.treasuryShare > previous.treasuryShare;
    }

    /// @notice Whether the pool's account of the market could come to hold more.
    function growsInventory(
        TradeParameters memory previous,
        TradeParameters memory current
    ) internal pure returns (bool) {
        return ListingPoolRules.largestInventory(current) > ListingPoolRules.largestInventory(previous);
    }

    function _maintenanceExceeds(TierSlot a, TierSlot b) private pure returns (bool) {
        uint256 last = TIER_COUNT - 1;
        if (a.maintenanceRate(last) > b.maintenanceRate(last)) return true;
        for (uint256 tier = 0; tier < last; ++tier) {
            if (_maintenanceExceedsAt(a, b, a.bound(tier)) || _maintenanceExceedsAt(a, b, b.bound(tier))) return true;
        }
        return false;
    }

    function _initialExceeds(TierSlot a, TierSlot b) private pure returns (bool) {
        uint256 last = TIER_COUNT - 1;
        if (a.initialRate(last) > b.initialRate(last)) return true;
        for (uint256 tier = 0; tier < last; ++tier) {
            if (_initialExceedsAt(a, b, a.bound(tier)) || _initialExceedsAt(a, b, b.bound(tier))) return true;
        }
        return false;
    }

    /// @dev Bounds are whole thousands of USD and rates whole basis points, so margins at a bound are exact.
    function _maintenanceExceedsAt(TierSlot a, TierSlot b, Money notional) private pure returns (bool) {
        return MarginMath.maintenanceMargin(a, notional) > MarginMath.maintenanceMargin(b, notional);
    }

    function _initialExceedsAt(TierSlot a, TierSlot b, Money notional) private pure returns (bool) {
        return MarginMath.initialMargin(a, notional) > MarginMath.initialMargin(b, notional);
    }
}
