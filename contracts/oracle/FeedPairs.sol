// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PriceDistance} from "../math/PriceDistance.sol";
import {Price} from "../types/Price.sol";
import {PriceReading, PriceValidity} from "../types/PriceReading.sol";
import {FeedHistory} from "./FeedHistory.sol";
import {Quote} from "./FeedQuotes.sol";
import {FIRST_FEED, PriceSlot, SECOND_FEED} from "./FeedSlots.sol";
import {FALLBACK_DELAY} from "./OracleTimes.sol";

/// @title What two feeds say together
library FeedPairs {
    /// @notice The quote that counts, and what the two are worth together, apart from jumps, settling and the sequencer.
    ///   both in order       first's price; Diverged if further apart than the first feed's divergence bound
    ///   one fails, at first  first's price; that one's Invalid, Expired or Stale
    ///   one fails, longer    the other's price alone; Diverged, or worse if it is itself
    ///   both fail            first's price; the worse of the two
    /// @dev A Stale feed fails since its heartbeat ended, which its round tells; an Invalid one since that was recorded,
    /// and where it was not, since now.
    /// @param reading Its low and high are set.
    /// @return counted The quote whose price is the mark.
    /// @return validity Of the two together.
    /// @return returned Whether a feed that failed is back, by what was recorded or by the second's rounds.
    /// @return next The state with what is to be remembered of the feeds.
    /// @return seen When the second feed's round was made, where that is to be remembered; else 0.
    function combine(
        PriceReading memory reading,
        Quote memory first,
        Quote memory second,
        PriceSlot state
    )
        internal
        view
        returns (Quote memory counted, PriceValidity validity, bool returned, PriceSlot next, uint256 seen)
    {
        bool inOrder = first.validity == PriceValidity.Valid && second.validity == PriceValidity.Valid;
        if (inOrder && state.failing() == 0) {
            (counted, next) = (first, state);
            validity = _compare(reading, first, second, PriceValidity.Valid);
        } else {
            (counted, validity, returned, next) = _combineFailing(reading, first, second, state);
        }
        if (second.validity != PriceValidity.Invalid) {
            bool silent;
            (silent, seen) = _seen(second, state);
            returned = returned || silent;
        }
    }

    /// @dev Of feeds one of which fails, or did when last recorded.
    function _combineFailing(
        PriceReading memory reading,
        Quote memory first,
        Quote memory second,
        PriceSlot state
    ) private view returns (Quote memory counted, PriceValidity validity, bool returned, PriceSlot next) {
        uint256 firstSince = _failingSince(first, state, FIRST_FEED);
        uint256 secondSince = _failingSince(second, state, SECOND_FEED);
        (returned, next) = _remember(state, firstSince, secondSince);
        bool firstIsOut = _isOut(firstSince);
        if (firstIsOut != _isOut(secondSince)) {
            counted = firstIsOut ? second : first;
            validity = _worse(counted.validity, PriceValidity.Diverged);
            (reading.low, reading.high) = (counted.price, counted.price);
        } else {
            counted = first;
            validity = _compare(reading, first, second, _worse(first.validity, second.validity));
        }
    }

    /// @dev Low and high of two prices, and whether they disagree. Of no account where one is none.
    function _compare(
        PriceReading memory reading,
        Quote memory first,
        Quote memory second,
        PriceValidity validity
    ) private pure returns (PriceValidity) {
        (Price a, Price b) = (first.price, second.price);
        (reading.low, reading.high) = a < b ? (a, b) : (b, a);
        bool near = PriceDistance.isWithin(b, a, first.feed.divergenceBound());
        return near ? validity : _worse(validity, PriceValidity.Diverged);
    }

    /// @dev 0 for a feed in order.
    function _failingSince(Quote memory quote, PriceSlot state, uint256 feed) private view returns (uint256) {
        if (quote.validity == PriceValidity.Valid) return 0;
        if (quote.validity != PriceValidity.Invalid) return quote.updatedAt + quote.feed.heartbeat();
        return state.failing() & feed == 0 ? block.timestamp : state.failingSince();
    }

    function _isOut(uint256 since) private view returns (bool) {
        return since != 0 && block.timestamp > since + FALLBACK_DELAY;
    }

    /// @dev One time is kept for both feeds, that of the one which failed last: nobody is out too early.
    function _remember(
        PriceSlot state,
        uint256 firstSince,
        uint256 secondSince
    ) private pure returns (bool returned, PriceSlot next) {
        uint256 failing = (firstSince == 0 ? 0 : FIRST_FEED) | (secondSince == 0 ? 0 : SECOND_FEED);
        uint256 noted = state.failing();
        if (failing == noted) return (false, state);
        uint256 since = failing == 0 ? 0 : state.failingSince();
        uint256 fresh = failing & ~noted;
        if (fresh & FIRST_FEED != 0 && firstSince > since) since = firstSince;
        if (fresh & SECOND_FEED != 0 && secondSince > since) since = secondSince;
        return (noted & ~failing != 0, state.withFailing(failing, since));
    }

    /// @dev Whether the second feed was silent for longer than its heartbeat since it was last seen in time. Written
    /// only twice a heartbeat, since a market that is used would else pay for another word with every price.
    function _seen(Quote memory second, PriceSlot state) private view returns (bool silent, uint256 seen) {
        unchecked {
            // Times of 32 bits and a heartbeat of 24.
            (uint256 seenAt, uint256 heartbeat) = (second.feed.seenAt(), second.feed.heartbeat());
            if (2 * second.updatedAt <= 2 * seenAt + heartbeat) return (false, 0);
            seen = second.updatedAt;
            if (seen > seenAt + heartbeat) (, silent) = FeedHistory.look(second, state, seenAt, true);
        }
    }

    function _worse(PriceValidity a, PriceValidity b) private pure returns (PriceValidity) {
        return a > b ? a : b;
    }
}
