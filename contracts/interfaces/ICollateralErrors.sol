// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountId} from "../types/AccountId.sol";
import {CollateralId} from "../types/CollateralId.sol";
import {Money} from "../types/Money.sol";
import {Price} from "../types/Price.sol";
import {PriceValidity} from "../types/PriceReading.sol";
import {Ratio} from "../types/Ratio.sol";

/// @title What is refused of other collateral: the rule, the actual value, the bound
/// @notice Token amounts are in the token's own units.
interface ICollateralErrors {
    error UnknownCollateral(CollateralId collateral);
    error CollateralAlreadyListed(CollateralId collateral);
    /// @notice The address cannot be collateral: the settlement token, the pool's share, one that is listed, or no token.
    error InvalidCollateralToken(address token);
    /// @notice The token has fewer decimals than the unit its feed is priced in, or more than the bound.
    error UnsupportedCollateralDecimals(address token, uint256 decimals, uint256 bound);
    /// @notice After the deposit all accounts together would hold more than the token's cap.
    error DepositCapExceeded(CollateralId collateral, uint256 held, uint256 cap);
    /// @notice The cap is more than a word can hold.
    error DepositCapTooHigh(uint256 cap, uint256 maximum);
    /// @notice The discount is outside the bounds written into the code.
    error DiscountOutOfRange(Ratio discount, Ratio minimum, Ratio maximum);
    error InsufficientCollateral(AccountId account, CollateralId collateral, uint256 amount, uint256 balance);
    /// @notice The account is not liquidatable, and its debt is not beyond the limit.
    error CollateralNotForSale(AccountId account, Money debt, Money limit);
    /// @notice A purchase that takes neither all of a balance nor all that may be sold must pay at least the bound.
    error PurchaseTooSmall(Money payment, Money minimum);
    /// @notice The buyer would get fewer tokens than he asked for at least.
    error TooFewTokens(uint256 amount, uint256 minimum);
    /// @notice The account's debt against its collateral would be beyond the limit.
    error DebtLimitExceeded(AccountId account, Money debt, Money limit);
    /// @notice Debts against collateral would be more than insurance and the pool's main account could pay.
    error DebtsExceedBacking(Money debts, Money backing);
    /// @notice The settlement token's own price stops opening, LP entry and new debt.
    error SettlementPriceNotSound(PriceValidity validity, Price price, Price minimum);
}
