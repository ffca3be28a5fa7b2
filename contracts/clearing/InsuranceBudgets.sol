// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CashReason} from "../interfaces/IClearingHouseEvents.sol";
import {InsuranceMath} from "../risk/InsuranceMath.sol";
import {AccountId} from "../types/AccountId.sol";
import {InsuranceBudget} from "../types/InsuranceSlot.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money, ZERO_MONEY, minMoney} from "../types/Money.sol";
import {Ledger} from "./Ledger.sol";

/// @title What insurance pays for a market, and what the market pays in
abstract contract InsuranceBudgets is Ledger {
    using InsuranceMath for InsuranceBudget;

    /// @dev Moves what the pool's account of the market collected for insurance into the fund, and into the market's budget.
    /// What was owed was never in that account's cash, which stays as it is.
    function _payIntoInsurance(MarketId market, Money amount, Money poolCash) internal {
        AccountId insurance = _insuranceId();
        emit CashMoved(
            _poolMarketId(market),
            insurance,
            CashReason.FeeSweep,
            amount,
            poolCash,
            _addCash(insurance, amount)
        );
        InsuranceBudget memory budget = _budgetOf(market);
        budget.add(amount);
        _storeBudget(market, budget);
    }

    /// @dev What the fund pays for the market: no more than its budget, its hour's allowance and the fund allow.
    function _drawFor(MarketId market, Money wanted) internal returns (Money paid) {
        wanted = minMoney(wanted, _insuranceCash());
        if (wanted <= ZERO_MONEY) return ZERO_MONEY;
        InsuranceBudget memory budget = _budgetOf(market);
        paid = budget.take(wanted, block.timestamp);
        if (paid == ZERO_MONEY) return paid;
        _storeBudget(market, budget);
        _drawInsurance(paid);
    }

    function _budgetOf(MarketId market) internal view returns (InsuranceBudget memory budget) {
        budget = _markets[market].insurance.unpack();
        budget.renew(block.timestamp);
    }

    function _storeBudget(MarketId market, InsuranceBudget memory budget) internal {
        _markets[market].insurance = budget.pack();
        emit InsuranceBudgetChanged(market, budget.budget, budget.allowance);
    }
}
