// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Money} from "../../../contracts/types/Money.sol";
import {Size} from "../../../contracts/types/Size.sol";

/// @title What the Solidity tests assert with
/// @notice Each failure is an error that shows both numbers and the rule that did not hold.
abstract contract Assertions {
    error NotEqual(string rule, int256 actual, int256 expected);
    error NotEqualUnsigned(string rule, uint256 actual, uint256 expected);
    error Above(string rule, int256 actual, int256 bound);
    error Broken(string rule);
    error DidNotRevert(bytes call);
    error RevertedOtherwise(bytes actual, bytes expected);

    function _equal(int256 actual, int256 expected, string memory rule) internal pure {
        require(actual == expected, NotEqual(rule, actual, expected));
    }

    function _equal(uint256 actual, uint256 expected, string memory rule) internal pure {
        require(actual == expected, NotEqualUnsigned(rule, actual, expected));
    }

    function _equal(Money actual, Money expected, string memory rule) internal pure {
        _equal(Money.unwrap(actual), Money.unwrap(expected), rule);
    }

    function _equal(Size actual, Size expected, string memory rule) internal pure {
        _equal(Size.unwrap(actual), Size.unwrap(expected), rule);
    }

    /// @dev For whole structs: both sides as abi.encode gives them.
    function _same(bytes memory actual, bytes memory expected, string memory rule) internal pure {
        require(keccak256(actual) == keccak256(expected), Broken(rule));
    }

    function _atMost(int256 actual, int256 bound, string memory rule) internal pure {
        require(actual <= bound, Above(rule, actual, bound));
    }

    function _atMost(Money actual, Money bound, string memory rule) internal pure {
        _atMost(Money.unwrap(actual), Money.unwrap(bound), rule);
    }

    /// @dev 0 <= actual <= span.
    function _within(int256 actual, int256 span, string memory rule) internal pure {
        _atMost(0, actual, rule);
        _atMost(actual, span, rule);
    }

    function _holds(bool condition, string memory rule) internal pure {
        require(condition, Broken(rule));
    }

    /// @dev Calls the test itself, so that code inlined into it reverts in a frame of its own.
    function _reverts(bytes memory call_, bytes memory expected) internal {
        (bool done, bytes memory reason) = address(this).call(call_);
        require(!done, DidNotRevert(call_));
        require(keccak256(reason) == keccak256(expected), RevertedOtherwise(reason, expected));
    }

    function _panics(bytes memory call_, uint256 code) internal {
        _reverts(call_, abi.encodeWithSignature("Panic(uint256)", code));
    }
}
