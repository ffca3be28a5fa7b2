// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Signed base amount in the market's unit of 10^-sizeDecimals token: above zero is long, below zero short.
/// @dev Stored sizes have at most 72 bits, so that sums of them need no overflow check in 256. What is stored is
/// checked at its slot; a size that a caller names is checked at the door (`MAX_ORDER_SIZE`).
type Size is int256;

Size constant ZERO_SIZE = Size.wrap(0);

/// @dev Largest size an order may name: the largest that a position can hold.
int256 constant MAX_ORDER_SIZE = type(int72).max;

using {
    addSize as +,
    subtractSize as -,
    negateSize as -,
    equalSize as ==,
    unequalSize as !=,
    lessSize as <,
    moreSize as >,
    atLeastSize as >=,
    abs
} for Size global;

function addSize(Size a, Size b) pure returns (Size) {
    unchecked {
        return Size.wrap(Size.unwrap(a) + Size.unwrap(b));
    }
}

function subtractSize(Size a, Size b) pure returns (Size) {
    unchecked {
        return Size.wrap(Size.unwrap(a) - Size.unwrap(b));
    }
}

function negateSize(Size a) pure returns (Size) {
    unchecked {
        return Size.wrap(-Size.unwrap(a));
    }
}

function equalSize(Size a, Size b) pure returns (bool) {
    return Size.unwrap(a) == Size.unwrap(b);
}

function unequalSize(Size a, Size b) pure returns (bool) {
    return Size.unwrap(a) != Size.unwrap(b);
}

function lessSize(Size a, Size b) pure returns (bool) {
    return Size.unwrap(a) < Size.unwrap(b);
}

function moreSize(Size a, Size b) pure returns (bool) {
    return Size.unwrap(a) > Size.unwrap(b);
}

function atLeastSize(Size a, Size b) pure returns (bool) {
    return Size.unwrap(a) >= Size.unwrap(b);
}

/// @notice |a|.
function abs(Size a) pure returns (uint256) {
    unchecked {
        int256 value = Size.unwrap(a);
        return uint256(value < 0 ? -value : value);
    }
}

/// @notice Whether one is long and the other short; false if either is zero.
function opposite(Size a, Size b) pure returns (bool) {
    // Of two numbers whose signs differ one is negative; the other may be zero.
    return (Size.unwrap(a) ^ Size.unwrap(b)) < 0 && a != ZERO_SIZE && b != ZERO_SIZE;
}

/// @notice The long part of a size: max(a, 0).
function longPart(Size a) pure returns (uint256) {
    return a > ZERO_SIZE ? uint256(Size.unwrap(a)) : 0;
}
