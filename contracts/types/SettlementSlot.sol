// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readUnsigned, writeUnsigned} from "./Fields.sol";

/// @notice What was last found of the settlement token's own price, in a storage word.
/// @dev Bits, low to high:
///   recordedAt  32  unix seconds, until 2106
///   ruled        1  whether there is a feed, and so a rule
///   sound        1  whether the price was Valid and not below its least
///   (spare)    222
///   sum        256
type SettlementSlot is uint256;

/// @dev What was found sound may be taken for so for this long, seconds: an opening then costs one read. Anyone may end
/// it at once by recording what is there now.
uint256 constant SETTLEMENT_PRICE_AGE = 5 minutes;

using {isRuled, isSoundAt} for SettlementSlot global;

function packSettlement(uint256 recordedAt, bool sound) pure returns (SettlementSlot) {
    return SettlementSlot.wrap(writeUnsigned(recordedAt, 0, 32) | (1 << 32) | (sound ? 1 << 33 : 0));
}

function isRuled(SettlementSlot slot) pure returns (bool) {
    return (SettlementSlot.unwrap(slot) >> 32) & 1 != 0;
}

/// @notice Whether it was found sound, and not too long ago.
function isSoundAt(SettlementSlot slot, uint256 timestamp) pure returns (bool) {
    uint256 word = SettlementSlot.unwrap(slot);
    return (word >> 33) & 1 != 0 && timestamp <= readUnsigned(word, 0, 32) + SETTLEMENT_PRICE_AGE;
}
