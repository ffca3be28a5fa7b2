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
