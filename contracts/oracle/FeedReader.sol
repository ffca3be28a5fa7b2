// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";

import {IPriceOracle} from "../interfaces/IPriceOracle.sol";

/// @notice A feed's latest round; `answered` is false for whatever is no round.
struct Round {
    bool answered;
    uint80 roundId;
    int256 answer;
    uint256 startedAt;
    uint256 updatedAt;
}

/// @title Reading a feed that may fail in any way
library FeedReader {
    /// @dev Chainlink's proxy over an OCR aggregator needs about 20,000 cold; what burns ten times that is broken.
    uint256 internal constant FEED_GAS = 200_000;

    /// @dev Of the gas at a call at most 63/64 go with it: 203,175 leave the feed its whole share, and
    /// the rest pays for the work before the call.
    uint256 internal constant GAS_NEEDED = 215_000;

    uint256 private constant _ROUND_BYTES = 160;

    /// @notice The latest round. Copies five words whatever the feed returns and reverts for nothing the feed does.
    /// @custom:error InsufficientGasForFeed where the caller's gas could make a good feed look dead.
    function latestRound(address feed) internal view returns (Round memory round) {
        require(gasleft() >= GAS_NEEDED, IPriceOracle.InsufficientGasForFeed(gasleft(), GAS_NEEDED));
        bytes memory call_ = abi.encodeCall(AggregatorV3Interface.latestRoundData, ());
        uint256 feedGas = FEED_GAS;
        bool success;
        uint256 size;
        uint256 roundId;
        int256 answer;
        uint256 startedAt;
        uint256 updatedAt;
        uint256 answeredIn;
        assembly ("memory-safe") {
            let words := mload(0x40)
            success := staticcall(feedGas, feed, add(call_, 0x20), mload(call_), words, _ROUND_BYTES)
            size := returndatasize()
            roundId := mload(words)
            answer := mload(add(words, 0x20))
            startedAt := mload(add(words, 0x40))
            updatedAt := mload(add(words, 0x60))
            answeredIn := mload(add(words, 0x80))
        }
        // An address without code succeeds with nothing. Ids wider than their type are no ids.
        if (!success || size < _ROUND_BYTES || roundId >> 80 != 0 || answeredIn >> 80 != 0) return round;
        round.answered = true;
        round.roundId = uint80(roundId);
        round.answer = answer;
        round.startedAt = startedAt;
        round.updatedAt = updatedAt;
    }
}
