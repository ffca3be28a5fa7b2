// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readUnsigned, writeUnsigned} from "./Fields.sol";
import {Money} from "./Money.sol";

/// @notice Debts against collateral, in a storage word: negative cash of traders' accounts that hold other tokens.
/// @dev Bits, low to high, money in 1e-6 USD:
///   total          80  of all accounts together, 1.2e18 USD
///   limit          72  of one account, 4.7e15 USD
///   previousLimit  72  limit at the time of the last change
///   changedAt      32  when the limit beyond which collateral is sold began to move, until 2106
///   sum           256
type DebtSlot is uint256;

using {total, limit, previousLimit, changedAt, withTotal, withLimit} for DebtSlot global;

function total(DebtSlot slot) pure returns (Money) {
    return Money.wrap(int256(readUnsigned(DebtSlot.unwrap(slot), 0, 80)));
}

/// @notice What may be owed after a withdrawal or an increase. What collateral is sold beyond is
/// `CollateralMath.debtLimitAt`.
function limit(DebtSlot slot) pure returns (Money) {
    return Money.wrap(int256(readUnsigned(DebtSlot.unwrap(slot), 80, 72)));
}

function previousLimit(DebtSlot slot) pure returns (Money) {
    return Money.wrap(int256(readUnsigned(DebtSlot.unwrap(slot), 152, 72)));
}

function changedAt(DebtSlot slot) pure returns (uint256) {
    return DebtSlot.unwrap(slot) >> 224;
}

/// @dev A negative amount becomes a number far above every width and is refused like one.
function withTotal(DebtSlot slot, Money total_) pure returns (DebtSlot) {
    uint256 kept = (DebtSlot.unwrap(slot) >> 80) << 80;
    return DebtSlot.wrap(kept | writeUnsigned(uint256(Money.unwrap(total_)), 0, 80));
}

function withLimit(DebtSlot slot, Money limit_, Money previous, uint256 timestamp) pure returns (DebtSlot) {
    uint256 word = readUnsigned(DebtSlot.unwrap(slot), 0, 80) | writeUnsigned(uint256(Money.unwrap(limit_)), 80, 72);
    word |= writeUnsigned(uint256(Money.unwrap(previous)), 152, 72);
    return DebtSlot.wrap(word | writeUnsigned(timestamp, 224, 32));
}
