// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A good feed that needs much gas
/// @notice Answers correctly if it is given its gas, and runs out like any contract if it is not.
contract HungryFeed {
    /// @dev Gas that an answer takes, without the few thousand of the call itself.
    uint256 private immutable _APPETITE;

    uint8 public decimals = 8;
    int256 public answer;

    constructor(int256 answer_, uint256 appetite) {
        answer = answer_;
        _APPETITE = appetite;
    }

    function setAnswer(int256 answer_) external {
        answer = answer_;
    }

    /// @dev Always fresh, and started long ago: as an uptime feed it is past every grace period.
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        uint256 before = gasleft();
        while (before - gasleft() < _APPETITE) continue;
        return (1, answer, 1, block.timestamp, 1);
    }
}
