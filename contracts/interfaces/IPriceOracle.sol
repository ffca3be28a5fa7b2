// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketId} from "../types/MarketId.sol";
import {Price} from "../types/Price.sol";
import {PriceReading} from "../types/PriceReading.sol";
import {Ratio} from "../types/Ratio.sol";

/// @notice What the oracle knows of a market's feed.
struct FeedParameters {
    /// Chainlink proxy of the base token in USD.
    address feed;
    /// Longest time between two rounds of this feed, seconds: a price older than this is Stale.
    uint32 heartbeat;
    /// Age up to which a stale price may still liquidate, seconds; at least the heartbeat, at most 600 s more.
    uint32 maxLiquidationAge;
    /// Decimals of the market's size unit, -18 to 18: one unit is 10^-sizeDecimals token. Fixed once the market has a feed.
    int8 sizeDecimals;
    /// Prices at or below are Invalid.
    Price lowerBound;
    /// Prices at or above are Invalid.
    Price upperBound;
    /// How far a price that is not usable may be from the last accepted one: what a margin check assumes.
    Ratio jumpBound;
}

/// @title Prices of the markets, with their validity
/// @notice Mark price = index price. Reading never reverts for what a feed does: whatever it answers, however it fails
/// or burns its gas, becomes a validity, so that one market's feed cannot take down another's accounts.
interface IPriceOracle {
    /// @notice The market has a feed now, or another.
    event FeedChanged(MarketId indexed market, FeedParameters previous, FeedParameters current);

    /// @notice The market has no feed.
    error UnknownFeed(MarketId market);

    /// @notice The address answers no `decimals()` (then the largest uint256 stands for it), or more than `maximum`.
    error UnsupportedFeedDecimals(address feed, uint256 decimals, uint256 maximum);

    /// @notice The feed's present answer is not Valid, so the feed cannot be taken.
    error FeedNotValid(address feed, PriceReading reading);

    /// @notice A heartbeat, age or bound is outside what can be: the value and the bound it breaks.
    error FeedParameterOutOfRange(bytes32 parameter, uint256 value, uint256 bound);

    /// @notice One step of the feed's answer is too coarse for a market: the answer and the least it may be.
    error FeedTooCoarse(address feed, uint256 answer, uint256 minimum);

    /// @notice The caller supplied too little gas to tell a failing feed from a starved one.
    error InsufficientGasForFeed(uint256 gas, uint256 needed);

    /// @notice The market's price and its validity now. Anyone may call; changes nothing.
    /// @custom:error UnknownFeed if the market has no feed.
    /// @custom:error InsufficientGasForFeed if a feed could be starved of its gas by the caller.
    function readPrice(MarketId market) external view returns (PriceReading memory);

    /// @notice The same, and stores the price as the last accepted one if it is usable and differs. Anyone may call:
    /// what is stored depends on the feed alone.
    function recordPrice(MarketId market) external returns (PriceReading memory);

    /// @notice Gives the market a feed. Only the role that lists markets, with its delay.
    /// @custom:error UnsupportedFeedDecimals, FeedNotValid, FeedParameterOutOfRange, FeedTooCoarse.
    function setFeed(MarketId market, FeedParameters calldata parameters) external;

    /// @notice The market's feed parameters.
    /// @custom:error UnknownFeed if it has none.
    function feedOf(MarketId market) external view returns (FeedParameters memory);

    /// @notice The last accepted price; zero before the first.
    function acceptedPrice(MarketId market) external view returns (Price);

    /// @notice The sequencer uptime feed, or zero on a chain without a sequencer.
    function sequencerFeed() external view returns (address);

    /// @notice Seconds after the sequencer's return in which prices are not usable.
    function sequencerGracePeriod() external view returns (uint256);
}
