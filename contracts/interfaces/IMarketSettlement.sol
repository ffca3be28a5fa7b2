// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketId} from "../types/MarketId.sol";
import {Price} from "../types/Price.sol";
import {PriceValidity} from "../types/PriceReading.sol";

/// @title Settlement of markets whose price is gone
/// @notice A market whose price has been unusable for `settlementDelay` is settled at the last accepted price, by anyone, in
/// two steps. Announced first; executed at least `settlementNotice` later, if no usable price came in between. From then on
/// the market has that price for good, Liquidating for `settlementLiquidationTime` and Settled afterwards, and no feed.
/// @dev Since when a price is unusable is the latest of: its recording (`unusableSince`), the end of the grace period after
/// the sequencer's return (for ever while it is down), and the end of the time for which the newest round of any of the
/// market's feeds that is a price could be used. The last is told by rounds and needs nobody who records.
interface IMarketSettlement {
    /// @notice The market may be settled at `price` from `executableAt` on, unix seconds, unless a usable price comes.
    event SettlementAnnounced(MarketId indexed market, uint256 unusableSince, uint256 executableAt, Price price);

    /// @notice The market has this price for good; positions may be closed from `closableFrom` on, unix seconds.
    event MarketSettled(MarketId indexed market, Price price, uint256 closableFrom);

    /// @notice Only markets are settled, whose numbers are below `markets`; other collateral and the settlement token are
    /// not.
    error NotAMarket(MarketId feed, uint256 markets);

    /// @notice The market's price may be used now.
    error PriceIsUsable(MarketId market, PriceValidity validity);

    /// @notice The price is unusable since a moment (the largest uint256 while the sequencer is down) after `latest`.
    error NotUnusableForLong(MarketId market, uint256 unusableSince, uint256 latest);

    /// @notice There is an announcement; another one may take its place from `renewableAt` on.
    error AlreadyAnnounced(MarketId market, uint256 announcedAt, uint256 renewableAt);

    /// @notice There is no announcement.
    error NotAnnounced(MarketId market);

    /// @notice A usable price came, or the sequencer was down, after the announcement: it is void.
    error AnnouncementVoid(MarketId market, uint256 unusableSince, uint256 announcedAt);

    /// @notice The notice of the announcement has not passed.
    error SettlementNotDue(MarketId market, uint256 timestamp, uint256 executableAt);

    /// @notice The market is settled: it has its price for good, and takes no feed.
    error AlreadySettled(MarketId market, Price price);

    /// @notice The feed made more rounds in the time in question than are looked at, and none of them is a price.
    error TooManyRounds(address feed, uint256 maximum);

    /// @notice Announces that the market will be settled. Anyone may call.
    /// @custom:error NotAMarket, UnknownFeed, AlreadySettled, PriceIsUsable, NotUnusableForLong, AlreadyAnnounced,
    /// TooManyRounds.
    function announceSettlement(MarketId market) external;

    /// @notice Settles the market at the last accepted price. Anyone may call.
    /// @custom:error AlreadySettled, NotAnnounced, SettlementNotDue, PriceIsUsable, AnnouncementVoid, TooManyRounds.
    function executeSettlement(MarketId market) external;

    /// @notice When the settlement was announced, unix seconds, or 0 (an announcement that is void still stands here), and
    /// whether the market is settled.
    function settlementOf(MarketId market) external view returns (uint256 announcedAt, bool settled);

    /// @notice Seconds for which a price must have been unusable before its market's settlement is announced.
    function settlementDelay() external view returns (uint256);

    /// @notice Seconds between announcement and settlement.
    function settlementNotice() external view returns (uint256);

    /// @notice Seconds after the settlement in which the market is liquidated only.
    function settlementLiquidationTime() external view returns (uint256);
}
