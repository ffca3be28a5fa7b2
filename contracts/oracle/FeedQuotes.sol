// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedScale} from "../math/FeedScale.sol";
import {PriceDistance} from "../math/PriceDistance.sol";
import {Price, ZERO_PRICE} from "../types/Price.sol";
import {PriceValidity} from "../types/PriceReading.sol";
import {FeedReader} from "./FeedReader.sol";
import {FeedSlot, PriceSlot} from "./FeedSlots.sol";

/// @notice The latest round of one feed.
struct Quote {
    FeedSlot feed;
    /// 0 where none was finished.
    uint256 roundId;
    /// Zero where it is Invalid.
    Price price;
    uint256 updatedAt;
    /// By this feed's own answer and age: Valid, Stale, Expired or Invalid.
    PriceValidity validity;
}

/// @title What one feed says by itself
library FeedQuotes {
    /// @notice The feed's latest round. Invalid is:
    ///   no finished round (FeedReader has the cases)
    ///   a round from the future
    ///   an answer of zero or less
    ///   a price at or beyond a hard bound, or within a thousandth of it: out of bounds, or pinned there
    /// Ages count against the feed's own limits and may reach them.
    /// @param state The market's word, for the bounds.
    /// @dev On the stack: only the rare paths need a Quote.
    function latest(
        FeedSlot feed,
        PriceSlot state
    ) internal view returns (uint256 roundId, Price price, uint256 updatedAt, PriceValidity validity) {
        int256 answer;
        (roundId, answer, , updatedAt) = FeedReader.latestRound(feed.feed());
        if (roundId != 0 && updatedAt <= block.timestamp) price = priceOf(answer, feed, state);
        if (price == ZERO_PRICE) return (roundId, price, updatedAt, PriceValidity.Invalid);
        uint256 age;
        unchecked {
            // Not from the future.
            age = block.timestamp - updatedAt;
        }
        if (age > feed.heartbeat()) {
            validity = age <= feed.maxLiquidationAge() ? PriceValidity.Stale : PriceValidity.Expired;
        }
    }

    /// @notice The same, of any feed of a market.
    function quote(FeedSlot feed, PriceSlot state) internal view returns (Quote memory) {
        (uint256 roundId, Price price, uint256 updatedAt, PriceValidity validity) = latest(feed, state);
        return Quote(feed, roundId, price, updatedAt, validity);
    }

    /// @notice An answer as a price, or zero where it is none: not positive, out of bounds or pinned at them.
    function priceOf(int256 answer, FeedSlot feed, PriceSlot state) internal pure returns (Price price) {
        if (answer <= 0) return ZERO_PRICE;
        price = FeedScale.toPrice(uint256(answer), feed.exponent());
        if (!PriceDistance.isBetween(price, state.lower(), state.upper())) return ZERO_PRICE;
    }
}
