// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Quantities} from "../math/Quantities.sol";
import {InsuranceBudget} from "../types/InsuranceSlot.sol";
import {Money, ZERO_MONEY, minMoney, positivePart} from "../types/Money.sol";
import {Ratio} from "../types/Ratio.sol";

/// @dev Part of a market's budget that insurance may pay in an hour.
Ratio constant HOURLY_INSURANCE = Ratio.wrap(250_000);

/// @title What the insurance fund may pay for a market
/// @notice Its budget: a seed and what the market's own fees and penalties paid in, less what it was paid; a quarter of it
/// an hour at most, so that one bad hour in one market cannot take what all of them saved. Source: DESIGN, section 9.
library InsuranceMath {
    /// @notice Renews the allowance, a quarter of the budget, once an hour has passed since the last payment: so that no hour,
    /// wherever it begins, sees more than a quarter.
    function renew(InsuranceBudget memory insurance, uint256 timestamp) internal pure {
        if (timestamp - insurance.paidAt < 1 hours) return;
        insurance.allowance = Quantities.shareDown(insurance.budget, HOURLY_INSURANCE);
    }

    /// @notice Pays in; a quarter of it may be paid out at once. The allowance is that of now.
    function add(InsuranceBudget memory insurance, Money amount) internal pure {
        insurance.budget = insurance.budget + amount;
        insurance.allowance = insurance.allowance + Quantities.shareDown(amount, HOURLY_INSURANCE);
    }

    /// @notice Sets the budget: what is added counts as paid in, and a cut takes the allowance down to the new quarter.
    function set(InsuranceBudget memory insurance, Money budget) internal pure {
        if (budget > insurance.budget) return add(insurance, budget - insurance.budget);
        insurance.budget = budget;
        insurance.allowance = minMoney(insurance.allowance, Quantities.shareDown(budget, HOURLY_INSURANCE));
    }

    /// @notice Takes what budget and allowance have of an amount.
    function take(
        InsuranceBudget memory insurance,
        Money wanted,
        uint256 timestamp
    ) internal pure returns (Money taken) {
        taken = positivePart(minMoney(wanted, insurance.allowance));
        if (taken == ZERO_MONEY) return taken;
        insurance.allowance = insurance.allowance - taken;
        insurance.budget = insurance.budget - taken;
        insurance.paidAt = timestamp;
    }
}
