// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {CashReason} from "../interfaces/IClearingHouseEvents.sol";
import {Quantities} from "../math/Quantities.sol";
import {ActionTable} from "../risk/ActionTable.sol";
import {CollateralMath} from "../risk/CollateralMath.sol";
import {Health, Leg, Standing} from "../risk/Health.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {CollateralId, MAX_COLLATERALS} from "../types/CollateralId.sol";
import {CollateralHoldings, CollateralSlot} from "../types/CollateralSlot.sol";
import {DebtSlot} from "../types/DebtSlot.sol";
import {Money, ZERO_MONEY, minMoney} from "../types/Money.sol";
import {Price} from "../types/Price.sol";
import {PriceReading, PriceValidity} from "../types/PriceReading.sol";
import {Ratio} from "../types/Ratio.sol";
import {CollateralRecord} from "./ClearingHouseStorage.sol";
import {CollateralSales} from "./CollateralSales.sol";
import {SettlementPrice} from "./SettlementPrice.sol";
import {Withdrawals} from "./Withdrawals.sol";

/// @title What leaves an account, and collateral beside the settlement token
/// @notice Runs in the clearing house's storage. See IClearingHouse and ICollateral for every call.
abstract contract CollateralModule is Withdrawals, CollateralSales, SettlementPrice {
    using Health for Standing;

    /// @dev A purchase that leaves something to sell pays at least this: nobody cuts a sale into crumbs.
    Money private constant _LEAST_PURCHASE = Money.wrap(10e6);

    /// @dev A debt beyond its limit may be sold down to this part of it, so that it is not beyond again a moment later.
    Ratio private constant _TARGET_OF_LIMIT = Ratio.wrap(900_000);

    /// @dev Half-done states are priced only where the ledger asks in its own call.
    modifier whenUnlockedOrSelf() {
        require(_lockHolder == address(0) || msg.sender == address(this), Locked());
        _;
    }

    modifier onlySelf() {
        require(msg.sender == address(this), NotLockHolder(msg.sender));
        _;
    }

    // --- the vault ---

    /// @notice See IClearingHouse.
    function debitWithdrawal(AccountId account, address caller, address receiver, Money amount) external {
        _takeLockForVault();
        require(account.owner() == caller, NotAuthorized(account, caller));
        emit Withdrawn(account, receiver, amount, _debit(account, amount));
    }

    /// @notice See ICollateral.
    function creditCollateral(AccountId account, address payer, CollateralId id, uint256 amount) external {
        // The vault's address is the clearing house's own to tell.
        require(msg.sender == _vaultAddress() && _lockHolder == msg.sender, NotLockHolder(msg.sender));
        _requireTrader(account);
        require(account.owner() == payer, NotAuthorized(account, payer));
        _requireKnown(id);
        CollateralHoldings holdings = _collaterals[id].holdings;
        uint256 held = holdings.held() + amount;
        require(held <= holdings.depositCap(), DepositCapExceeded(id, held, holdings.depositCap()));
        _collaterals[id].holdings = holdings.withHeld(held);
        // It would count for maintenance margin, at the last price that the feed had.
        PriceValidity validity = _ORACLE.recordPrice(id.feedOf()).validity;
        require(ActionTable.allowsTokenDeposit(validity), PriceNotUsable(id.feedOf(), validity));
        emit CollateralDeposited(account, id, payer, amount, _addCollateral(account, id, amount));
        _lockHolder = address(0);
    }

    /// @notice See ICollateral.
    function debitCollateral(
        AccountId account,
        address caller,
        address receiver,
        CollateralId id,
        uint256 amount
    ) external returns (address token) {
        _takeLockForVault();
        require(account.owner() == caller, NotAuthorized(account, caller));
        _requireKnown(id);
        _syncOthers(account, 0);
        Account memory state = _accounts[account].unpack();
        uint256 balance = _balances[account][id];
        require(amount <= balance, InsufficientCollateral(account, id, amount, balance));
        if (state.markets != 0 || state.cash < ZERO_MONEY) {
            _ORACLE.recordPrice(id.feedOf());
            _requireCovered(account, state, _leavingValue(account, id, amount));
        }
        CollateralHoldings holdings = _collaterals[id].holdings;
        _collaterals[id].holdings = holdings.withHeld(holdings.held() - amount);
        emit CollateralWithdrawn(account, id, receiver, amount, _takeCollateral(account, id, amount));
        return _collaterals[id].parameters.token();
    }

    // --- transfers ---

    /// @notice See IClearingHouse. Only the owner.
    function transferCash(AccountId from, AccountId to, Money amount) external exclusive {
        require(from.owner() == msg.sender, NotAuthorized(from, msg.sender));
        _requireTrader(to);
        require(from != to, SameAccount(from));
        Money fromCash = _debit(from, amount);
        emit CashMoved(from, to, CashReason.Transfer, amount, fromCash, _addCash(to, amount));
    }

    // --- sales ---

    /// @notice See ICollateral.
    function buyCollateral(
        AccountId account,
        CollateralId id,
        Money payment,
        uint256 minAmount,
        AccountId buyer
    ) external exclusive returns (uint256 amount, Money paid) {
        _requireTrader(buyer);
        require(buyer.owner() == msg.sender, NotAuthorized(buyer, msg.sender));
        require(account != buyer, SameAccount(account));
        require(payment > ZERO_MONEY, AmountOutOfRange(payment));
        _requireKnown(id);
        PriceReading memory price = _ORACLE.recordPrice(id.feedOf());
        Money most = _sellable(account, id, price.validity);
        uint256 balance = _balances[account][id];
        (amount, paid) = CollateralMath.buyable(
            balance,
            _collaterals[id].parameters,
            price.high,
            minMoney(payment, most)
        );
        require(
            paid >= _LEAST_PURCHASE || amount == balance || paid == most,
            PurchaseTooSmall(paid, minMoney(_LEAST_PURCHASE, most))
        );
        require(amount != 0 && amount >= minAmount, TooFewTokens(amount, minAmount));

        Money buyerCash = _debit(buyer, paid);
        balance = _takeCollateral(account, id, amount);
        uint256 buyerBalance = _addCollateral(buyer, id, amount);
        Money cash = _addCash(account, paid);
        emit CollateralSold(account, buyer, id, amount, paid, price.high);
        emit CollateralBalances(account, buyer, id, balance, buyerBalance, cash, buyerCash);
    }

    // --- the settlement token's own price ---

    /// @notice See ICollateral.
    function recordSettlementPrice() external exclusive returns (bool sound) {
        (sound, , ) = _recordSettlement();
    }

    // --- the ledger itself ---

    /// @notice See ICollateral.
    function refreshSettlementPrice() external onlySelf {
        _requireFreshSound();
    }

    /// @notice See ICollateral.
    function sellBelowZero(AccountId id) external onlySelf returns (bool sold) {
        // What insurance and main hold stays with them until somebody buys it.
        if (id.owner() == address(this)) return false;
        _syncOthers(id, 0);
        Account memory account = _accounts[id].unpack();
        Standing memory standing = _assess(id, account.cash, account.collaterals, _loadLegs(id, account.markets, 0));
        if (standing.valueForMaintenance >= ZERO_MONEY) return false;
        Money backing = _maintenanceBacking(id, account.cash, account.collaterals);
        Money raised = _seizeCollateral(id, account, backing - account.cash - standing.valueForMaintenance);
        if (account.markets == 0 && account.cash < ZERO_MONEY) {
            // Less was raised than was owed: nothing is left to sell.
            _bookDeficit(id, -account.cash);
            account.cash = ZERO_MONEY;
        } else if (raised == ZERO_MONEY) {
            return false;
        }
        ++account.liquidations;
        _storeCollaterals(id, account.pack());
        emit CollateralSeized(id, standing.valueForMaintenance, account.cash);
        return true;
    }

    /// @notice See ICollateral.
    function requireDebtAllowed(AccountId account, Money debt, Money added) external onlySelf {
        if (!_settlement.isSoundAt(block.timestamp) && _settlement.isRuled()) _requireFreshSound();
        DebtSlot debts = _debts;
        require(debt <= debts.limit(), DebtLimitExceeded(account, debt, debts.limit()));
        (Money total, Money backing) = (debts.total() + added, _debtBacking());
        require(total <= backing, DebtsExceedBacking(total, backing));
    }

    // --- state ---

    /// @notice See ICollateral.
    function collateralState(CollateralId id) external view returns (CollateralSlot, CollateralHoldings) {
        CollateralRecord storage record = _collaterals[id];
        return (record.parameters, record.holdings);
    }

    /// @notice See ICollateral.
    function collateralBalances(AccountId account) external view returns (uint256[8] memory balances) {
        for (uint8 number = 0; number < MAX_COLLATERALS; ++number) {
            balances[number] = _balances[account][CollateralId.wrap(number)];
        }
    }

    /// @notice See ICollateral.
    function collateralValues(
        AccountId account,
        uint256 collaterals
    ) external view whenUnlockedOrSelf returns (Money forInitial, Money forMaintenance, Money forWithdrawal) {
        for (uint8 number = 0; collaterals != 0; ++number) {
            if (collaterals & 1 != 0) {
                (uint256 balance, CollateralSlot slot, PriceReading memory price) = _holding(
                    account,
                    CollateralId.wrap(number)
                );
                forInitial = forInitial + CollateralMath.initialValue(balance, slot, price);
                forMaintenance =
                    forMaintenance + CollateralMath.maintenanceValue(balance, slot, price, block.timestamp);
                forWithdrawal = forWithdrawal + CollateralMath.withdrawalValue(balance, slot, price);
            }
            collaterals >>= 1;
        }
    }

    /// @notice See ICollateral.
    function collateralSaleValues(AccountId account) external view whenUnlockedOrSelf returns (Money high, Money low) {
        uint256 left = _accounts[account].collateralsOf();
        for (uint8 number = 0; left != 0; ++number) {
            if (left & 1 != 0) {
                (uint256 balance, CollateralSlot slot, PriceReading memory price) = _holding(
                    account,
                    CollateralId.wrap(number)
                );
                high = high + CollateralMath.costUp(balance, slot, price.high);
                if (ActionTable.allowsLiquidation(price.validity)) {
                    low = low + CollateralMath.saleValueDown(balance, slot, price.low);
                }
            }
            left >>= 1;
        }
    }

    /// @notice See ICollateral.
    function collateralDebts() external view returns (Money total, Money limit, Money saleLimit) {
        DebtSlot debts = _debts;
        return (debts.total(), debts.limit(), CollateralMath.debtLimitAt(debts, block.timestamp));
    }

    /// @notice See ICollateral.
    function settlementPriceSound() external view whenUnlocked returns (bool) {
        return _settlementSound();
    }

    // --- internals ---

    function _requireFreshSound() private {
        (bool sound, PriceReading memory reading, Price least) = _recordSettlement();
        require(sound, SettlementPriceNotSound(reading.validity, reading.mark, least));
    }

    function _requireKnown(CollateralId id) internal view {
        require(_collaterals[id].parameters.exists(), UnknownCollateral(id));
    }

    /// @dev What the account's withdrawable backing loses by the tokens.
    function _leavingValue(AccountId account, CollateralId id, uint256 amount) private view returns (Money) {
        (uint256 balance, CollateralSlot slot, PriceReading memory price) = _holding(account, id);
        return
            CollateralMath.withdrawalValue(balance, slot, price) -
            CollateralMath.withdrawalValue(balance - amount, slot, price);
    }

    /// @dev Most cash that the account's tokens may be sold for now.
    function _sellable(AccountId account, CollateralId id, PriceValidity validity) private returns (Money) {
        if (account == _insuranceId() || account == _poolMainId()) {
            require(ActionTable.allowsPoolRequest(validity), PriceNotUsable(id.feedOf(), validity));
            return Money.wrap(type(int96).max);
        }
        _requireTrader(account);
        require(ActionTable.allowsLiquidation(validity), PriceNotUsable(id.feedOf(), validity));
        _syncOthers(account, 0);
        Account memory state = _accounts[account].unpack();
        Money debt = -state.cash;
        Money limit = CollateralMath.debtLimitAt(_debts, block.timestamp);
        require(debt > ZERO_MONEY, CollateralNotForSale(account, debt, limit));
        Leg[] memory legs = _loadLegs(account, state.markets, 0);
        if (_assess(account, state.cash, state.collaterals, legs).isLiquidatable()) return debt;
        require(debt > limit, CollateralNotForSale(account, debt, limit));
        return debt - Quantities.shareDown(limit, _TARGET_OF_LIMIT);
    }

    /// @dev The vault gives it back once the tokens are gone.
    function _takeLockForVault() private {
        require(msg.sender == _vaultAddress(), NotLockHolder(msg.sender));
        require(_lockHolder == address(0), Locked());
        _lockHolder = msg.sender;
    }

    /// @dev The clearing house knows its vault; a module, which runs as the clearing house, asks it.
    function _vaultAddress() private view returns (address) {
        return address(IClearingHouse(address(this)).vault());
    }
}
