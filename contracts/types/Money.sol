// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Signed amount of the settlement currency in 1e-6 USD.
/// @dev Stored money has at most 96 bits and computed money at most 160 (a size of 71 bits times a price of 80), so
/// 2^95 terms can be added in 256 bits: the operators need no overflow check. What is stored is checked at its slot.
type Money is int256;

Money constant ZERO_MONEY = Money.wrap(0);

using {
    addMoney as +,
    subtractMoney as -,
    negateMoney as -,
    equalMoney as ==,
    unequalMoney as !=,
    lessMoney as <,
    atMostMoney as <=,
    moreMoney as >,
    atLeastMoney as >=,
    abs
} for Money global;

function addMoney(Money a, Money b) pure returns (Money) {
    unchecked {
        return Money.wrap(Money.unwrap(a) + Money.unwrap(b));
    }
}

function subtractMoney(Money a, Money b) pure returns (Money) {
    unchecked {
        return Money.wrap(Money.unwrap(a) - Money.unwrap(b));
    }
}

function negateMoney(Money a) pure returns (Money) {
    unchecked {
        return Money.wrap(-Money.unwrap(a));
    }
}

function equalMoney(Money a, Money b) pure returns (bool) {
    return Money.unwrap(a) == Money.unwrap(b);
}

function unequalMoney(Money a, Money b) pure returns (bool) {
    return Money.unwrap(a) != Money.unwrap(b);
}

function lessMoney(Money a, Money b) pure returns (bool) {
    return Money.unwrap(a) < Money.unwrap(b);
}

function atMostMoney(Money a, Money b) pure returns (bool) {
    return Money.unwrap(a) <= Money.unwrap(b);
}

function moreMoney(Money a, Money b) pure returns (bool) {
    return Money.unwrap(a) > Money.unwrap(b);
}

function atLeastMoney(Money a, Money b) pure returns (bool) {
    return Money.unwrap(a) >= Money.unwrap(b);
}

function abs(Money a) pure returns (Money) {
    return a < ZERO_MONEY ? -a : a;
}

function minMoney(Money a, Money b) pure returns (Money) {
    return a < b ? a : b;
}

function maxMoney(Money a, Money b) pure returns (Money) {
    return a > b ? a : b;
}

/// @notice max(a, 0).
function positivePart(Money a) pure returns (Money) {
    return a > ZERO_MONEY ? a : ZERO_MONEY;
}
