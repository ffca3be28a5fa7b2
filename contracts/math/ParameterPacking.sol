// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {writeUnsigned} from "../types/Fields.sol";
import {LiquidationSlot} from "../types/LiquidationSlot.sol";
import {Money} from "../types/Money.sol";
import {LiquidationParameters, Tiers, TradeParameters} from "../types/Parameters.sol";
import {BASIS_POINT, FEE_STEP, PERCENT, Ratio} from "../types/Ratio.sol";
import {BOUND_STEP, MAX_RATE_STEP, REWARD_STEP, TIER_COUNT, TierSlot} from "../types/TierSlot.sol";
import {TradeSlot} from "../types/TradeSlot.sol";

/// @title Parameter sets into their storage words
/// @notice A stored parameter is exactly what was given, or the call reverts: nothing is rounded on the way in.
library ParameterPacking {
    /// @notice A parameter is no whole multiple of the step it is stored in.
    error NotAMultiple(uint256 value, uint256 step);

    /// @notice Tiers without the reduce-only flag.
    function pack(Tiers memory tiers) internal pure returns (TierSlot) {
        uint256 word;
        for (uint256 tier = 0; tier < TIER_COUNT; ++tier) {
            if (tier < TIER_COUNT - 1) word |= _steps(_raw(tiers.bounds[tier]), BOUND_STEP, tier * 28, 28);
            word |= _steps(Ratio.unwrap(tiers.maintenance[tier]), BASIS_POINT, 84 + tier * 16, 16);
            word |= _steps(Ratio.unwrap(tiers.initial[tier]), BASIS_POINT, 148 + tier * 16, 16);
        }
        word |= _steps(tiers.maxFundingRatePerSecond, MAX_RATE_STEP, 212, 16);
        word |= _steps(Ratio.unwrap(tiers.withdrawFloor), BASIS_POINT, 228, 14);
        word |= _steps(_raw(tiers.minReward), REWARD_STEP, 242, 12);
        return TierSlot.wrap(word);
    }

    function pack(TradeParameters memory parameters) internal pure returns (TradeSlot) {
        uint256 word = writeUnsigned(parameters.skewScale, 0, 64);
        word |= writeUnsigned(parameters.maxOpenInterest, 64, 64);
        word |= writeUnsigned(parameters.minSize, 128, 44);
        word |= writeUnsigned(parameters.maxFundingVelocity, 172, 20);
        word |= _steps(Ratio.unwrap(parameters.takerFee), FEE_STEP, 192, 12);
        word |= _steps(Ratio.unwrap(parameters.makerFee), FEE_STEP, 204, 12);
        word |= _steps(Ratio.unwrap(parameters.spread), FEE_STEP, 216, 12);
        word |= _steps(Ratio.unwrap(parameters.maxSkew), BASIS_POINT, 228, 12);
        word |= _steps(Ratio.unwrap(parameters.insuranceShare), PERCENT, 240, 8);
        word |= _steps(Ratio.unwrap(parameters.treasuryShare), PERCENT, 248, 8);
        return TradeSlot.wrap(word);
    }

    function pack(LiquidationParameters memory parameters) internal pure returns (LiquidationSlot) {
        uint256 word = writeUnsigned(Ratio.unwrap(parameters.penalty), 0, 20);
        word |= writeUnsigned(Ratio.unwrap(parameters.keeperShare), 20, 20);
        word |= writeUnsigned(Ratio.unwrap(parameters.targetMarginRatio), 40, 24);
        word |= writeUnsigned(Ratio.unwrap(parameters.venueBand), 64, 20);
        word |= writeUnsigned(Ratio.unwrap(parameters.deviationThreshold), 84, 20);
        word |= _steps(_raw(parameters.maxReward), REWARD_STEP, 104, 24);
        word |= _steps(_raw(parameters.unpacedNotional), BOUND_STEP, 128, 24);
        return LiquidationSlot.wrap(word);
    }

    function _steps(uint256 value, uint256 step, uint256 offset, uint256 bits) private pure returns (uint256) {
        require(value % step == 0, NotAMultiple(value, step));
        return writeUnsigned(value / step, offset, bits);
    }

    /// @dev A negative amount becomes a number far above every field's width and is refused like one.
    function _raw(Money amount) private pure returns (uint256) {
        return uint256(Money.unwrap(amount));
    }
}
