// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money} from "../types/Money.sol";
import {Fill, Order} from "../types/Order.sol";
import {Price} from "../types/Price.sol";
import {PriceReading} from "../types/PriceReading.sol";
import {Size} from "../types/Size.sol";

/// @notice What a trade would come to, and how its account and market stand after it. Money in 1e-6 USD, sizes in units.
struct TradePreview {
    /// As `trade` would return it, the fee included.
    Fill filled;
    /// |quote| per unit without the fee, rounded against the account.
    Price fillPrice;
    /// The position in the order's market.
    Size size;
    Money entryNotional;
    /// Funding of that position in a day at the rate after the trade, if rate and mark stayed: + the account pays.
    Money fundingPerDay;
    /// At maintenance prices: what liquidation compares.
    Money accountValue;
    Money maintenanceMargin;
    /// At initial prices: what opening compares.
    Money accountValueForInitial;
    Money initialMargin;
    Money freeCollateral;
    /// accountValue / maintenanceMargin in 1e-6, towards minus infinity; the largest int256 without positions.
    int256 marginRatio;
    /// Price of the position up to which the account is not liquidatable if the rest of it stands still: for a long at this and
    /// every higher price, for a short at this and every lower one. Zero without a position, for a long that no price brings
    /// there, and for a short that every price does.
    Price liquidationPrice;
    /// What the traders' open interest of each side may still grow by.
    uint256 longOpenInterestLeft;
    uint256 shortOpenInterestLeft;
    /// What traders together may still buy, and sell, until |skew| is at its cap.
    uint256 skewLeftToBuy;
    uint256 skewLeftToSell;
    /// Whether the pool's account had to be deleveraged before or after the fill: the market is in a later epoch.
    bool poolDeleveraged;
}

/// @notice Why an account can be liquidated or not.
enum LiquidationVerdict {
    Liquidatable,
    NoPositions,
    /// At or above maintenance margin.
    Healthy,
    /// Below it, but no market that it holds has a price that lets liquidate.
    NoUsablePrice,
    /// Below it, but the pace has nothing left to close in this second.
    PaceExhausted,
    /// Below it before the call, and what the call does first (closing the pool's account of a market) leaves nothing to do.
    NothingLeft
}

/// @notice One market of an account that is looked at.
struct LiquidationLeg {
    MarketId market;
    /// Round, age, validity and prices. A long is valued and closed at `high`, a short at `low`.
    PriceReading price;
    /// Before the call, caught up with deleveragings.
    Size size;
    /// Taken from the account, signed as its position; zero for what stays.
    Size sizeClosed;
    /// Maintenance margin of the position before the call, without the reward.
    Money maintenanceMargin;
}

/// @notice What `liquidate` of this account alone would do now, field by field as its events would say it.
struct LiquidationExplanation {
    LiquidationVerdict verdict;
    /// Before the call, at maintenance prices.
    Money accountValue;
    Money maintenanceMargin;
    LiquidationLeg[] legs;
    /// Paid by the account.
    Money penalty;
    /// Of the liquidator.
    Money reward;
    /// Part of the reward that insurance pays.
    Money rewardFromInsurance;
    /// What the penalty leaves to insurance.
    Money penaltyToInsurance;
    /// Of the account afterwards; where nothing is done, now. Caught up with deleveragings either way.
    Money cash;
}

/// @title What would happen: the trade or the liquidation itself runs, its result is read, and everything is undone
/// @notice Calls of the clearing house, meant for eth_call: they change nothing, but cannot run in a static call of a
/// contract, because the execution path writes. Both revert with Locked while the system's lock is held.
interface IPreviewModule {
    /// @notice What `trade` of this order by this caller would come to in this block. The account's owner, or an operator
    /// with PERMISSION_TRADE. Reverts with the very error that the trade would meet.
    function previewTrade(Order calldata order) external returns (TradePreview memory);

    /// @notice What `liquidate` would do to the account in this block if nobody else's were in the call; any account, the
    /// pool's account of a market too (which pays no penalty and whose margin holds no reward). Anyone.
    function explainLiquidation(AccountId account) external returns (LiquidationExplanation memory);

    /// @notice The stored words of accounts and their positions, as their next touch finds them: caught up with deleveragings.
    /// For each account its word (AccountSlot) and then one word (PositionSlot) for each bit of its set of markets,
    /// ascending. Prices nothing, so it answers while the lock is held too. Anyone.
    function packedStates(AccountId[] calldata accounts) external view returns (uint256[] memory words);
}
