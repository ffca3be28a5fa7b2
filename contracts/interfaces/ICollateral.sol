// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountId} from "../types/AccountId.sol";
import {CollateralId} from "../types/CollateralId.sol";
import {CollateralHoldings, CollateralParameters, CollateralSlot} from "../types/CollateralSlot.sol";
import {Money} from "../types/Money.sol";
import {ICollateralErrors} from "./ICollateralErrors.sol";
import {ICollateralEvents} from "./ICollateralEvents.sol";

/// @title Collateral beside the settlement token
/// @notice Balances by token in the token's own units, valued with haircuts. Cash may go negative against them, up to a
/// limit. Part of the clearing house: called at its address.
interface ICollateral is ICollateralErrors, ICollateralEvents {
    // --- the vault ---

    /// @notice Credits tokens that have arrived, and gives the lock back. Only the vault, holding the lock, for the account's
    /// owner, at a price that is usable, or while the sequencer is down: a token whose feed is dead may be worth nothing,
    /// and would count for maintenance margin.
    /// @custom:error NotAuthorized if the payer is not the owner; UnknownCollateral; DepositCapExceeded; PriceNotUsable.
    function creditCollateral(AccountId account, address payer, CollateralId collateral, uint256 amount) external;

    /// @notice Takes the lock, for the vault to give back once the tokens are gone, and debits a withdrawal by `caller`, who
    /// must be the owner. Only the vault. A flat account without debt may take everything, whatever the feeds say; else
    /// what the tokens count for initial margin must be free collateral, at the prices and within the floor that a
    /// withdrawal of cash asks for. A token whose price allows no withdrawal counts for nothing there.
    /// @return token The token to send.
    function debitCollateral(
        AccountId account,
        address caller,
        address receiver,
        CollateralId collateral,
        uint256 amount
    ) external returns (address token);

    // --- sales ---

    /// @notice Buys an account's tokens with ledger cash, at the token's price less its discount. Only `buyer`'s owner; for
    /// his cash it is a withdrawal. Of a trader's account: while its debt is beyond the limit, down to 90 % of that, or
    /// while it is liquidatable with negative cash, down to none; at a price that allows liquidation. Of insurance and the
    /// pool's main account: whatever they hold, at a Valid price.
    /// @param payment Most that is paid. What would buy more than the balance, or more than may be sold, is not taken.
    /// @param minAmount Fewest tokens to buy.
    /// @return amount Tokens bought: a balance of the buyer's account now.
    /// @return paid Cash that moved.
    function buyCollateral(
        AccountId account,
        CollateralId collateral,
        Money payment,
        uint256 minAmount,
        AccountId buyer
    ) external returns (uint256 amount, Money paid);

    // --- the settlement token's own price ---

    /// @notice Records whether the settlement token's price is sound: Valid and at least 0.98 USD. Anyone. Where it is not,
    /// nobody opens, no LP enters and no debt is made, until it is.
    /// @custom:error UnknownFeed of the oracle, where it has no feed of the settlement token: then nothing is stopped.
    function recordSettlementPrice() external returns (bool sound);

    // --- the ledger itself ---

    /// @notice Records the settlement token's price. Only the clearing house, of itself.
    /// @custom:error SettlementPriceNotSound
    function refreshSettlementPrice() external;

    /// @notice Of an account whose value at maintenance prices is below zero, sells tokens at their discount until the rest of
    /// the account is worth nothing less: to insurance as far as its cash goes, then to the pool's main account. Books the
    /// deficit that an account without positions is left with. Only the clearing house, of itself, at the beginning of a
    /// liquidation.
    /// @return sold Whether the account was below zero.
    function sellBelowZero(AccountId account) external returns (bool sold);

    /// @notice Refuses a debt beyond an account's limit, or by which all debts together would be more than insurance and the
    /// pool's main account have. Only the clearing house, of itself, before the debt is stored.
    /// @param added What is owed more than before.
    /// @custom:error DebtLimitExceeded, DebtsExceedBacking, SettlementPriceNotSound
    function requireDebtAllowed(AccountId account, Money debt, Money added) external;

    // --- governance ---

    /// @notice Lists a token; its feed must stand in the oracle at 64 + the number, with a Valid price. With a delay.
    function listCollateral(CollateralId collateral, address token, CollateralParameters calldata parameters) external;

    /// @notice Changes a token's parameters: tightening at once, loosening with a delay. A lowered maintenance weight arrives
    /// over `WEIGHT_PHASE_IN`.
    function setCollateralParameters(CollateralId collateral, CollateralParameters calldata parameters) external;

    /// @notice Changes what one account may owe against collateral: up with a delay; down at once for what
    /// is newly owed, and over `WEIGHT_PHASE_IN` for what collateral is sold beyond.
    function setDebtLimit(Money limit) external;

    // --- state ---

    /// @notice A token's words; zero where none is listed.
    function collateralState(CollateralId collateral) external view returns (CollateralSlot, CollateralHoldings);

    /// @notice An account's balance of every token, by number.
    function collateralBalances(AccountId account) external view returns (uint256[8] memory);

    /// @notice What an account's tokens count for, rounded down: for initial margin, for maintenance margin, and where something
    /// is about to leave. Prices of now; reverts with `Locked` while the lock is held, unless the ledger itself asks.
    /// @param collaterals The tokens to count, a bit each.
    function collateralValues(
        AccountId account,
        uint256 collaterals
    ) external view returns (Money forInitial, Money forMaintenance, Money forWithdrawal);

    /// @notice What an account's tokens would bring at their discounts: at the better price, rounded up; and at the worse one,
    /// rounded down, without those whose price is not usable. What the pool's shares count of main's.
    function collateralSaleValues(AccountId account) external view returns (Money high, Money low);

    /// @notice Debts of all accounts against collateral as stored; what one account may come to owe; and beyond what its
    /// collateral is for sale now.
    function collateralDebts() external view returns (Money total, Money limit, Money saleLimit);

    /// @notice Whether the settlement token's own price lets in what it may stop: what the next opening would find.
    function settlementPriceSound() external view returns (bool);
}
