// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

import {FeedParameters, IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {FeedScale} from "../math/FeedScale.sol";
import {Quantities} from "../math/Quantities.sol";
import {MarketId} from "../types/MarketId.sol";
import {Price, ZERO_PRICE} from "../types/Price.sol";
import {PriceReading, PriceValidity} from "../types/PriceReading.sol";
import {BASIS_POINT, Ratio} from "../types/Ratio.sol";
import {FeedListing} from "./FeedListing.sol";
import {FeedReader, Round} from "./FeedReader.sol";
import {FeedPriceSlot, FeedSlot, packFeed, packFeedPrices} from "./FeedSlots.sol";

/// @title ChainlinkOracle
/// @notice Prices from Chainlink feeds with their validity; see IPriceOracle. Invalid cases stand above the checks that
/// find them.
contract ChainlinkOracle is IPriceOracle, AccessManaged {
    /// @dev A sequencer feed answers 0 while the sequencer is up.
    int256 private constant _SEQUENCER_UP = 0;

    address public immutable sequencerFeed;
    uint256 public immutable sequencerGracePeriod;

    mapping(MarketId market => FeedSlot word) private _feeds;
    mapping(MarketId market => FeedPriceSlot word) private _prices;

    /// @param sequencerFeed_ The chain's uptime feed, or zero on a chain without a sequencer.
    /// @param sequencerGracePeriod_ Seconds after a restart in which no price is usable.
    constructor(address authority_, address sequencerFeed_, uint256 sequencerGracePeriod_) AccessManaged(authority_) {
        sequencerFeed = sequencerFeed_;
        sequencerGracePeriod = sequencerGracePeriod_;
    }

    /// @inheritdoc IPriceOracle
    /// @dev Intentionally open to anyone: what is stored depends on the feed alone. No event: the ledger's MarketUpdated
    /// carries the price of every action, and a log here would cost each of them 1,900 gas.
    function recordPrice(MarketId market) external returns (PriceReading memory reading) {
        FeedPriceSlot prices = _prices[market];
        reading = _read(market, prices);
        if (_isUsable(reading.validity) && reading.mark != prices.accepted()) {
            _prices[market] = prices.withAccepted(reading.mark);
        }
    }

    /// @inheritdoc IPriceOracle
    function setFeed(MarketId market, FeedParameters calldata parameters) external restricted {
        uint8 decimals = FeedListing.requireParameters(parameters);
        FeedParameters memory previous = _parametersOf(market);
        int256 exponent = FeedScale.exponentOf(decimals, parameters.sizeDecimals);
        _feeds[market] = packFeed(
            parameters.feed,
            parameters.heartbeat,
            parameters.maxLiquidationAge,
            exponent,
            parameters.sizeDecimals
        );
        FeedPriceSlot prices = packFeedPrices(
            0,
            Price.unwrap(parameters.lowerBound),
            Price.unwrap(parameters.upperBound),
            FeedListing.jumpBoundBps(parameters.jumpBound)
        );
        PriceReading memory reading = _read(market, prices);
        require(reading.validity == PriceValidity.Valid, FeedNotValid(parameters.feed, reading));
        FeedListing.requireFineSteps(parameters.feed, FeedReader.latestRound(parameters.feed).answer);
        _prices[market] = prices.withAccepted(reading.mark);
        emit FeedChanged(market, previous, parameters);
    }

    /// @inheritdoc IPriceOracle
    function readPrice(MarketId market) external view returns (PriceReading memory) {
        return _read(market, _prices[market]);
    }

    /// @inheritdoc IPriceOracle
    function feedOf(MarketId market) external view returns (FeedParameters memory parameters) {
        parameters = _parametersOf(market);
        require(parameters.feed != address(0), UnknownFeed(market));
    }

    /// @inheritdoc IPriceOracle
    function acceptedPrice(MarketId market) external view returns (Price) {
        return _prices[market].accepted();
    }

    // --- reading ---

    function _read(MarketId market, FeedPriceSlot prices) private view returns (PriceReading memory reading) {
        FeedSlot slot = _feeds[market];
        require(slot.feed() != address(0), UnknownFeed(market));
        Round memory round = FeedReader.latestRound(slot.feed());
        Price price;
        (reading.validity, price) = _validityOf(slot, prices, round);
        if (round.answered) {
            reading.roundId = round.roundId;
            // Rounds from the future are invalid; their times may be anything.
            reading.updatedAt = uint32(round.updatedAt);
        }
        // The worst that applies: only an invalid price is worse than a chain that stood still.
        if (reading.validity != PriceValidity.Invalid && _sequencerIsDown()) {
            reading.validity = PriceValidity.SequencerDown;
        }
        if (_isUsable(reading.validity)) {
            (reading.mark, reading.low, reading.high) = (price, price, price);
            return reading;
        }
        Ratio bound = Ratio.wrap(prices.jumpBoundBps() * BASIS_POINT);
        reading.mark = prices.accepted();
        reading.low = Quantities.priceBelow(reading.mark, bound);
        reading.high = Quantities.priceAbove(reading.mark, bound);
    }

    /// @dev Invalid, in this order:
    ///   no round: the feed reverted, burned its gas or returned something else
    ///   round id 0: nothing was ever answered
    ///   updated at 0, or started at 0: the round is unfinished
    ///   updated after this block: from the future
    ///   an answer of zero or less
    ///   a price at or beyond a hard bound: out of bounds, or pinned there
    /// Else by age, against this feed's own heartbeat.
    function _validityOf(
        FeedSlot slot,
        FeedPriceSlot prices,
        Round memory round
    ) private view returns (PriceValidity, Price) {
        if (
            !round.answered ||
            round.roundId == 0 ||
            round.updatedAt == 0 ||
            round.startedAt == 0 ||
            round.updatedAt > block.timestamp ||
            round.answer <= 0
        ) return (PriceValidity.Invalid, ZERO_PRICE);
        uint256 raw = FeedScale.toPrice(uint256(round.answer), slot.exponent());
        Price price = Price.wrap(raw);
        if (!(price > prices.lower()) || !(price < prices.upper())) return (PriceValidity.Invalid, ZERO_PRICE);
        uint256 age = block.timestamp - round.updatedAt;
        if (age > slot.maxLiquidationAge()) return (PriceValidity.Expired, price);
        return (age > slot.heartbeat() ? PriceValidity.Stale : PriceValidity.Valid, price);
    }

    /// @dev Down, or up for less than the grace period, or not to be known: a failing uptime feed is a reason for care.
    function _sequencerIsDown() private view returns (bool) {
        if (sequencerFeed == address(0)) return false;
        Round memory round = FeedReader.latestRound(sequencerFeed);
        if (!round.answered || round.answer != _SEQUENCER_UP || round.startedAt == 0) return true;
        if (round.startedAt > block.timestamp) return true;
        return block.timestamp - round.startedAt <= sequencerGracePeriod;
    }

    function _isUsable(PriceValidity validity) private pure returns (bool) {
        return validity <= PriceValidity.Stale;
    }

    function _parametersOf(MarketId market) private view returns (FeedParameters memory parameters) {
        FeedSlot slot = _feeds[market];
        FeedPriceSlot prices = _prices[market];
        parameters.feed = slot.feed();
        // The casts narrow to the types the fields were given in.
        parameters.heartbeat = uint32(slot.heartbeat());
        parameters.maxLiquidationAge = uint32(slot.maxLiquidationAge());
        parameters.sizeDecimals = int8(slot.sizeDecimals());
        parameters.lowerBound = prices.lower();
        parameters.upperBound = prices.upper();
        parameters.jumpBound = Ratio.wrap(prices.jumpBoundBps() * BASIS_POINT);
    }
}
