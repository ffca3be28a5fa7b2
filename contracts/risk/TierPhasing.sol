// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPoint} from "../math/FixedPoint.sol";
import {Money} from "../types/Money.sol";
import {BASIS_POINT, Ratio} from "../types/Ratio.sol";
import {TIER_PHASE_IN, TierPhaseSlot} from "../types/TierPhaseSlot.sol";
import {REWARD_STEP, TIER_COUNT, TierSlot} from "../types/TierSlot.sol";

/// @title Maintenance margin that rises over days
/// @notice Between a raise and its end each maintenance rate lies on the straight line from where it was to where it goes,
/// and so does the least reward: rounded down to what their word can hold, so that no account becomes liquidatable in the
/// block of the change, and none before the line itself says so. All else in the tiers counts at once.
/// @dev Both ends are tiers that do not decrease, so what lies between them are too, at the same bounds. Margins are linear
/// in rates, so at every notional the margin never falls on the way; between two blocks s seconds apart a rate grows by
/// less than its raise x s / TIER_PHASE_IN and one basis point, and the reward likewise and 0.1 USD.
library TierPhasing {
    /// @notice The tiers that count at a moment.
    /// @param goal The market's tiers, as they are stored.
    /// @param phase Where the raise began: nothing in it is above what it is in `goal`.
    /// @param timestamp Not before the raise began.
    function tiersAt(TierSlot goal, TierPhaseSlot phase, uint256 timestamp) internal pure returns (TierSlot) {
        unchecked {
            // Fields of 16 and 12 bits times a time below 2^32.
            uint256 elapsed = timestamp - phase.phaseStartedAt();
            if (elapsed >= TIER_PHASE_IN) return goal.withPhase(false);
            (uint256 from, uint256 to) = (phase.phasedMaintenance(), goal.packedMaintenance());
            uint256 rates;
            for (uint256 bit = 0; bit < 16 * TIER_COUNT; bit += 16) {
                rates |= _onTheWay(uint16(from >> bit), uint16(to >> bit), elapsed) << bit;
            }
            uint256 reward = _onTheWay(phase.phasedMinReward(), goal.packedMinReward(), elapsed);
            return goal.withPhase(false).withMaintenance(rates, reward);
        }
    }

    /// @notice Where a raise begins: of each rate and of the least reward the lower of what counts and what was set.
    function start(TierSlot counting, TierSlot goal) internal pure returns (TierSlot) {
        (uint256 a, uint256 b) = (counting.packedMaintenance(), goal.packedMaintenance());
        uint256 rates;
        for (uint256 bit = 0; bit < 16 * TIER_COUNT; bit += 16) {
            // The casts take one rate out of its place.
            rates |= _lesser(uint16(a >> bit), uint16(b >> bit)) << bit;
        }
        return goal.withMaintenance(rates, _lesser(counting.packedMinReward(), goal.packedMinReward()));
    }

    /// @notice The highest rate that one raise may go to: half more than what counts, and a basis point. Whoever may raise
    /// margins cannot take accounts below their line faster than governance can answer.
    function highestRate(Ratio counting) internal pure returns (Ratio) {
        return Ratio.wrap(Ratio.unwrap(counting) + FixedPoint.divDown(Ratio.unwrap(counting), 2) + BASIS_POINT);
    }

    /// @notice The same of the least reward, with a step of 0.1 USD.
    function highestReward(Money counting) internal pure returns (Money) {
        // At most 409.5 USD.
        return counting + Money.wrap(FixedPoint.divDown(Money.unwrap(counting), 2) + int256(REWARD_STEP));
    }

    /// @dev `from` is not above `to`.
    function _onTheWay(uint256 from, uint256 to, uint256 elapsed) private pure returns (uint256) {
        unchecked {
            return from + FixedPoint.divDown((to - from) * elapsed, TIER_PHASE_IN);
        }
    }

    function _lesser(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
