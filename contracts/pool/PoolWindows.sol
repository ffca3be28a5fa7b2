// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {ILiquidityPool} from "../interfaces/ILiquidityPool.sol";

/// @title When a request can be executed
/// @notice The window waits for prices: every second of a recorded outage since the request moves its end by one. Nobody
/// gains a choice by it: while prices are Valid anyone may execute, and the end that the outage moved is no longer than
/// the outage. After MAX_WAIT of outages a request lapses all the same, so that a dead market cannot hold money for ever.
abstract contract PoolWindows is ILiquidityPool {
    /// @notice Longest time that outages can keep a window open, seconds.
    uint256 public constant MAX_WAIT = 7 days;

    /// @dev Far beyond any use; keeps every time within its field.
    uint256 private constant _MAX_SPAN = 30 days;

    IClearingHouse internal immutable _CLEARING_HOUSE;
    uint256 private immutable _REQUEST_DELAY;
    uint256 private immutable _EXECUTION_WINDOW;

    /// @dev When the recorded outage began, unix seconds; zero while there is none.
    uint40 private _outageSince;
    /// @dev Seconds of all outages that ended.
    uint40 private _outageSeconds;

    constructor(IClearingHouse clearingHouse_, uint256 delay, uint256 window) {
        require(
            delay != 0 && window != 0 && delay <= _MAX_SPAN && window <= _MAX_SPAN,
            WindowOutOfRange(delay, window, _MAX_SPAN)
        );
        _CLEARING_HOUSE = clearingHouse_;
        _REQUEST_DELAY = delay;
        _EXECUTION_WINDOW = window;
    }

    function recordOutage() external returns (bool outage) {
        outage = !_CLEARING_HOUSE.poolValuation().pricesValid;
        _setOutage(outage);
    }

    function clearingHouse() external view returns (IClearingHouse) {
        return _CLEARING_HOUSE;
    }

    function requestDelay() external view returns (uint256) {
        return _REQUEST_DELAY;
    }

    function executionWindow() external view returns (uint256) {
        return _EXECUTION_WINDOW;
    }

    function _setOutage(bool outage) internal {
        if (outage == (_outageSince != 0)) return;
        // Unix seconds and their sums fit 40 bits for 34,000 years.
        if (outage) {
            _outageSince = uint40(block.timestamp);
        } else {
            _outageSeconds += uint40(block.timestamp) - _outageSince;
            _outageSince = 0;
        }
        emit OutageRecorded(outage);
    }

    /// @dev Ends a recorded outage that is over, so that nothing waits for it any longer.
    function _refreshOutage() internal {
        if (_outageSince != 0 && _CLEARING_HOUSE.poolValuation().pricesValid) _setOutage(false);
    }

    function _opensAt() internal view returns (uint256) {
        return block.timestamp + _REQUEST_DELAY;
    }

    /// @dev Seconds of recorded outages up to now.
    function _outageClock() internal view returns (uint256) {
        uint256 since = _outageSince;
        return _outageSeconds + (since == 0 ? 0 : block.timestamp - since);
    }

    /// @param opensAt Of the request.
    /// @param clockAtRequest The outage clock when it was made.
    function _closesAt(uint256 opensAt, uint256 clockAtRequest) internal view returns (uint256) {
        uint256 waited = _outageClock() - clockAtRequest;
        return opensAt + _EXECUTION_WINDOW + (waited < MAX_WAIT ? waited : MAX_WAIT);
    }
}
