// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readUnsigned, writeUnsigned} from "./Fields.sol";
import {Money} from "./Money.sol";

/// @notice What the insurance fund may pay for a market, in memory.
struct InsuranceBudget {
    /// Seed and what the market's fees and penalties paid in, less what insurance paid for it.
    Money budget;
    /// Of it, what may be paid in the hour after the last payment: a quarter.
    Money allowance;
    /// The last payment, unix seconds.
    uint256 paidAt;
}

/// @notice What the insurance fund may pay for a market, in its storage word.
/// @dev Bits, low to high:
///   budget      80  1.2e18 USD
///   allowance   80
///   paidAt     32  until 2106
///   (spare)     64
///   sum        256
type InsuranceSlot is uint256;

using {unpack} for InsuranceSlot global;
using {pack} for InsuranceBudget global;

function unpack(InsuranceSlot slot) pure returns (InsuranceBudget memory insurance) {
    uint256 word = InsuranceSlot.unwrap(slot);
    insurance.budget = Money.wrap(int256(readUnsigned(word, 0, 80)));
    insurance.allowance = Money.wrap(int256(readUnsigned(word, 80, 80)));
    insurance.paidAt = readUnsigned(word, 160, 32);
}

/// @dev A negative amount becomes a number far above 80 bits and is refused like one.
function pack(InsuranceBudget memory insurance) pure returns (InsuranceSlot) {
    return
        InsuranceSlot.wrap(
            writeUnsigned(uint256(Money.unwrap(insurance.budget)), 0, 80) |
                writeUnsigned(uint256(Money.unwrap(insurance.allowance)), 80, 80) |
                writeUnsigned(insurance.paidAt, 160, 32)
        );
}
