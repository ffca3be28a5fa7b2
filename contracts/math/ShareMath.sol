// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Money, ZERO_MONEY} from "../types/Money.sol";
import {FixedPoint} from "./FixedPoint.sol";

/// @title Shares of the pool and what they are worth
/// @notice One million virtual shares own what one virtual money unit owns: an empty pool sells a million share units per
/// 1e-6 USD, and who inflates the value of a share pays most of it to nobody.
/// @dev Supply stays below 2^112: assets have at most 88 bits and a share unit is never sold below FLOOR of its first value.
library ShareMath {
    uint256 internal constant VIRTUAL_SHARES = 1e6;

    /// @dev As in the vault: far above any supply of a token with six decimals.
    uint256 internal constant MAX_ASSETS = type(uint88).max;

    /// @dev No shares are sold once they are worth a tenth of their first value, or less.
    uint256 private constant _FLOOR_DIVISOR = 10;

    /// @notice More than a ledger account can be asked for. Assets in 1e-6 USD.
    error AssetsOutOfRange(uint256 assets, uint256 maximum);

    /// @notice Token units as the ledger's money, one to one.
    function toMoney(uint256 assets) internal pure returns (Money) {
        require(assets <= MAX_ASSETS, AssetsOutOfRange(assets, MAX_ASSETS));
        return Money.wrap(int256(assets));
    }

    /// @notice Money as token units; a debt is none.
    function toAssets(Money amount) internal pure returns (uint256) {
        return amount > ZERO_MONEY ? uint256(Money.unwrap(amount)) : 0;
    }

    /// @notice Shares that assets buy in a pool of this value, rounded down.
    function sharesDown(uint256 assets, uint256 supply, Money poolValue) internal pure returns (uint256) {
        return FixedPoint.mulDivDown(assets, supply + VIRTUAL_SHARES, toAssets(poolValue) + 1);
    }

    /// @notice Shares that must be given for assets, rounded up.
    function sharesUp(uint256 assets, uint256 supply, Money poolValue) internal pure returns (uint256) {
        return FixedPoint.mulDivUp(assets, supply + VIRTUAL_SHARES, toAssets(poolValue) + 1);
    }

    /// @notice Assets that shares are worth in a pool of this value, rounded down. A pool without value pays nothing.
    function assetsDown(uint256 shares, uint256 supply, Money poolValue) internal pure returns (uint256) {
        if (poolValue <= ZERO_MONEY) return 0;
        return FixedPoint.mulDivDown(shares, toAssets(poolValue) + 1, supply + VIRTUAL_SHARES);
    }

    /// @notice Whether shares are worth enough to be sold: else a little money would buy most of a pool that may yet
    /// recover. A pool in debt is below any floor.
    function aboveFloor(uint256 supply, Money poolValue) internal pure returns (bool) {
        if (poolValue < ZERO_MONEY) return false;
        return (toAssets(poolValue) + 1) * VIRTUAL_SHARES * _FLOOR_DIVISOR > supply + VIRTUAL_SHARES;
    }
}
