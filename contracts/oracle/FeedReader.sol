// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";

import {IPriceOracle} from "../interfaces/IPriceOracle.sol";

/// @title Reading a feed that may fail in any way
/// @notice Reverts for nothing that a feed does. What a feed costs its caller is bounded: its gas by a cap, and its
/// answer by copying no more than the words that belong to it.
library FeedReader {
    /// @dev Chainlink's proxy over an aggregator needs about 20,000 when cold. What needs ten times that is broken.
    uint256 internal constant FEED_GAS = 200_000;

    /// @dev A call passes on at most 63/64 of the gas that its access to the account (2,600) leaves: from 205,775 on a
    /// feed gets all of its cap. The rest pays for what follows a feed that used it up.
    uint256 internal constant GAS_NEEDED = 215_000;

    /// @dev Five words: round id, answer, started at, updated at, answered in round.
    uint256 private constant _ROUND_BYTES = 160;

    /// @dev Stands for a feed that tells no decimals.
    uint256 internal constant NO_DECIMALS = type(uint256).max;

    /// @notice The latest finished round: an id of 80 bits, and times in unix seconds of 32, `updatedAt` perhaps in the
    /// future. All is zero, for none, where:
    ///   the feed has no code, reverts, burns its gas or returns fewer than five words
    ///   the round id is 0 (nothing was answered yet), or it or the answering round's is wider than its type
    ///   it was started or updated at 0 (unfinished), or after 2106 (nonsense)
    /// @dev `answeredInRound` is deprecated and says nothing else. On the stack, because a returned struct is cleared
    /// first.
    /// @custom:error InsufficientGasForFeed where the caller's gas could make a good feed look dead.
    function latestRound(
        address feed
    ) internal view returns (uint256 roundId, int256 answer, uint256 startedAt, uint256 updatedAt) {
        return _askRound(feed, AggregatorV3Interface.latestRoundData.selector, 0);
    }

    /// @notice An earlier round's answer and time. Both are zero, for none, in the cases above, and where another round
    /// than the one asked for answers.
    /// @custom:error InsufficientGasForFeed as above.
    function pastRound(address feed, uint256 roundId) internal view returns (int256 answer, uint256 updatedAt) {
        uint256 answering;
        (answering, answer, , updatedAt) = _askRound(feed, AggregatorV3Interface.getRoundData.selector, roundId);
        if (answering != roundId) return (0, 0);
    }

    /// @notice The feed's decimals, or `NO_DECIMALS`.
    /// @custom:error InsufficientGasForFeed as above.
    function decimalsOf(address feed) internal view returns (uint256 decimals) {
        (bool answered, uint256 words) = _ask(feed, AggregatorV3Interface.decimals.selector, 0, 32);
        if (!answered) return NO_DECIMALS;
        assembly ("memory-safe") {
            decimals := mload(words)
        }
    }

    /// @dev The round that a feed answers with, or zeros.
    function _askRound(
        address feed,
        bytes4 selector,
        uint256 argument
    ) private view returns (uint256 roundId, int256 answer, uint256 startedAt, uint256 updatedAt) {
        (bool answered, uint256 words) = _ask(feed, selector, argument, _ROUND_BYTES);
        if (!answered) return (0, 0, 0, 0);
        uint256 answeredIn;
        assembly ("memory-safe") {
            roundId := mload(words)
            answer := mload(add(words, 0x20))
            startedAt := mload(add(words, 0x40))
            updatedAt := mload(add(words, 0x60))
            answeredIn := mload(add(words, 0x80))
        }
        if (roundId == 0 || startedAt == 0 || updatedAt == 0) return (0, 0, 0, 0);
        if ((roundId | answeredIn) >> 80 != 0 || (startedAt | updatedAt) >> 32 != 0) return (0, 0, 0, 0);
    }

    /// @dev Asks for `length` bytes, which stand at `words` in memory of their own if the feed answered so many. An
    /// argument of zero is none.
    function _ask(
        address feed,
        bytes4 selector,
        uint256 argument,
        uint256 length
    ) private view returns (bool answered, uint256 words) {
        require(gasleft() >= GAS_NEEDED, IPriceOracle.InsufficientGasForFeed(gasleft(), GAS_NEEDED));
        assembly ("memory-safe") {
            words := mload(0x40)
            mstore(0x40, add(words, length))
            // Selector and argument in scratch space; an address without code succeeds and returns nothing.
            mstore(0, selector)
            mstore(4, argument)
            answered := staticcall(FEED_GAS, feed, 0, add(4, shl(5, iszero(iszero(argument)))), words, length)
            answered := and(answered, iszero(lt(returndatasize(), length)))
        }
    }
}
