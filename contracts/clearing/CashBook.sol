// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CashReason} from "../interfaces/IClearingHouseEvents.sol";
import {AccountSlot} from "../types/AccountSlot.sol";
import {AccountId, toAccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money, ZERO_MONEY, minMoney, positivePart} from "../types/Money.sol";
import {AccountWords} from "./AccountWords.sol";

/// @title The system's accounts, and cash that moves without a position
/// @notice System accounts belong to the clearing house's own address, so nobody owns them: insurance, treasury, the
/// pool's main account, its escrow, and one account of the pool per market.
abstract contract CashBook is AccountWords {
    uint96 private constant _INSURANCE = 0;
    uint96 private constant _TREASURY = 1;
    uint96 private constant _POOL_MAIN = 2;
    uint96 private constant _POOL_ESCROW = 3;
    uint96 private constant _POOL_MARKETS = 256;

    function _insuranceId() internal view returns (AccountId) {
        return toAccountId(address(this), _INSURANCE);
    }

    function _treasuryId() internal view returns (AccountId) {
        return toAccountId(address(this), _TREASURY);
    }

    function _poolMainId() internal view returns (AccountId) {
        return toAccountId(address(this), _POOL_MAIN);
    }

    function _poolEscrowId() internal view returns (AccountId) {
        return toAccountId(address(this), _POOL_ESCROW);
    }

    function _poolMarketId(MarketId market) internal view returns (AccountId) {
        return toAccountId(address(this), _POOL_MARKETS + MarketId.unwrap(market));
    }

    /// @dev Of a pool's market account.
    function _marketOfPool(AccountId account) internal pure returns (MarketId) {
        // Such an account's number is the market's and the offset.
        return MarketId.wrap(uint8(account.subAccount() - _POOL_MARKETS));
    }

    function _isPoolMarket(AccountId account) internal view returns (bool) {
        return account.owner() == address(this) && account.subAccount() >= _POOL_MARKETS;
    }

    /// @dev For an account that a caller names: it must be a person's.
    function _requireTrader(AccountId account) internal view {
        require(account.owner() != address(0), InvalidAccount(account));
        require(account.owner() != address(this), SystemAccount(account));
    }

    /// @dev For accounts of which only the cash changes.
    function _addCash(AccountId id, Money amount) internal returns (Money cash) {
        AccountSlot word = _accounts[id];
        cash = word.cashOf() + amount;
        _storeAccount(id, word.withCash(cash));
    }

    /// @dev Both balances change by the same integer.
    function _moveCash(AccountId from, AccountId to, Money amount, CashReason reason) internal {
        Money fromCash = _addCash(from, -amount);
        Money toCash = _addCash(to, amount);
        emit CashMoved(from, to, reason, amount, fromCash, toCash);
    }

    function _cashOf(AccountId id) internal view returns (Money) {
        return _accounts[id].cashOf();
    }

    /// @dev What the insurance fund has to give.
    function _insuranceCash() internal view returns (Money) {
        return positivePart(_cashOf(_insuranceId()));
    }

    /// @dev Makes good what an account lacks and no market answers for: insurance first, then main, as debt where it has no
    /// cash. The caller sets the account's cash to zero.
    function _bookDeficit(AccountId id, Money deficit) internal {
        Money fromInsurance = minMoney(deficit, _insuranceCash());
        Money fromPool = deficit - fromInsurance;
        if (fromInsurance != ZERO_MONEY) _drawInsurance(fromInsurance);
        if (fromPool != ZERO_MONEY) {
            Money poolCash = _addCash(_poolMainId(), -fromPool);
            emit CashMoved(_poolMainId(), id, CashReason.BadDebt, fromPool, poolCash, ZERO_MONEY);
        }
        emit BadDebtRealized(id, deficit, fromInsurance, fromPool);
    }

    /// @dev The caller has checked that the fund has it.
    function _drawInsurance(Money amount) internal {
        emit InsuranceFundDrawn(amount, _addCash(_insuranceId(), -amount));
    }
}
