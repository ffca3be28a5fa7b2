// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readSigned, readUnsigned, writeSigned} from "./Fields.sol";
import {Money} from "./Money.sol";
import {Size} from "./Size.sol";

/// @notice A position in memory.
struct Position {
    /// Base units: + long, - short.
    Size size;
    /// Quote paid (-) or received (+) for the open size; unrealizedPnl = size x markPrice + entryNotional.
    Money entryNotional;
    /// The market's funding index up to which funding has moved into cash, 1e-16 money per unit.
    int256 fundingIndex;
    /// The market's deleveraging epoch up to which the position has caught up.
    uint256 epoch;
}

/// @notice A position in its storage word.
/// @dev Bits, low to high:
///   size           72  signed, +-2.3e21 units (2.3e14 USD where a unit is worth 1e-7 USD)
///   entryNotional  64  signed, +-9.2e12 USD
///   fundingIndex   80  signed, +-6.0e23
///   epoch          20  1,048,575 deleveragings
///   (spare)        20
///   sum           256
type PositionSlot is uint256;

using {unpack, unpackInto, epochOf} for PositionSlot global;
using {pack} for Position global;

function unpack(PositionSlot slot) pure returns (Position memory position) {
    slot.unpackInto(position);
}

/// @notice The same into memory that is there already: a hot path allocates once.
function unpackInto(PositionSlot slot, Position memory position) pure {
    uint256 word = PositionSlot.unwrap(slot);
    position.size = Size.wrap(readSigned(word, 0, 72));
    position.entryNotional = Money.wrap(readSigned(word, 72, 64));
    position.fundingIndex = readSigned(word, 136, 80);
    position.epoch = readUnsigned(word, 216, 20);
}

/// @notice The epoch alone.
function epochOf(PositionSlot slot) pure returns (uint256) {
    return readUnsigned(PositionSlot.unwrap(slot), 216, 20);
}

/// @dev Index and epoch are copies of the market's, which were checked at its slot. A closed position leaves an empty
/// word, so that its storage is refunded and its next opening starts from the market's own index.
function pack(Position memory position) pure returns (PositionSlot) {
    unchecked {
        if (Size.unwrap(position.size) == 0) return PositionSlot.wrap(0);
        return
            PositionSlot.wrap(
                writeSigned(Size.unwrap(position.size), 0, 72) |
                    writeSigned(Money.unwrap(position.entryNotional), 72, 64) |
                    ((uint256(position.fundingIndex) << 176) >> 40) |
                    (position.epoch << 216)
            );
    }
}
