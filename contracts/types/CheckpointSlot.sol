// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readSigned, readUnsigned, writeSigned, writeUnsigned} from "./Fields.sol";

/// @notice One side of a market as a deleveraging left it, in memory.
struct Checkpoint {
    /// What is left of one unit that was there at the generation's beginning, in 1/FULL_SCALE.
    uint256 scale;
    /// Cash of one such unit but for funding: the side's cash index is `cash << CASH_SHIFT` − side·scale·fundingIndex.
    int256 cash;
}

/// @notice A checkpoint in its storage word: one per side and epoch.
/// @dev Bits, low to high:
///   scale   96
///   cash   160  signed
///   sum    256
type CheckpointSlot is uint256;

/// @dev Scale at which a generation begins.
uint256 constant FULL_SCALE = 2 ** 96 - 1;

/// @dev Below it a generation ends: far above any open interest in units, so that a fraction of it is never coarse.
uint256 constant LEAST_SCALE = 2 ** 64;

/// @dev The stored cash is so many bits coarser than scale x price. Scales of a generation fall by 2^96 in all, prices have
/// 81 bits at most (a premium beyond 80) and the funding index 79: 178 bits less 20 fit 160 with their sign.
uint256 constant CASH_SHIFT = 20;

using {unpack} for CheckpointSlot global;
using {pack, wholeIndex} for Checkpoint global;

function unpack(CheckpointSlot slot) pure returns (Checkpoint memory checkpoint) {
    uint256 word = CheckpointSlot.unwrap(slot);
    checkpoint.scale = readUnsigned(word, 0, 96);
    checkpoint.cash = readSigned(word, 96, 160);
}

function pack(Checkpoint memory checkpoint) pure returns (CheckpointSlot) {
    uint256 word = writeUnsigned(checkpoint.scale, 0, 96) | writeSigned(checkpoint.cash, 96, 160);
    return CheckpointSlot.wrap(word);
}

/// @notice The cash index of a generation's last checkpoint, which holds it whole.
function wholeIndex(Checkpoint memory checkpoint) pure returns (int256) {
    unchecked {
        // 160 bits and 20.
        return checkpoint.cash << CASH_SHIFT;
    }
}
