// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Quantities} from "../math/Quantities.sol";
import {AccountSlot} from "../types/AccountSlot.sol";
import {Money} from "../types/Money.sol";
import {Ratio} from "../types/Ratio.sol";

/// @dev Part of an account's notional that the first bite of a liquidation may close.
Ratio constant FIRST_BITE = Ratio.wrap(200_000);

/// @dev Seconds after the first bite from which everything may be closed.
uint256 constant PACE_SPAN = 60;

/// @dev Seconds after which a liquidation that nobody went on with begins anew.
uint256 constant PACE_MEMORY = 600;

/// @title The pace of a liquidation
/// @notice What may have been closed t seconds after the first bite grows in a straight line from FIRST_BITE to everything at
/// PACE_SPAN. With the last bite at u, a bite at t may so close (t − u) / (PACE_SPAN − u) of what is left: the first part
/// cancels, so two times are all that an account must remember. A second bite in the same second closes nothing.
library PaceMath {
    /// @notice Notional that may be closed at `timestamp` of an account whose notional is `notional`, rounded down.
    function allowance(AccountSlot account, Money notional, uint256 timestamp) internal pure returns (Money) {
        if (!isUnderWay(account, timestamp)) return Quantities.shareDown(notional, FIRST_BITE);
        unchecked {
            // Not from the future, and below PACE_SPAN where it is subtracted.
            uint256 elapsed = timestamp - account.bittenSinceOf();
            if (elapsed >= PACE_SPAN) return notional;
            uint256 bittenFor = account.bittenForOf();
            return Quantities.proRataDown(notional, elapsed - bittenFor, PACE_SPAN - bittenFor);
        }
    }

    /// @notice Remembers a bite that pace cut short.
    function remember(AccountSlot account, uint256 timestamp) internal pure returns (AccountSlot) {
        uint256 since = isUnderWay(account, timestamp) ? account.bittenSinceOf() : timestamp;
        unchecked {
            // Not from the future.
            uint256 elapsed = timestamp - since;
            return account.withBite(since, elapsed < PACE_SPAN ? elapsed : PACE_SPAN);
        }
    }

    /// @notice Forgets a liquidation that has reached its end.
    function forget(AccountSlot account) internal pure returns (AccountSlot) {
        return account.withBite(0, 0);
    }

    /// @notice Whether a liquidation is under way that the next bite goes on with.
    function isUnderWay(AccountSlot account, uint256 timestamp) internal pure returns (bool) {
        uint256 since = account.bittenSinceOf();
        return since != 0 && timestamp - since <= PACE_MEMORY;
    }
}
