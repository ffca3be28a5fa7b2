// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketId} from "../types/MarketId.sol";
import {Price} from "../types/Price.sol";
import {PriceReading} from "../types/PriceReading.sol";
import {Ratio} from "../types/Ratio.sol";
import {IMarketSettlement} from "./IMarketSettlement.sol";

/// @notice What the oracle knows of a market's first feed, the one whose price is the mark.
struct FeedParameters {
    /// Chainlink proxy of the base token in USD.
    address feed;
    /// Longest time between two rounds of this feed, seconds, the aggregator's lateness included: a price older than this
    /// is Stale.
    uint32 heartbeat;
    /// Age up to which a stale price may still liquidate, seconds; at least the heartbeat, at most 600 s more.
    uint32 maxLiquidationAge;
    /// Decimals of the market's size unit, -18 to 18: one unit is 10^-sizeDecimals token. Fixed once the market has a feed.
    int8 sizeDecimals;
    /// Prices at or below, and up to a thousandth above, are Invalid; of both feeds. At most five significant digits.
    Price lowerBound;
    /// Prices at or above, and down to a thousandth below, are Invalid; of both feeds. At most five significant digits.
    Price upperBound;
    /// How far a round may be from the last accepted price and from the round before it and still be believed at once;
    /// and how far a price that is not usable may be from the accepted one, which is what a margin check assumes.
    Ratio jumpBound;
}

/// @notice A market's second feed: the same token in USD, by another aggregator or an adapter of a different kind.
struct SecondFeedParameters {
    /// The zero address for a market with one feed; the other fields are zero then.
    address feed;
    /// As of the first feed, for this one.
    uint32 heartbeat;
    /// As of the first feed, for this one.
    uint32 maxLiquidationAge;
    /// How far the two feeds may differ before the price is Diverged, of the first feed's price; whole basis points.
    Ratio divergenceBound;
}

/// @notice Both feeds of a market.
struct FeedPair {
    FeedParameters primary;
    SecondFeedParameters secondary;
}

/// @title Prices of the markets, with their validity
/// @notice Mark price = index price. Reading never reverts for what a feed does: whatever it answers, however it fails
/// or burns its gas, becomes a validity, so that one market's feed cannot take down another's accounts.
/// @dev Feeds are keyed by a number of 8 bits, of which 0 to 63 are markets. A number above is a token that is priced but
/// not traded: its feed is listed, read and recorded in the same way.
interface IPriceOracle is IMarketSettlement {
    /// @notice The market has these feeds now.
    event FeedsChanged(MarketId indexed market, FeedPair previous, FeedPair current);

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

    /// @notice The feed's price is further than `bound` from the price in force: it is another price's feed.
    error FeedTooFarFromPrice(address feed, Price price, Price inForce, Ratio bound);

    /// @notice The second feed's price is further than `bound` from the first one's.
    error FeedsTooFarApart(address secondary, Price price, Price primaryPrice, Ratio bound);

    /// @notice The second feed is the first one, and would confirm whatever that says.
    error SameFeedTwice(address feed);

    /// @notice The caller supplied too little gas to tell a failing feed from a starved one.
    error InsufficientGasForFeed(uint256 gas, uint256 needed);

    /// @notice The market's price and its validity now. Anyone may call; changes nothing.
    /// @custom:error UnknownFeed if the market has no feed.
    /// @custom:error InsufficientGasForFeed if a feed could be starved of its gas by the caller.
    function readPrice(MarketId market) external view returns (PriceReading memory);

    /// @notice The same, and remembers what later readings need: a usable price that differs becomes the last accepted
    /// one, the first price after a jump or an outage begins to settle, and an outage is noted. Anyone may call: what is
    /// stored depends on the feeds and the time alone.
    function recordPrice(MarketId market) external returns (PriceReading memory);

    /// @notice Gives the market this one feed; it has no second one then. Only the role that lists markets, with its delay.
    /// @custom:error UnsupportedFeedDecimals, FeedNotValid, FeedParameterOutOfRange, FeedTooCoarse, FeedTooFarFromPrice,
    /// AlreadySettled.
    function setFeed(MarketId market, FeedParameters calldata parameters) external;

    /// @notice Gives the market both feeds, or one where the second's address is zero. Only the role that lists markets,
    /// with its delay.
    /// @custom:error As setFeed, and FeedsTooFarApart, SameFeedTwice.
    function setFeeds(MarketId market, FeedPair calldata feeds) external;

    /// @notice The parameters of the market's first feed. Of a settled market: those it had, and the zero address.
    /// @custom:error UnknownFeed if it has none.
    function feedOf(MarketId market) external view returns (FeedParameters memory);

    /// @notice The parameters of the market's second feed; all zero where it has none.
    function secondFeedOf(MarketId market) external view returns (SecondFeedParameters memory);

    /// @notice The last accepted price; zero before the first. Of a settled market: its price.
    function acceptedPrice(MarketId market) external view returns (Price);

    /// @notice When the market's present or last Settling ends or ended, unix seconds; 0 in an outage that was recorded. Of
    /// a settled market: when its Liquidating does or did.
    function settleUntil(MarketId market) external view returns (uint256);

    /// @notice When it was first recorded that the market's price is not usable (Expired or worse), unix seconds; 0 where
    /// the last recording found a usable price.
    function unusableSince(MarketId market) external view returns (uint256);

    /// @notice Seconds from its `updatedAt` for which a jumped round is not believed, unless a later one confirms it.
    function jumpHold() external view returns (uint256);

    /// @notice Seconds from its first recording for which a price after a jump or an outage settles.
    function settleTime() external view returns (uint256);

    /// @notice Seconds for which one of two feeds may be Invalid or Stale before the other alone counts.
    function fallbackDelay() external view returns (uint256);

    /// @notice The sequencer uptime feed, or zero on a chain without a sequencer.
    function sequencerFeed() external view returns (address);

    /// @notice Seconds after the sequencer's return in which prices are not usable.
    function sequencerGracePeriod() external view returns (uint256);
}
