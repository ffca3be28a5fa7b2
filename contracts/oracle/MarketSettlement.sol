// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketSettlement} from "../interfaces/IMarketSettlement.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {MarketId, MAX_MARKETS} from "../types/MarketId.sol";
import {Price, ZERO_PRICE} from "../types/Price.sol";
import {PriceReading, PriceValidity} from "../types/PriceReading.sol";
import {FeedHistory} from "./FeedHistory.sol";
import {FeedSlot, PriceSlot} from "./FeedSlots.sol";
import {SETTLEMENT_DELAY, SETTLEMENT_LIQUIDATION_TIME, SETTLEMENT_NOTICE} from "./OracleTimes.sol";
import {MarketFeeds, PriceAssessment} from "./PriceAssessment.sol";

/// @title Settlement of markets whose price is gone; see IMarketSettlement
/// @dev A settled market is one with an accepted price and without a feed: every read asks for the feed's address anyway,
/// so a live market pays nothing for this. Its state's time is when Liquidating ends.
abstract contract MarketSettlement is IPriceOracle, PriceAssessment {
    mapping(MarketId market => MarketFeeds feeds) internal _feeds;
    mapping(MarketId market => uint256 time) private _announcedAt;

    /// @inheritdoc IMarketSettlement
    /// @dev Intentionally open to anyone, as the next one: what is stored depends on feeds and time alone.
    function announceSettlement(MarketId market) external {
        uint256 latest = block.timestamp - SETTLEMENT_DELAY;
        (uint256 since, PriceSlot state) = _unusableSince(market, latest);
        require(since <= latest, NotUnusableForLong(market, since, latest));
        // One that became void did so at least the delay ago, or the line above would have said no.
        uint256 renewableAt = _announcedAt[market] + SETTLEMENT_DELAY;
        require(block.timestamp >= renewableAt, AlreadyAnnounced(market, _announcedAt[market], renewableAt));
        _announcedAt[market] = block.timestamp;
        emit SettlementAnnounced(market, since, block.timestamp + SETTLEMENT_NOTICE, state.accepted());
    }

    /// @inheritdoc IMarketSettlement
    function executeSettlement(MarketId market) external {
        _requireNotSettled(market);
        uint256 announcedAt = _announcedAt[market];
        require(announcedAt != 0, NotAnnounced(market));
        uint256 executableAt = announcedAt + SETTLEMENT_NOTICE;
        require(block.timestamp >= executableAt, SettlementNotDue(market, block.timestamp, executableAt));
        // Before the announcement it was so for the delay: that was asked then.
        (uint256 since, PriceSlot state) = _unusableSince(market, announcedAt);
        require(since <= announcedAt, AnnouncementVoid(market, since, announcedAt));

        uint256 closableFrom = block.timestamp + SETTLEMENT_LIQUIDATION_TIME;
        MarketFeeds storage stored = _feeds[market];
        stored.primary = stored.primary.withoutFeed();
        stored.state = state.withSettleUntil(closableFrom);
        stored.secondary = FeedSlot.wrap(0);
        _announcedAt[market] = 0;
        emit MarketSettled(market, state.accepted(), closableFrom);
    }

    /// @inheritdoc IMarketSettlement
    function settlementOf(MarketId market) external view returns (uint256 announcedAt, bool settled) {
        return (_announcedAt[market], _isSettled(market));
    }

    /// @inheritdoc IMarketSettlement
    function settlementDelay() external pure returns (uint256) {
        return SETTLEMENT_DELAY;
    }

    /// @inheritdoc IMarketSettlement
    function settlementNotice() external pure returns (uint256) {
        return SETTLEMENT_NOTICE;
    }

    /// @inheritdoc IMarketSettlement
    function settlementLiquidationTime() external pure returns (uint256) {
        return SETTLEMENT_LIQUIDATION_TIME;
    }

    /// @dev For good: no feed is read. Asked where a market has none.
    function _readSettled(PriceReading memory reading, MarketId market, PriceSlot state) internal view {
        Price price = state.accepted();
        require(price != ZERO_PRICE, UnknownFeed(market));
        uint256 closableFrom = state.settleUntil();
        (reading.mark, reading.low, reading.high) = (price, price, price);
        reading.validity = block.timestamp < closableFrom ? PriceValidity.Liquidating : PriceValidity.Settled;
        // When it was settled: a time that went into 32 bits with what is subtracted.
        reading.updatedAt = uint32(closableFrom - SETTLEMENT_LIQUIDATION_TIME);
    }

    function _isSettled(MarketId market) internal view returns (bool) {
        MarketFeeds storage stored = _feeds[market];
        return stored.primary.feed() == address(0) && stored.state.accepted() != ZERO_PRICE;
    }

    function _requireNotSettled(MarketId market) internal view {
        require(!_isSettled(market), AlreadySettled(market, _feeds[market].state.accepted()));
    }

    /// @dev Of a market that is not usable now; of what rounds tell, only what matters after `from`.
    function _unusableSince(MarketId market, uint256 from) private view returns (uint256 since, PriceSlot state) {
        require(MarketId.unwrap(market) < MAX_MARKETS, NotAMarket(market, MAX_MARKETS));
        _requireNotSettled(market);
        MarketFeeds storage stored = _feeds[market];
        FeedSlot primary = stored.primary;
        state = stored.state;
        require(primary.feed() != address(0), UnknownFeed(market));
        PriceReading memory reading;
        (PriceSlot next, ) = _assess(reading, stored, primary, state);
        require(!_isUsable(reading.validity), PriceIsUsable(market, reading.validity));
        // An outage that nobody recorded begins now.
        since = _later(next.outageSince(), _graceEnd());
        since = _later(since, FeedHistory.usableUntil(primary, state, from));
        if (primary.hasSecond()) since = _later(since, FeedHistory.usableUntil(stored.secondary, state, from));
    }

    function _later(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a : b;
    }
}
