// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

import {FeedPair, FeedParameters, IPriceOracle, SecondFeedParameters} from "../interfaces/IPriceOracle.sol";
import {FeedScale} from "../math/FeedScale.sol";
import {MarketId} from "../types/MarketId.sol";
import {Price} from "../types/Price.sol";
import {PriceReading, PriceValidity} from "../types/PriceReading.sol";
import {FeedListing} from "./FeedListing.sol";
import {FeedQuotes, Quote} from "./FeedQuotes.sol";
import {FeedSlot, packBounds, packFeed, PriceSlot} from "./FeedSlots.sol";
import {MarketSettlement} from "./MarketSettlement.sol";
import {FALLBACK_DELAY, JUMP_HOLD, SETTLE_TIME} from "./OracleTimes.sol";
import {MarketFeeds, PriceAssessment} from "./PriceAssessment.sol";

/// @title ChainlinkOracle
/// @notice Prices from one or two Chainlink feeds per market, with their validity; see IPriceOracle.
contract ChainlinkOracle is MarketSettlement, AccessManaged {
    /// @param sequencerFeed_ The chain's uptime feed, or zero on a chain without a sequencer.
    /// @param sequencerGracePeriod_ Seconds after a restart in which no price is usable.
    constructor(
        address authority_,
        address sequencerFeed_,
        uint256 sequencerGracePeriod_
    ) PriceAssessment(sequencerFeed_, sequencerGracePeriod_) AccessManaged(authority_) {}

    /// @inheritdoc IPriceOracle
    /// @dev Intentionally open to anyone: what is stored depends on feeds and time alone. No event: the ledger's
    /// own carry the price of every action, and a log here would cost each of them 1,900 gas.
    function recordPrice(MarketId market) external returns (PriceReading memory reading) {
        MarketFeeds storage stored = _feeds[market];
        FeedSlot primary = stored.primary;
        PriceSlot state = stored.state;
        if (primary.feed() == address(0)) {
            _readSettled(reading, market, state);
            return reading;
        }
        (PriceSlot next, uint256 seen) = _assess(reading, stored, primary, state);
        if (next != state) stored.state = next;
        if (seen != 0) stored.secondary = stored.secondary.withSeenAt(seen);
    }

    /// @inheritdoc IPriceOracle
    function setFeed(MarketId market, FeedParameters calldata parameters) external restricted {
        FeedPair memory feeds;
        feeds.primary = parameters;
        _setFeeds(market, feeds);
    }

    /// @inheritdoc IPriceOracle
    function setFeeds(MarketId market, FeedPair calldata feeds) external restricted {
        _setFeeds(market, feeds);
    }

    /// @inheritdoc IPriceOracle
    function readPrice(MarketId market) external view returns (PriceReading memory reading) {
        _readInto(reading, market);
    }

    /// @inheritdoc IPriceOracle
    function feedOf(MarketId market) external view returns (FeedParameters memory parameters) {
        parameters = _primaryOf(_feeds[market]);
        require(parameters.heartbeat != 0, UnknownFeed(market));
    }

    /// @inheritdoc IPriceOracle
    function secondFeedOf(MarketId market) external view returns (SecondFeedParameters memory) {
        return _secondaryOf(_feeds[market]);
    }

    /// @inheritdoc IPriceOracle
    function acceptedPrice(MarketId market) external view returns (Price) {
        return _feeds[market].state.accepted();
    }

    /// @inheritdoc IPriceOracle
    function settleUntil(MarketId market) external view returns (uint256) {
        return _feeds[market].state.settleUntil();
    }

    /// @inheritdoc IPriceOracle
    function unusableSince(MarketId market) external view returns (uint256) {
        return _feeds[market].state.outageSince();
    }

    /// @inheritdoc IPriceOracle
    function sequencerFeed() external view returns (address) {
        return _SEQUENCER_FEED;
    }

    /// @inheritdoc IPriceOracle
    function sequencerGracePeriod() external view returns (uint256) {
        return _SEQUENCER_GRACE_PERIOD;
    }

    /// @inheritdoc IPriceOracle
    function jumpHold() external pure returns (uint256) {
        return JUMP_HOLD;
    }

    /// @inheritdoc IPriceOracle
    function settleTime() external pure returns (uint256) {
        return SETTLE_TIME;
    }

    /// @inheritdoc IPriceOracle
    function fallbackDelay() external pure returns (uint256) {
        return FALLBACK_DELAY;
    }

    // --- setting ---

    function _setFeeds(MarketId market, FeedPair memory feeds) private {
        _requireNotSettled(market);
        FeedParameters memory primary = feeds.primary;
        SecondFeedParameters memory secondary = feeds.secondary;
        FeedListing.requireParameters(primary);
        FeedListing.requireSecond(primary.feed, secondary);
        MarketFeeds storage stored = _feeds[market];
        FeedPair memory previous = FeedPair(_primaryOf(stored), _secondaryOf(stored));
        // No price is accepted yet: a refused feed is shown around zero.
        PriceSlot state = packBounds(
            primary.lowerBound,
            primary.upperBound,
            FeedListing.basisPoints(primary.jumpBound)
        );
        FeedSlot slot = _packPrimary(primary, secondary);
        Quote memory quote = _requireValid(slot, state);
        uint256 settled = block.timestamp;
        if (previous.primary.feed != address(0)) {
            settled = _requireContinuity(market, previous.primary, primary, quote.price);
        }
        FeedSlot second;
        if (secondary.feed != address(0)) {
            second = _packSecondary(secondary, primary.sizeDecimals);
            Quote memory other = _requireValid(second, state);
            FeedListing.requireAgreement(secondary.feed, other.price, quote.price, secondary.divergenceBound);
            second = second.withSeenAt(other.updatedAt);
        }
        state = state.withAccepted(quote.price, quote.updatedAt).withSettleUntil(settled);
        _feeds[market] = MarketFeeds(slot, state, second);
        emit FeedsChanged(market, previous, feeds);
    }

    /// @dev Another feed of the same price and unit. It settles, as after an outage, unless the market was Valid.
    /// @return settled The end of settling.
    function _requireContinuity(
        MarketId market,
        FeedParameters memory previous,
        FeedParameters memory current,
        Price price
    ) private view returns (uint256 settled) {
        FeedListing.requireSameUnit(previous.sizeDecimals, current.sizeDecimals);
        PriceReading memory inForce;
        _readInto(inForce, market);
        bool isUsable = _isUsable(inForce.validity);
        FeedListing.requireNearPrice(current.feed, price, inForce.mark, isUsable, previous.jumpBound);
        return inForce.validity == PriceValidity.Valid ? block.timestamp : block.timestamp + SETTLE_TIME;
    }

    /// @dev A feed that can be taken: its answer is Valid now, and fine enough.
    function _requireValid(FeedSlot slot, PriceSlot state) private view returns (Quote memory quote) {
        quote = FeedQuotes.quote(slot, state);
        PriceValidity validity = quote.validity;
        if (validity != PriceValidity.Invalid && block.timestamp <= _graceEnd()) validity = PriceValidity.SequencerDown;
        if (validity != PriceValidity.Valid) {
            PriceReading memory reading;
            (reading.low, reading.high) = (quote.price, quote.price);
            _fill(reading, quote, validity, state);
            revert FeedNotValid(slot.feed(), reading);
        }
        FeedListing.requireFineSteps(slot.feed());
    }

    function _packPrimary(
        FeedParameters memory primary,
        SecondFeedParameters memory secondary
    ) private view returns (FeedSlot) {
        return
            packFeed(
                primary.feed,
                primary.heartbeat,
                primary.maxLiquidationAge,
                FeedScale.exponentOf(FeedListing.requireDecimals(primary.feed), primary.sizeDecimals),
                primary.sizeDecimals,
                FeedListing.basisPoints(secondary.divergenceBound)
            );
    }

    function _packSecondary(SecondFeedParameters memory secondary, int8 sizeDecimals) private view returns (FeedSlot) {
        return
            packFeed(
                secondary.feed,
                secondary.heartbeat,
                secondary.maxLiquidationAge,
                FeedScale.exponentOf(FeedListing.requireDecimals(secondary.feed), sizeDecimals),
                sizeDecimals,
                0
            );
    }

    // --- reading ---

    function _readInto(PriceReading memory reading, MarketId market) private view {
        MarketFeeds storage stored = _feeds[market];
        FeedSlot primary = stored.primary;
        if (primary.feed() == address(0)) _readSettled(reading, market, stored.state);
        else _assess(reading, stored, primary, stored.state);
    }

    function _primaryOf(MarketFeeds storage stored) private view returns (FeedParameters memory parameters) {
        FeedSlot slot = stored.primary;
        PriceSlot state = stored.state;
        parameters.feed = slot.feed();
        // The casts narrow to the types the fields were given in.
        parameters.heartbeat = uint32(slot.heartbeat());
        parameters.maxLiquidationAge = uint32(slot.maxLiquidationAge());
        parameters.sizeDecimals = int8(slot.sizeDecimals());
        parameters.lowerBound = state.lower();
        parameters.upperBound = state.upper();
        parameters.jumpBound = state.jumpBound();
    }

    function _secondaryOf(MarketFeeds storage stored) private view returns (SecondFeedParameters memory parameters) {
        FeedSlot slot = stored.secondary;
        parameters.feed = slot.feed();
        // As above.
        parameters.heartbeat = uint32(slot.heartbeat());
        parameters.maxLiquidationAge = uint32(slot.maxLiquidationAge());
        parameters.divergenceBound = stored.primary.divergenceBound();
    }
}
