// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {WEIGHT_PHASE_IN} from "./CollateralSlot.sol";
import {readUnsigned, writeUnsigned} from "./Fields.sol";
import {Tiers} from "./Parameters.sol";
import {TierSlot} from "./TierSlot.sol";

/// @notice Where a raise of maintenance margin began; read only while a market's tiers say that one is on its way.
/// @dev Bits, low to high:
///   4 maintenance  16 each  as in TierSlot
///   minReward      12       as in TierSlot
///   startedAt      32       unix seconds, until 2106
///   (spare)       148
///   sum           256
type TierPhaseSlot is uint256;

/// @notice What counts of a market's maintenance margin while it rises.
struct TierPhase {
    /// Whether a raise is on its way; the other fields are zero if not.
    bool rising;
    /// When it began, and when all of it counts, unix seconds.
    uint256 startedAt;
    uint256 endsAt;
    /// The tiers that counted when it began; those it goes to are the market's.
    Tiers from;
}

/// @dev A raised maintenance margin takes as long to arrive as a lowered weight of collateral.
uint256 constant TIER_PHASE_IN = WEIGHT_PHASE_IN;

using {phasedMaintenance, phasedMinReward, phaseStartedAt} for TierPhaseSlot global;

/// @notice A raise that begins with the maintenance margins of `from`.
function packTierPhase(TierSlot from, uint256 startedAt) pure returns (TierPhaseSlot) {
    return
        TierPhaseSlot.wrap(
            from.packedMaintenance() | (from.packedMinReward() << 64) | writeUnsigned(startedAt, 76, 32)
        );
}

/// @notice The four rates, as TierSlot has them.
function phasedMaintenance(TierPhaseSlot slot) pure returns (uint256) {
    return readUnsigned(TierPhaseSlot.unwrap(slot), 0, 64);
}

/// @notice As TierSlot has it.
function phasedMinReward(TierPhaseSlot slot) pure returns (uint256) {
    return readUnsigned(TierPhaseSlot.unwrap(slot), 64, 12);
}

function phaseStartedAt(TierPhaseSlot slot) pure returns (uint256) {
    return readUnsigned(TierPhaseSlot.unwrap(slot), 76, 32);
}
