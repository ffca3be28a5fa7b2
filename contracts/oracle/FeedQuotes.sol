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
    function latest(FeedSlot feed, PriceSlot state) internal view returns (Quote memory quote) {
        quote.feed = feed;
        int256 answer;
        (quote.roundId, answer, , quote.updatedAt) = FeedReader.latestRound(feed.feed());
        if (quote.roundId != 0 && quote.updatedAt <= block.timestamp) quote.price = priceOf(answer, feed, state);
        if (quote.price == ZERO_PRICE) {
            quote.validity = PriceValidity.Invalid;
            return quote;
        }
        uint256 age;
        unchecked {
            // Not from the future.
            age = block.timestamp - quote.updatedAt;
        }
        if (age > feed.heartbeat()) {
            quote.validity = age <= feed.maxLiquidationAge() ? PriceValidity.Stale : PriceValidity.Expired;
        }
    }

    /// @notice An answer as a price, or zero where it is none: not positive, out of bounds or pinned at them.
    function priceOf(int256 answer, FeedSlot feed, PriceSlot state) internal pure returns (Price price) {
        if (answer <= 0) return ZERO_PRICE;
        price = FeedScale.toPrice(uint256(answer), feed.exponent());
        if (!PriceDistance.isBetween(price, state.lower(), state.upper())) return ZERO_PRICE;
    }
}
