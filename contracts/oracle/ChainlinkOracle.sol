// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

import {FeedParameters, IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {FeedScale} from "../math/FeedScale.sol";
import {Quantities} from "../math/Quantities.sol";
import {MarketId} from "../types/MarketId.sol";
import {Price} from "../types/Price.sol";
import {PriceReading, PriceValidity} from "../types/PriceReading.sol";
import {Ratio} from "../types/Ratio.sol";
import {FeedListing} from "./FeedListing.sol";
import {FeedReader} from "./FeedReader.sol";
import {FeedPriceSlot, FeedSlot, packFeed, packFeedPrices} from "./FeedSlots.sol";

/// @title ChainlinkOracle
/// @notice Prices from one Chainlink feed per market, with their validity; see IPriceOracle.
contract ChainlinkOracle is IPriceOracle, AccessManaged {
    /// @dev A market's feed: two words, read with every price.
    struct Feed {
        FeedSlot feed;
        FeedPriceSlot prices;
    }

    /// @dev An uptime feed answers 0 while the sequencer is up.
    int256 private constant _SEQUENCER_UP = 0;

    address private immutable _SEQUENCER_FEED;
    uint256 private immutable _SEQUENCER_GRACE_PERIOD;

    mapping(MarketId market => Feed feed) private _feeds;

    /// @param sequencerFeed_ The chain's uptime feed, or zero on a chain without a sequencer.
    /// @param sequencerGracePeriod_ Seconds after a restart in which no price is usable.
    constructor(address authority_, address sequencerFeed_, uint256 sequencerGracePeriod_) AccessManaged(authority_) {
        _SEQUENCER_FEED = sequencerFeed_;
        _SEQUENCER_GRACE_PERIOD = sequencerGracePeriod_;
    }

    /// @inheritdoc IPriceOracle
    /// @dev Intentionally open to anyone: what is stored depends on the feed alone. No event: the ledger's MarketUpdated
    /// carries the price of every action, and a log here would cost each of them 1,900 gas.
    function recordPrice(MarketId market) external returns (PriceReading memory reading) {
        Feed storage stored = _feeds[market];
        FeedPriceSlot prices = stored.prices;
        _read(reading, market, stored.feed, prices);
        if (_isUsable(reading.validity) && reading.mark != prices.accepted()) {
            stored.prices = prices.withAccepted(reading.mark);
        }
    }

    /// @inheritdoc IPriceOracle
    function setFeed(MarketId market, FeedParameters calldata parameters) external restricted {
        FeedListing.requireParameters(parameters);
        FeedParameters memory previous = _parametersOf(market);
        if (previous.feed != address(0)) {
            FeedListing.requireSameUnit(previous.sizeDecimals, parameters.sizeDecimals);
        }
        uint256 decimals = FeedListing.requireDecimals(parameters.feed);
        FeedSlot slot = packFeed(
            parameters.feed,
            parameters.heartbeat,
            parameters.maxLiquidationAge,
            FeedScale.exponentOf(decimals, parameters.sizeDecimals),
            parameters.sizeDecimals
        );
        // No price is accepted yet: a refused feed is shown around zero.
        FeedPriceSlot prices = packFeedPrices(
            0,
            Price.unwrap(parameters.lowerBound),
            Price.unwrap(parameters.upperBound),
            FeedListing.jumpBoundBps(parameters.jumpBound)
        );
        (uint256 roundId, int256 answer, , uint256 updatedAt) = FeedReader.latestRound(parameters.feed);
        PriceReading memory reading;
        _assess(reading, roundId, answer, updatedAt, slot, prices);
        require(reading.validity == PriceValidity.Valid, FeedNotValid(parameters.feed, reading));
        FeedListing.requireFineSteps(parameters.feed, answer);

        _feeds[market] = Feed(slot, prices.withAccepted(reading.mark));
        emit FeedChanged(market, previous, parameters);
    }

    /// @inheritdoc IPriceOracle
    function readPrice(MarketId market) external view returns (PriceReading memory reading) {
        Feed storage stored = _feeds[market];
        _read(reading, market, stored.feed, stored.prices);
    }

    /// @inheritdoc IPriceOracle
    function feedOf(MarketId market) external view returns (FeedParameters memory parameters) {
        parameters = _parametersOf(market);
        require(parameters.feed != address(0), UnknownFeed(market));
    }

    /// @inheritdoc IPriceOracle
    function acceptedPrice(MarketId market) external view returns (Price) {
        return _feeds[market].prices.accepted();
    }

    /// @inheritdoc IPriceOracle
    function sequencerFeed() external view returns (address) {
        return _SEQUENCER_FEED;
    }

    /// @inheritdoc IPriceOracle
    function sequencerGracePeriod() external view returns (uint256) {
        return _SEQUENCER_GRACE_PERIOD;
    }

    // --- reading: into the caller's struct, since each one returned would be cleared first (280 gas) ---

    function _read(PriceReading memory reading, MarketId market, FeedSlot slot, FeedPriceSlot prices) private view {
        address feed = slot.feed();
        require(feed != address(0), UnknownFeed(market));
        (uint256 roundId, int256 answer, , uint256 updatedAt) = FeedReader.latestRound(feed);
        _assess(reading, roundId, answer, updatedAt, slot, prices);
    }

    /// @dev What a round is worth now: its price where that may be used, else the last accepted price and the jump
    /// bound about it.
    function _assess(
        PriceReading memory reading,
        uint256 roundId,
        int256 answer,
        uint256 updatedAt,
        FeedSlot slot,
        FeedPriceSlot prices
    ) private view {
        // The casts keep all: FeedReader lets no wider id or time out.
        (reading.roundId, reading.updatedAt) = (uint80(roundId), uint32(updatedAt));
        (PriceValidity validity, Price price) = _validityOf(roundId, answer, updatedAt, slot, prices);
        reading.validity = validity;
        if (_isUsable(validity)) {
            (reading.mark, reading.low, reading.high) = (price, price, price);
        } else {
            Price accepted = prices.accepted();
            Ratio bound = prices.jumpBound();
            reading.mark = accepted;
            reading.low = Quantities.priceBelow(accepted, bound);
            // Up to twice the largest price: 81 bits, and 152 with a size.
            reading.high = Quantities.priceAbove(accepted, bound);
        }
    }

    /// @dev The worst that applies, from the worst on. Invalid is:
    ///   no finished round (FeedReader has the cases)
    ///   a round from the future
    ///   an answer of zero or less
    ///   a price at or beyond a hard bound: out of bounds, or pinned there
    /// Ages count against the feed's own limits and may reach them.
    function _validityOf(
        uint256 roundId,
        int256 answer,
        uint256 updatedAt,
        FeedSlot slot,
        FeedPriceSlot prices
    ) private view returns (PriceValidity validity, Price price) {
        if (roundId == 0 || updatedAt > block.timestamp || answer <= 0) return (PriceValidity.Invalid, price);
        price = FeedScale.toPrice(uint256(answer), slot.exponent());
        if (!(price > prices.lower() && price < prices.upper())) return (PriceValidity.Invalid, price);
        if (_sequencerIsDown()) return (PriceValidity.SequencerDown, price);
        uint256 age;
        unchecked {
            // Not from the future.
            age = block.timestamp - updatedAt;
        }
        if (age <= slot.heartbeat()) return (PriceValidity.Valid, price);
        return (age <= slot.maxLiquidationAge() ? PriceValidity.Stale : PriceValidity.Expired, price);
    }

    /// @dev Down, or up for no longer than the grace period, or not to be known: a failing uptime feed counts as down.
    function _sequencerIsDown() private view returns (bool) {
        if (_SEQUENCER_FEED == address(0)) return false;
        (uint256 roundId, int256 answer, uint256 startedAt, ) = FeedReader.latestRound(_SEQUENCER_FEED);
        if (roundId == 0 || answer != _SEQUENCER_UP || startedAt > block.timestamp) return true;
        return block.timestamp - startedAt <= _SEQUENCER_GRACE_PERIOD;
    }

    function _parametersOf(MarketId market) private view returns (FeedParameters memory parameters) {
        FeedSlot slot = _feeds[market].feed;
        FeedPriceSlot prices = _feeds[market].prices;
        parameters.feed = slot.feed();
        // The casts narrow to the types the fields were given in.
        parameters.heartbeat = uint32(slot.heartbeat());
        parameters.maxLiquidationAge = uint32(slot.maxLiquidationAge());
        parameters.sizeDecimals = int8(slot.sizeDecimals());
        parameters.lowerBound = prices.lower();
        parameters.upperBound = prices.upper();
        parameters.jumpBound = prices.jumpBound();
    }

    /// @dev Worse than Stale is unusable: the row "liquidate" of risk/ActionTable.sol.
    function _isUsable(PriceValidity validity) private pure returns (bool) {
        return validity <= PriceValidity.Stale;
    }
}
