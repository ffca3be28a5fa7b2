// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readAllowance, writeAllowance} from "./Allowance.sol";
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

/// @notice What the insurance fund may pay for a market, in its storage word: see Allowance.sol.
type InsuranceSlot is uint256;

using {unpack} for InsuranceSlot global;
using {pack} for InsuranceBudget global;

function unpack(InsuranceSlot slot) pure returns (InsuranceBudget memory fund) {
    (fund.budget, fund.allowance, fund.paidAt) = readAllowance(InsuranceSlot.unwrap(slot));
}

function pack(InsuranceBudget memory fund) pure returns (InsuranceSlot) {
    return InsuranceSlot.wrap(writeAllowance(fund.budget, fund.allowance, fund.paidAt));
}
