// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readSigned, readUnsigned, writeSigned, writeUnsigned} from "./Fields.sol";

/// @notice One side of a market beside its checkpoints, in memory.
struct SideState {
    /// Units that rounding took from the side's positions as they caught up (+) or added to them (-), and that the pool has
    /// not taken over yet, in 2^-64 of a unit. Open interest = positions of the side, caught up exactly, + residue: it is
    /// never below zero for longs nor above it for shorts, but for its own last bits.
    int256 residue;
    /// Generations that have ended.
    uint256 generations;
}

/// @notice One side of a market in its storage word; only deleveragings and what catches up with them read it.
/// @dev Bits, low to high:
///   residue      128  signed, +-9.2e18 units
///   generations   32
///   (spare)       96
///   sum          256
type SideSlot is uint256;

/// @dev Steps of a residue in one unit, as bits: each touch may lose one of them, and the losses add up.
uint256 constant RESIDUE_BITS = 64;

using {unpack} for SideSlot global;
using {pack} for SideState global;

function unpack(SideSlot slot) pure returns (SideState memory side) {
    uint256 word = SideSlot.unwrap(slot);
    side.residue = readSigned(word, 0, 128);
    side.generations = readUnsigned(word, 128, 32);
}

function pack(SideState memory side) pure returns (SideSlot) {
    return SideSlot.wrap(writeSigned(side.residue, 0, 128) | writeUnsigned(side.generations, 128, 32));
}
