// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketSettlement} from "../interfaces/IMarketSettlement.sol";
import {PriceDistance} from "../math/PriceDistance.sol";
import {Price, ZERO_PRICE} from "../types/Price.sol";
import {FeedQuotes, Quote} from "./FeedQuotes.sol";
import {FeedReader} from "./FeedReader.sol";
import {FeedSlot, PriceSlot} from "./FeedSlots.sol";
import {SETTLE_TIME} from "./OracleTimes.sol";

/// @title What a feed did while nobody recorded
/// @notice Told from its rounds, on the rare path: the latest is far from the last accepted price, or more than a
/// heartbeat after it. An idle market whose feed went on as ever is so told from one behind a jump or a silence.
library FeedHistory {
    /// @dev Rounds that are looked at. A jump further back has been confirmed by all of them.
    uint256 internal constant DEPTH = 8;

    /// @dev Rounds that are looked at before a market is settled: one each eight minutes for three days, for less than
    /// half of a transaction's gas.
    uint256 internal constant MAX_ROUNDS = 512;

    /// @notice Walks back from the latest round until it meets what was known, or has seen enough.
    /// @param latest Not Invalid.
    /// @param knownAt When the last round that is known to have been in order was made.
    /// @param late Whether the feed may have been silent for longer than its heartbeat since then.
    /// @return jumped Whether the latest round is further than the jump bound from the one before it.
    /// @return broken Whether, since what is known, a round was further than that from the one before it, or came after
    /// more than a heartbeat, or is no price or cannot be read, as at a proxy's change of phase.
    function look(
        Quote memory latest,
        PriceSlot state,
        uint256 knownAt,
        bool late
    ) internal view returns (bool jumped, bool broken) {
        Price price = latest.price;
        uint256 updatedAt = latest.updatedAt;
        for (uint256 back = 1; back <= DEPTH; ++back) {
            (Price before, uint256 beforeAt) = _roundBefore(latest, back, updatedAt, state);
            bool far = before == ZERO_PRICE || !PriceDistance.isWithin(price, before, state.jumpBound());
            if (far) return (back == 1, true);
            if (updatedAt - beforeAt > latest.feed.heartbeat()) return (false, true);
            if (beforeAt < knownAt) return (false, false);
            bool nearAccepted = PriceDistance.isWithin(before, state.accepted(), state.jumpBound());
            if (nearAccepted && (!late || beforeAt <= knownAt)) return (false, false);
            (price, updatedAt) = (before, beforeAt);
        }
        // Rounds in a burst: what lies before them has had less than its minute.
        return (false, block.timestamp - updatedAt < SETTLE_TIME);
    }

    /// @notice Until when the newest round that is a price could be used; 0 where no such time is after `from`.
    /// @dev Asked only where a market is settled. A round that cannot be read ends the look: it is no price, and neither
    /// is anything before it.
    /// @param from Rounds that nothing could be used of after it are of no account.
    /// @custom:error TooManyRounds where more rounds than that, none of them a price, were made since.
    function usableUntil(FeedSlot feed, PriceSlot state, uint256 from) internal view returns (uint256 until) {
        uint256 followedAt = type(uint256).max;
        (uint256 latestId, int256 answer, , uint256 updatedAt) = FeedReader.latestRound(feed.feed());
        for (uint256 back = 1; updatedAt != 0; ++back) {
            until = updatedAt + feed.maxLiquidationAge();
            // Until the round that followed it.
            if (until > followedAt) until = followedAt;
            if (until <= from) return 0;
            // A round from the future is none yet.
            bool made = updatedAt <= block.timestamp;
            if (made && FeedQuotes.priceOf(answer, feed, state) != ZERO_PRICE) return until;
            require(back <= MAX_ROUNDS, IMarketSettlement.TooManyRounds(feed.feed(), MAX_ROUNDS));
            if (latestId <= back) return 0;
            followedAt = updatedAt;
            (answer, updatedAt) = FeedReader.pastRound(feed.feed(), latestId - back);
        }
        return 0;
    }

    /// @dev Zero for a round that is no price, does not exist or was made after the one that followed it.
    function _roundBefore(
        Quote memory latest,
        uint256 back,
        uint256 followedAt,
        PriceSlot state
    ) private view returns (Price price, uint256 updatedAt) {
        if (latest.roundId <= back) return (ZERO_PRICE, 0);
        FeedSlot feed = latest.feed;
        int256 answer;
        (answer, updatedAt) = FeedReader.pastRound(feed.feed(), latest.roundId - back);
        if (updatedAt == 0 || updatedAt > followedAt) return (ZERO_PRICE, 0);
        price = FeedQuotes.priceOf(answer, feed, state);
    }
}
