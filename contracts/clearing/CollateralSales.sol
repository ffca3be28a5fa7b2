// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ActionTable} from "../risk/ActionTable.sol";
import {CollateralMath} from "../risk/CollateralMath.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {CollateralId} from "../types/CollateralId.sol";
import {CollateralSlot} from "../types/CollateralSlot.sol";
import {Money, ZERO_MONEY, positivePart} from "../types/Money.sol";
import {Price} from "../types/Price.sol";
import {PriceReading} from "../types/PriceReading.sol";
import {Ledger} from "./Ledger.sol";

/// @title Moving other tokens between accounts of the ledger
/// @notice No token moves: a balance becomes another account's. For liquidations, which take what covers a deficit, and for
/// buyers.
abstract contract CollateralSales is Ledger {
    /// @dev Sells an account's tokens at their discount until `needed` is raised or none are left: to insurance as far as its
    /// cash goes, then to the pool's main account, whose debt it may become. Anyone may then buy them from either. Tokens
    /// whose price is usable go first; one whose is not goes at what its account was valued by.
    /// @param account Of a trader, in memory: its cash and set of collateral change there, and whoever stores it does so with
    /// `_storeCollaterals`. Balances of tokens, and the buyers, are stored here.
    /// @param needed What the account lacks without its collateral; nothing happens at zero or less.
    /// @return raised Added to the account's cash; more than `needed` by no more than rounding.
    function _seizeCollateral(AccountId id, Account memory account, Money needed) internal returns (Money raised) {
        if (needed <= ZERO_MONEY || account.collaterals == 0) return ZERO_MONEY;
        raised = _seize(id, account, needed, true);
        if (raised < needed) raised = raised + _seize(id, account, needed - raised, false);
    }

    function _seize(AccountId id, Account memory account, Money needed, bool usable) private returns (Money raised) {
        uint256 left = account.collaterals;
        for (uint8 number = 0; left != 0 && raised < needed; ++number) {
            if (left & 1 != 0) {
                CollateralId token = CollateralId.wrap(number);
                PriceReading memory price = _ORACLE.recordPrice(token.feedOf());
                if (ActionTable.allowsLiquidation(price.validity) == usable) {
                    Money most = positivePart(_cashOf(_insuranceId()));
                    if (most > needed - raised) most = needed - raised;
                    raised = raised + _sellTo(_insuranceId(), id, account, token, price.high, most);
                    raised = raised + _sellTo(_poolMainId(), id, account, token, price.high, needed - raised);
                }
            }
            left >>= 1;
        }
    }

    function _sellTo(
        AccountId buyer,
        AccountId id,
        Account memory account,
        CollateralId token,
        Price price,
        Money most
    ) private returns (Money paid) {
        uint256 balance = _balances[id][token];
        if (most <= ZERO_MONEY || balance == 0) return ZERO_MONEY;
        uint256 amount;
        (amount, paid) = CollateralMath.buyable(balance, _collaterals[token].parameters, price, most);
        if (amount == 0) return ZERO_MONEY;
        account.cash = account.cash + paid;
        _balances[id][token] = balance - amount;
        if (amount == balance) account.collaterals &= ~token.mask();
        uint256 buyerBalance = _addCollateral(buyer, token, amount);
        Money buyerCash = _addCash(buyer, -paid);
        emit CollateralSold(id, buyer, token, amount, paid, price);
        emit CollateralBalances(id, buyer, token, balance - amount, buyerBalance, account.cash, buyerCash);
    }

    // --- balances ---

    function _holding(
        AccountId account,
        CollateralId id
    ) internal view returns (uint256 balance, CollateralSlot slot, PriceReading memory price) {
        balance = _balances[account][id];
        slot = _collaterals[id].parameters;
        price = _ORACLE.readPrice(id.feedOf());
    }

    /// @dev The account's word says of which tokens it has a balance.
    function _addCollateral(AccountId id, CollateralId token, uint256 amount) internal returns (uint256 balance) {
        balance = _balances[id][token];
        if (balance == 0 && amount != 0) {
            _storeCollaterals(id, _accounts[id].withCollaterals(_accounts[id].collateralsOf() | token.mask()));
        }
        balance += amount;
        _balances[id][token] = balance;
    }

    function _takeCollateral(AccountId id, CollateralId token, uint256 amount) internal returns (uint256 balance) {
        balance = _balances[id][token];
        require(amount <= balance, InsufficientCollateral(id, token, amount, balance));
        balance -= amount;
        _balances[id][token] = balance;
        if (balance == 0) {
            _storeCollaterals(id, _accounts[id].withCollaterals(_accounts[id].collateralsOf() & ~token.mask()));
        }
    }
}
