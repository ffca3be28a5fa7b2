// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money} from "../types/Money.sol";
import {Price} from "../types/Price.sol";
import {PriceValidity} from "../types/PriceReading.sol";
import {Size} from "../types/Size.sol";

/// @title What the clearing house refuses, one error per rule: the rule, the actual value, the bound
interface IClearingHouseErrors {
    /// @notice Another call of the system is under way.
    error Locked();
    /// @notice Only a part of the system that holds the lock may call.
    error NotLockHolder(address caller);
    /// @notice The caller is not the account's owner, and not an operator with the permission that is needed.
    error NotAuthorized(AccountId account, address caller);
    /// @notice The account belongs to the system: nobody may trade it, liquidate it, or move cash out of it.
    error SystemAccount(AccountId account);
    /// @notice The account's owner is the zero address.
    error InvalidAccount(AccountId account);
    /// @notice Sender and receiver, or maker and taker, are one account.
    error SameAccount(AccountId account);
    error UnknownMarket(MarketId market);
    error MarketAlreadyListed(MarketId market);
    error DeadlinePassed(uint256 timestamp, uint256 deadline);
    error ZeroSize();
    error SizeOutOfRange(Size size, int256 maximum);
    error AmountOutOfRange(Money amount);
    /// @notice A reduce-only order would open, increase or flip.
    error NotAReduction(Size size, Size sizeDelta);
    /// @notice The position would be neither zero nor at least the market's minimum.
    error SizeBelowMinimum(Size size, uint256 minimum);
    /// @notice One worst price is needed for each market that the account holds.
    error WrongNumberOfPrices(uint256 prices, uint256 markets);
    /// @notice The fill would cost more, or bring less, than the order's worst acceptable price.
    error PriceLimitExceeded(MarketId market, Money quote, Money limit);
    /// @notice What the price allows does not include this action.
    error PriceNotUsable(MarketId market, PriceValidity validity);
    /// @notice The market takes only reductions.
    error MarketReduceOnly(MarketId market);
    error TooManyMarkets(AccountId account, uint256 markets, uint256 maximum);
    /// @notice After the action the account is below initial margin, and its risk did not strictly fall.
    error InsufficientMargin(AccountId account, Money accountValue, Money initialMargin);
    /// @notice The amount is more than may leave: cash of a flat account, free collateral of another.
    error InsufficientFreeCollateral(AccountId account, Money amount, Money freeCollateral);
    /// @notice After the withdrawal the account would be worth less than the withdrawal floor times its notional.
    error BelowWithdrawFloor(AccountId account, Money accountValue, Money floor);
    /// @notice The traders' open interest of a side would grow beyond its cap. Size units.
    error OpenInterestCapExceeded(MarketId market, uint256 openInterest, uint256 cap);
    /// @notice |skew| would grow beyond its cap, or be beyond it at a smaller scale. Size units.
    error SkewCapExceeded(MarketId market, uint256 skew, uint256 cap);
    /// @notice The pool's account of the market would be below its initial margin.
    error InsufficientPoolMargin(MarketId market, Money poolValue, Money initialMargin);
    /// @notice No account of the batch was liquidated.
    error NothingLiquidated();
    error VenueNotRegistered(address venue);
    /// @notice A venue's price is outside the market's band around the mark.
    error PriceOutsideVenueBand(MarketId market, Price price, Price low, Price high);
    /// @notice Commitments of all markets together exceed 80 % of the pool, where main would fund one.
    error CommitmentsTooHigh(Money commitments, Money maximum);
    /// @notice Main cannot pay the amount.
    error InsufficientPoolCash(Money amount, Money available);
}
