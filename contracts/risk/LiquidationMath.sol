// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPoint} from "../math/FixedPoint.sol";
import {Quantities} from "../math/Quantities.sol";
import {Money, ZERO_MONEY, maxMoney, minMoney, positivePart} from "../types/Money.sol";
import {Price} from "../types/Price.sol";
import {Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {Size} from "../types/Size.sol";
import {TierSlot} from "../types/TierSlot.sol";
import {MarginMath} from "./MarginMath.sol";

/// @notice What the size of a liquidation depends on.
struct CloseRequest {
    /// The position to be closed or reduced.
    Size size;
    /// Price it is closed at.
    Price mark;
    TierSlot tiers;
    /// Of the whole account, less what this call has charged already.
    Money accountValue;
    /// Maintenance margin of the account without this position's.
    Money otherMargin;
    /// Part of the least reward that penalties of this call do not cover yet.
    Money rewardLeft;
    Ratio targetMarginRatio;
    Ratio penalty;
    /// Units below which nothing may be left.
    uint256 minSize;
}

/// @title How much a liquidation closes, and what it costs
library LiquidationMath {
    /// @dev Two ratios in parts per million multiplied.
    int256 private constant _RATIO_SQUARED = int256(RATIO_ONE * RATIO_ONE);

    /// @notice Units to close so that the account ends at its target: the notional x with
    /// accountValue − max(penalty·x, rewardLeft) = k·maintenanceMargin(after), that is
    /// x = (k·MM − E + r) / (k·m − p) in the tier in which the remainder ends. Rounded up: the target is reached to within the rounding of
    /// penalty and margin. The whole position where nothing solves it or the remainder would be below the minimum.
    /// Source: DESIGN, section 8. The charge is the larger of penalty and least reward, and value − charge − k·margin
    /// rises with x (k·m > p is a listing inequality), so of the two forms of the charge exactly one has its root in its
    /// own range: with the penalty if that covers the reward at its root, else with the reward.
    function unitsToClose(CloseRequest memory request) internal pure returns (uint256) {
        uint256 whole = request.size.abs();
        Money notional = Quantities.notionalUp(whole, request.mark);
        Money closed = _solve(request, notional, request.penalty, ZERO_MONEY);
        if (Quantities.shareUp(closed, request.penalty) < request.rewardLeft) {
            closed = _solve(request, notional, Ratio.wrap(0), request.rewardLeft);
        }
        if (closed >= notional) return whole;
        uint256 units = Quantities.unitsUp(closed, request.mark);
        unchecked {
            return units >= whole || whole - units < request.minSize ? whole : units;
        }
    }

    /// @notice Reward of the keeper: its share of the penalty, at least `minReward`, at most `maxReward`.
    function rewardOf(Money keeperPart, Money minReward, Money maxReward) internal pure returns (Money) {
        return maxMoney(minMoney(keeperPart, maxReward), minReward);
    }

    /// @notice The keeper's part of a penalty of which only a part is paid, rounded down.
    /// @dev Money of 160 bits over the 512-bit product; a penalty of zero is never paid in part.
    function keeperPartOf(Money keeperPart, Money paid, Money penalty) internal pure returns (Money) {
        uint256 part = uint256(Money.unwrap(paid));
        return Money.wrap(FixedPoint.mulDivDown(Money.unwrap(keeperPart), part, uint256(Money.unwrap(penalty))));
    }

    /// @notice The most an account that keeps positions may be charged without a fall of its margin ratio:
    /// E − ceil(E·MMafter / MMbefore).
    /// @dev Money of at most 127 bits each (see Health.ratioNotLower), so the product fits.
    function chargeAtEqualRatio(Money value, Money marginBefore, Money marginAfter) internal pure returns (Money) {
        if (value <= ZERO_MONEY || marginBefore == ZERO_MONEY) return ZERO_MONEY;
        unchecked {
            int256 product = Money.unwrap(value) * Money.unwrap(marginAfter);
            Money kept = Money.wrap(FixedPoint.divUp(product, uint256(Money.unwrap(marginBefore))));
            return positivePart(value - kept);
        }
    }

    /// @dev Walks down from the position's tier to the one in which the remainder ends; `notional` where none does.
    function _solve(
        CloseRequest memory request,
        Money notional,
        Ratio penalty,
        Money reward
    ) private pure returns (Money) {
        TierSlot tiers = request.tiers;
        uint256 tier = MarginMath.tierOf(tiers, notional);
        unchecked {
            int256 k = int256(Ratio.unwrap(request.targetMarginRatio));
            int256 available = Money.unwrap(request.accountValue - reward) * _RATIO_SQUARED;
            while (true) {
                int256 rate = int256(Ratio.unwrap(tiers.maintenanceRate(tier)));
                int256 gain = k * rate - int256(Ratio.unwrap(penalty) * RATIO_ONE);
                if (gain <= 0) return notional;
                int256 margin =
                    Money.unwrap(request.otherMargin) * int256(RATIO_ONE) +
                        Money.unwrap(notional) * rate -
                        MarginMath.maintenanceDeduction(tiers, tier);
                Money closed = Money.wrap(FixedPoint.divUp(k * margin - available, uint256(gain)));
                Money lower = tier == 0 ? ZERO_MONEY : tiers.bound(tier - 1);
                if (notional - closed >= lower) return positivePart(closed);
                if (tier == 0) return notional;
                --tier;
            }
        }
        return notional;
    }
}
