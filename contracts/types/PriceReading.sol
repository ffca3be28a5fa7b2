// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Price} from "./Price.sol";

/// @notice What a price may be used for, from best to worst: the worst that applies to a reading is its validity. The last
/// two are no degrees: a settled market is first the one and then, for good, the other. The table of what each allows is
/// risk/ActionTable.sol.
/// @dev One exception to the order: a price that is both settling and disputed is Settling, which allows less.
enum PriceValidity {
    /// Fresh, in bounds and undisputed.
    Valid,
    /// A price after a jump or an outage, until a minute after its first recording: liquidations go first.
    Settling,
    /// Two feeds disagree, or one has failed for so long that the other alone counts.
    Diverged,
    /// Older than the feed's heartbeat, but not than its greatest age for liquidations.
    Stale,
    /// Older than the feed's greatest age for liquidations.
    Expired,
    /// Too far from the last accepted price and from the round before it to be believed yet.
    Jumped,
    /// The chain's sequencer is down or came back within the grace period.
    SequencerDown,
    /// No price: absent, zero, negative, from the future, out of bounds or pinned at them, or the feed failed.
    Invalid,
    /// The price of a market that was settled, in the hour after it: liquidations only.
    Liquidating,
    /// The same after that hour.
    Settled
}

/// @notice One market's price as an action sees it.
/// @dev Where the validity is usable, `mark` is the price of the first feed, or of the one that alone counts, and `low`
/// and `high` are the lesser and the greater price of the feeds that count; one feed has low = mark = high. Where it is
/// not (Expired to Invalid), `mark` is the last accepted price and `low` and `high` lie around it by the jump bound.
/// Initial margin and withdrawals value an account at whichever of low and high is worse for it, maintenance margin at
/// whichever is better.
struct PriceReading {
    Price mark;
    Price low;
    Price high;
    PriceValidity validity;
    /// Round of the feed whose price is the mark, or would be; 0 where none answered, and of a settled market.
    uint80 roundId;
    /// When that round was made, unix seconds; 0 where none was. When a settled market was settled.
    uint32 updatedAt;
}
