// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Price} from "./Price.sol";

/// @notice What a price may be used for, from best to worst: the worst that applies to a reading is its validity. The
/// table of what each allows is risk/ActionTable.sol.
enum PriceValidity {
    /// Fresh, in bounds and undisputed.
    Valid,
    /// The first price after a jump or an outage: liquidations go first.
    Settling,
    /// Two feeds disagree.
    Diverged,
    /// Older than the feed's heartbeat, but not than its greatest age for liquidations.
    Stale,
    /// Older than the feed's greatest age for liquidations.
    Expired,
    /// Too far from the price before it to be believed yet.
    Jumped,
    /// The chain's sequencer is down or came back within the grace period.
    SequencerDown,
    /// No price: absent, zero, negative, from the future, out of bounds, or the feed failed.
    Invalid
}

/// @notice One market's price as an action sees it.
/// @dev Where the validity is not usable (Expired and worse), `mark` is the last accepted price and `low` and `high`
/// lie around it by the jump bound. Initial margin values an account at whichever of the two is worse for it,
/// maintenance margin at whichever is better; a usable single feed has low = mark = high.
struct PriceReading {
    Price mark;
    Price low;
    Price high;
    PriceValidity validity;
    /// Round of the feed that answered; 0 where none did.
    uint80 roundId;
    /// When that round was made, unix seconds; 0 where none was.
    uint32 updatedAt;
}
