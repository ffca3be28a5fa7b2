// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountId} from "../types/AccountId.sol";
import {CollateralId} from "../types/CollateralId.sol";
import {CollateralParameters} from "../types/CollateralSlot.sol";
import {Money} from "../types/Money.sol";
import {Price} from "../types/Price.sol";
import {PriceValidity} from "../types/PriceReading.sol";
import {Ratio} from "../types/Ratio.sol";

/// @title What happened to other collateral
/// @notice Token amounts are in the token's own units; every event that changes a balance carries it afterwards.
interface ICollateralEvents {
    event CollateralDeposited(
        AccountId indexed account,
        CollateralId indexed collateral,
        address indexed payer,
        uint256 amount,
        uint256 balance
    );
    event CollateralWithdrawn(
        AccountId indexed account,
        CollateralId indexed collateral,
        address indexed receiver,
        uint256 amount,
        uint256 balance
    );
    /// @notice Tokens of an account were sold to another at the discount: by whoever asked, or by a liquidation to insurance
    /// or the pool's main account. Balances and cash of both are those afterwards.
    event CollateralSold(
        AccountId indexed account,
        AccountId indexed buyer,
        CollateralId indexed collateral,
        uint256 amount,
        Money payment,
        Price price
    );
    /// @notice The two balances that a sale left, in tokens and in cash. Follows `CollateralSold`. A liquidation goes on with
    /// the account's cash, which its later events state.
    event CollateralBalances(
        AccountId indexed account,
        AccountId indexed buyer,
        CollateralId indexed collateral,
        uint256 balance,
        uint256 buyerBalance,
        Money cash,
        Money buyerCash
    );
    /// @notice A liquidation found the account below zero and sold its tokens, as the events before it say; its cash
    /// afterwards, at least zero where it has no positions.
    event CollateralSeized(AccountId indexed account, Money accountValue, Money cash);
    event CollateralListed(
        CollateralId indexed collateral,
        address indexed token,
        uint256 tokenDecimals,
        uint256 scale
    );
    event CollateralParametersChanged(
        CollateralId indexed collateral,
        CollateralParameters previous,
        CollateralParameters current
    );
    /// @notice The maintenance weight was lowered: the one that counts goes from one to the other in a straight line.
    event MaintenanceWeightMoved(CollateralId indexed collateral, Ratio from, Ratio to, uint256 begin, uint256 end);
    event DebtLimitChanged(Money previous, Money current);
    event SettlementPriceRecorded(PriceValidity validity, Price price, bool sound);
}
