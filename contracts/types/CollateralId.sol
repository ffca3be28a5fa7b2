// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketId} from "./MarketId.sol";

/// @notice A collateral token's number, 0 to 7: its bit in an account's set of collateral.
type CollateralId is uint8;

/// @dev Collateral tokens there can ever be: the width of an account's set.
uint256 constant MAX_COLLATERALS = 8;

/// @dev In the oracle a collateral token's feed stands at this number plus its own.
uint8 constant COLLATERAL_FEEDS = 64;

/// @dev In the oracle, the settlement token's feed.
MarketId constant SETTLEMENT_FEED = MarketId.wrap(72);

using {mask, feedOf, sameCollateral as ==} for CollateralId global;

/// @notice The token's bit in a set of collateral.
function mask(CollateralId id) pure returns (uint256) {
    return 1 << CollateralId.unwrap(id);
}

/// @notice Where the oracle keeps the token's feed. A number past the last token's has no feed that a caller may name.
function feedOf(CollateralId id) pure returns (MarketId) {
    return MarketId.wrap(COLLATERAL_FEEDS + CollateralId.unwrap(id));
}

function sameCollateral(CollateralId a, CollateralId b) pure returns (bool) {
    return CollateralId.unwrap(a) == CollateralId.unwrap(b);
}
