// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Seconds from its `updatedAt` for which a jumped round is not believed, unless a later one confirms it. With
/// SETTLE_TIME at most 600 s: what a true price may wait at most.
uint256 constant JUMP_HOLD = 480;

/// @dev Seconds from its first recording in which a price after a jump or an outage lets liquidations go first.
uint256 constant SETTLE_TIME = 60;

/// @dev Seconds for which one of two feeds may be Invalid or Stale before the other alone counts. As long as a stale
/// price may liquidate past its heartbeat, so that a feed that falls silent hands over without a pause between.
uint256 constant FALLBACK_DELAY = 600;

/// @dev Seconds for which a market's price must have been unusable, without a break, before its settlement may be
/// announced.
uint256 constant SETTLEMENT_DELAY = 3 days;

/// @dev Seconds from the announcement in which a usable price undoes it.
uint256 constant SETTLEMENT_NOTICE = 24 hours;

/// @dev Seconds from the settlement in which a settled market is liquidated only, so that the losers of its last days
/// are closed before the winners leave.
uint256 constant SETTLEMENT_LIQUIDATION_TIME = 1 hours;
