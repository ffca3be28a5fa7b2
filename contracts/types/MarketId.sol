// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A market's number, 0 to 63: its bit in an account's set of markets.
type MarketId is uint8;

/// @dev Markets there can ever be: the width of an account's set.
uint256 constant MAX_MARKETS = 64;

/// @dev Markets one account may hold at once, so that a liquidation of all of them fits into half a transaction.
uint256 constant MAX_MARKETS_PER_ACCOUNT = 16;

using {mask, sameMarket as ==, otherMarket as !=} for MarketId global;

/// @notice The market's bit in a set of markets.
function mask(MarketId market) pure returns (uint256) {
    return 1 << MarketId.unwrap(market);
}

function sameMarket(MarketId a, MarketId b) pure returns (bool) {
    return MarketId.unwrap(a) == MarketId.unwrap(b);
}

function otherMarket(MarketId a, MarketId b) pure returns (bool) {
    return MarketId.unwrap(a) != MarketId.unwrap(b);
}
