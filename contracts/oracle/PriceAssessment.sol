// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PriceDistance} from "../math/PriceDistance.sol";
import {Quantities} from "../math/Quantities.sol";
import {Price} from "../types/Price.sol";
import {PriceReading, PriceValidity} from "../types/PriceReading.sol";
import {Ratio} from "../types/Ratio.sol";
import {FeedHistory} from "./FeedHistory.sol";
import {FeedPairs} from "./FeedPairs.sol";
import {FeedQuotes, Quote} from "./FeedQuotes.sol";
import {FeedReader} from "./FeedReader.sol";
import {FeedSlot, PriceSlot} from "./FeedSlots.sol";
import {JUMP_HOLD, SETTLE_TIME} from "./OracleTimes.sol";

/// @notice A market's feeds: two words that are read with every price, and a third where there is a second feed.
struct MarketFeeds {
    FeedSlot primary;
    PriceSlot state;
    FeedSlot secondary;
}

/// @title What a market's price is worth now
/// @notice The worst that applies, from the worst on: Invalid, SequencerDown, Jumped, Expired, Stale, Diverged, Settling,
/// Valid. One exception: Settling comes before Diverged, because it allows less.
abstract contract PriceAssessment {
    /// @dev An uptime feed answers 0 while the sequencer is up.
    int256 private constant _SEQUENCER_UP = 0;

    address internal immutable _SEQUENCER_FEED;
    uint256 internal immutable _SEQUENCER_GRACE_PERIOD;

    constructor(address sequencerFeed_, uint256 sequencerGracePeriod_) {
        _SEQUENCER_FEED = sequencerFeed_;
        _SEQUENCER_GRACE_PERIOD = sequencerGracePeriod_;
    }

    /// @dev Fills the caller's struct, since each one returned would be cleared first (280 gas).
    /// @return next The state as a recording leaves it.
    /// @return seen When the second feed's round was made, where a recording remembers that; else 0.
    function _assess(
        PriceReading memory reading,
        MarketFeeds storage stored,
        FeedSlot primary,
        PriceSlot state
    ) internal view returns (PriceSlot next, uint256 seen) {
        (uint256 roundId, Price price, uint256 updatedAt, PriceValidity validity) = FeedQuotes.latest(primary, state);
        uint256 graceEnd = _graceEnd();
        if (
            validity == PriceValidity.Valid &&
            !primary.hasSecond() &&
            _isOrdinary(price, updatedAt, graceEnd, primary, state)
        ) {
            // The casts keep all: FeedReader lets no wider id or time out.
            (reading.roundId, reading.updatedAt) = (uint80(roundId), uint32(updatedAt));
            (reading.mark, reading.low, reading.high) = (price, price, price);
            return (price == state.accepted() ? state : state.withAccepted(price, updatedAt), 0);
        }
        return _assessRare(reading, stored, Quote(primary, roundId, price, updatedAt, validity), graceEnd, state);
    }

    /// @dev Whether a Valid price of an only feed needs no more thought: it is near the last accepted one, whose round was
    /// made within a heartbeat of it, and nothing settles or was out of order. What most prices are, for 300 gas.
    function _isOrdinary(
        Price price,
        uint256 updatedAt,
        uint256 graceEnd,
        FeedSlot primary,
        PriceSlot state
    ) private view returns (bool) {
        unchecked {
            // Times of 32 bits and a heartbeat of 24.
            uint256 acceptedAt = state.acceptedAt();
            return
                updatedAt <= acceptedAt + primary.heartbeat() &&
                acceptedAt > graceEnd &&
                state.isCalm() &&
                PriceDistance.isWithin(price, state.accepted(), state.jumpBound());
        }
    }

    function _assessRare(
        PriceReading memory reading,
        MarketFeeds storage stored,
        Quote memory quote,
        uint256 graceEnd,
        PriceSlot state
    ) private view returns (PriceSlot next, uint256 seen) {
        PriceValidity validity = quote.validity;
        bool unsettled = false;
        next = state;
        if (quote.feed.hasSecond()) {
            Quote memory second = FeedQuotes.quote(stored.secondary, state);
            (quote, validity, unsettled, next, seen) = FeedPairs.combine(reading, quote, second, state);
        } else {
            (reading.low, reading.high) = (quote.price, quote.price);
        }
        if (validity != PriceValidity.Invalid) {
            (validity, next) = _judge(quote, validity, unsettled, graceEnd, state, next);
        }
        _fill(reading, quote, validity, state);
        if (!_isUsable(validity) && !next.isOutage()) next = next.withOutageSince(block.timestamp);
    }

    /// @dev Sequencer, jumps and settling of a quote that is not Invalid.
    function _judge(
        Quote memory quote,
        PriceValidity validity,
        bool unsettled,
        uint256 graceEnd,
        PriceSlot state,
        PriceSlot next
    ) private view returns (PriceValidity, PriceSlot) {
        if (block.timestamp <= graceEnd) return (PriceValidity.SequencerDown, next);

        uint256 acceptedAt = state.acceptedAt();
        bool late;
        unchecked {
            // Times of 32 bits and a heartbeat of 24.
            late = quote.updatedAt > acceptedAt + quote.feed.heartbeat();
        }
        bool far = !PriceDistance.isWithin(quote.price, state.accepted(), state.jumpBound());
        if (far || late) {
            (bool jumped, bool broken) = FeedHistory.look(quote, state, acceptedAt, late);
            if (far && jumped && block.timestamp < quote.updatedAt + JUMP_HOLD) return (PriceValidity.Jumped, next);
            unsettled = unsettled || broken;
        }
        if (!_isUsable(validity)) return (validity, next);

        uint256 settleUntil = state.settleUntil();
        // After the sequencer's return, until the first recording: it leaves one of the two times behind.
        bool returned = graceEnd != 0 && acceptedAt <= graceEnd && settleUntil <= graceEnd;
        unsettled = unsettled || returned || state.isOutage();
        if (quote.price != state.accepted() || far || late) next = next.withAccepted(quote.price, quote.updatedAt);
        if (unsettled) next = next.withSettleUntil(block.timestamp + SETTLE_TIME);
        bool settling = unsettled || block.timestamp < settleUntil;
        return (settling && validity <= PriceValidity.Diverged ? PriceValidity.Settling : validity, next);
    }

    /// @dev A price where it may be used, with the low and high it has already; else the last accepted price and the
    /// jump bound about it.
    function _fill(
        PriceReading memory reading,
        Quote memory quote,
        PriceValidity validity,
        PriceSlot state
    ) internal pure {
        // The casts keep all: FeedReader lets no wider id or time out.
        (reading.roundId, reading.updatedAt) = (uint80(quote.roundId), uint32(quote.updatedAt));
        reading.validity = validity;
        if (_isUsable(validity)) {
            reading.mark = quote.price;
            return;
        }
        Price accepted = state.accepted();
        Ratio bound = state.jumpBound();
        reading.mark = accepted;
        reading.low = Quantities.priceBelow(accepted, bound);
        // Up to twice the largest price: 81 bits, and 152 with a size.
        reading.high = Quantities.priceAbove(accepted, bound);
    }

    /// @dev The last second in which the sequencer's return is in its grace period: for ever while it is down or not to
    /// be known (a failing uptime feed counts as down), and 0 on a chain without one.
    function _graceEnd() internal view returns (uint256) {
        if (_SEQUENCER_FEED == address(0)) return 0;
        (uint256 roundId, int256 answer, uint256 startedAt, ) = FeedReader.latestRound(_SEQUENCER_FEED);
        if (roundId == 0 || answer != _SEQUENCER_UP) return type(uint256).max;
        return startedAt + _SEQUENCER_GRACE_PERIOD;
    }

    /// @dev Worse than Stale is unusable: the row "liquidate" of risk/ActionTable.sol.
    function _isUsable(PriceValidity validity) internal pure returns (bool) {
        return validity <= PriceValidity.Stale;
    }
}
