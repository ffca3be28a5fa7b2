// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Ranges and assertions of the pool's fuzz tests.
abstract contract PoolFuzz {
    error Violated(string rule);

    /// @dev `value` folded into low..high, both included; small distances from `low` come as often as large ones.
    function _in(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        uint256 bits = value & 0xff;
        return low + ((value >> (bits < 8 ? 8 : bits)) % (high - low + 1));
    }

    /// @dev The same with sign: -high..high.
    function _signedIn(uint256 value, uint256 high) internal pure returns (int256) {
        return int256(_in(value, 0, 2 * high)) - int256(high);
    }

    function _holds(bool condition, string memory rule) internal pure {
        if (!condition) revert Violated(rule);
    }
}
