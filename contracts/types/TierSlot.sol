// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readUnsigned} from "./Fields.sol";
import {Money} from "./Money.sol";
import {Tiers} from "./Parameters.sol";
import {BASIS_POINT, Ratio} from "./Ratio.sol";

/// @notice A market's margin tiers in their storage word; read by every margin check, never unpacked there.
/// @dev Bits, low to high:
///   3 bounds        28 each  in 1,000 USD, 2.7e11 USD
///   4 maintenance   16 each  in basis points, 655 %
///   4 initial       16 each  in basis points, 655 %
///   maxFundingRate  16  in 1e-10 per second, 6.6e-6 per second (2.4 % per hour)
///   withdrawFloor   14  in basis points, 164 %
///   minReward       12  in 0.1 USD, 409.5 USD
///   reduceOnly       1
///   phasing          1  whether a raise of maintenance margin is on its way: TierPhaseSlot has where it began
///   sum            256
type TierSlot is uint256;

/// @dev Step of a stored tier bound, 1e-6 USD.
uint256 constant BOUND_STEP = 1_000e6;

/// @dev Step of a stored reward, 1e-6 USD.
uint256 constant REWARD_STEP = 1e5;

/// @dev Step of the stored bound of the funding rate, 1e-15 per second.
uint256 constant MAX_RATE_STEP = 1e5;

uint256 constant TIER_COUNT = 4;

uint256 constant _MAINTENANCE_OFFSET = 84;
uint256 constant _INITIAL_OFFSET = 148;
uint256 constant _REWARD_OFFSET = 242;
uint256 constant _REDUCE_ONLY = 1 << 254;
uint256 constant _PHASING = 1 << 255;

using {
    bound,
    maintenanceRate,
    initialRate,
    maxFundingRatePerSecond,
    withdrawFloor,
    minReward,
    reduceOnly,
    withReduceOnly,
    isPhasing,
    withPhase,
    packedMaintenance,
    packedMinReward,
    withMaintenance,
    unpack
} for TierSlot global;

/// @notice Upper bound of tier `tier` (0 to 2).
function bound(TierSlot slot, uint256 tier) pure returns (Money) {
    unchecked {
        // 28 bits times 30 bits.
        return Money.wrap(int256(readUnsigned(TierSlot.unwrap(slot), tier * 28, 28) * BOUND_STEP));
    }
}

/// @notice Maintenance margin rate of tier `tier` (0 to 3).
function maintenanceRate(TierSlot slot, uint256 tier) pure returns (Ratio) {
    unchecked {
        return Ratio.wrap(readUnsigned(TierSlot.unwrap(slot), _MAINTENANCE_OFFSET + tier * 16, 16) * BASIS_POINT);
    }
}

/// @notice Initial margin rate of tier `tier` (0 to 3).
function initialRate(TierSlot slot, uint256 tier) pure returns (Ratio) {
    unchecked {
        return Ratio.wrap(readUnsigned(TierSlot.unwrap(slot), _INITIAL_OFFSET + tier * 16, 16) * BASIS_POINT);
    }
}

function maxFundingRatePerSecond(TierSlot slot) pure returns (uint256) {
    unchecked {
        return readUnsigned(TierSlot.unwrap(slot), 212, 16) * MAX_RATE_STEP;
    }
}

function withdrawFloor(TierSlot slot) pure returns (Ratio) {
    unchecked {
        return Ratio.wrap(readUnsigned(TierSlot.unwrap(slot), 228, 14) * BASIS_POINT);
    }
}

function minReward(TierSlot slot) pure returns (Money) {
    unchecked {
        return Money.wrap(int256(readUnsigned(TierSlot.unwrap(slot), _REWARD_OFFSET, 12) * REWARD_STEP));
    }
}

/// @notice Whether only reductions are let in.
function reduceOnly(TierSlot slot) pure returns (bool) {
    return TierSlot.unwrap(slot) & _REDUCE_ONLY != 0;
}

function withReduceOnly(TierSlot slot, bool value) pure returns (TierSlot) {
    uint256 word = TierSlot.unwrap(slot);
    return TierSlot.wrap(value ? word | _REDUCE_ONLY : word & ~_REDUCE_ONLY);
}

/// @notice Whether the maintenance margins in this word do not count yet.
function isPhasing(TierSlot slot) pure returns (bool) {
    return TierSlot.unwrap(slot) & _PHASING != 0;
}

function withPhase(TierSlot slot, bool value) pure returns (TierSlot) {
    uint256 word = TierSlot.unwrap(slot);
    return TierSlot.wrap(value ? word | _PHASING : word & ~_PHASING);
}

/// @notice The four maintenance rates as they lie in the word, the first lowest.
function packedMaintenance(TierSlot slot) pure returns (uint256) {
    return readUnsigned(TierSlot.unwrap(slot), _MAINTENANCE_OFFSET, 64);
}

/// @notice In 0.1 USD.
function packedMinReward(TierSlot slot) pure returns (uint256) {
    return readUnsigned(TierSlot.unwrap(slot), _REWARD_OFFSET, 12);
}

/// @param rates As `packedMaintenance` has them.
/// @param reward As `packedMinReward` has it.
function withMaintenance(TierSlot slot, uint256 rates, uint256 reward) pure returns (TierSlot) {
    uint256 fields = (uint256(type(uint64).max) << _MAINTENANCE_OFFSET) | (uint256((1 << 12) - 1) << _REWARD_OFFSET);
    uint256 word = TierSlot.unwrap(slot) & ~fields;
    return TierSlot.wrap(word | (rates << _MAINTENANCE_OFFSET) | (reward << _REWARD_OFFSET));
}

function unpack(TierSlot slot) pure returns (Tiers memory tiers) {
    for (uint256 tier = 0; tier < TIER_COUNT; ++tier) {
        if (tier < TIER_COUNT - 1) tiers.bounds[tier] = slot.bound(tier);
        tiers.maintenance[tier] = slot.maintenanceRate(tier);
        tiers.initial[tier] = slot.initialRate(tier);
    }
    tiers.withdrawFloor = slot.withdrawFloor();
    tiers.minReward = slot.minReward();
    tiers.maxFundingRatePerSecond = slot.maxFundingRatePerSecond();
}
