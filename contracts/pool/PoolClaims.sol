// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPoint} from "../math/FixedPoint.sol";

/// @notice What a controller has not claimed yet of its executed requests of one kind.
struct ClaimBook {
    uint128 assets;
    uint128 shares;
    /// All that was ever executed, in the unit of the requests: a running number that tells which request comes when.
    uint256 executed;
}

/// @title Claims: executed requests of one controller in one heap, taken oldest first
/// @notice Taking all of one side takes all of the other, so nothing is left behind. In between, rounding favours what
/// stays, which belongs to the same controller.
library PoolClaims {
    /// @notice Adds an executed request.
    /// @return offset Where it begins in the running number.
    function add(
        ClaimBook storage book,
        uint256 assets,
        uint256 shares,
        uint256 executed
    ) internal returns (uint256 offset) {
        offset = book.executed;
        book.executed = offset + executed;
        // Assets have at most 88 bits and shares 112 (see ShareMath): no sum of what exists at once exceeds 128.
        book.assets += uint128(assets);
        book.shares += uint128(shares);
    }

    /// @notice Takes `assets` and the shares that go with them. The caller has checked that they are there.
    function takeAssets(
        ClaimBook storage book,
        uint256 assets,
        bool sharesAreOutput
    ) internal returns (uint256 shares) {
        shares =
            sharesAreOutput
                ? FixedPoint.mulDivDown(assets, book.shares, book.assets)
                : FixedPoint.mulDivUp(assets, book.shares, book.assets);
        _take(book, assets, shares);
    }

    /// @notice Takes `shares` and the assets that go with them. The caller has checked that they are there.
    function takeShares(
        ClaimBook storage book,
        uint256 shares,
        bool sharesAreOutput
    ) internal returns (uint256 assets) {
        assets =
            sharesAreOutput
                ? FixedPoint.mulDivUp(shares, book.assets, book.shares)
                : FixedPoint.mulDivDown(shares, book.assets, book.shares);
        _take(book, assets, shares);
    }

    /// @notice Part of a request that is not claimed yet.
    /// @param left What the book has left, in the unit of the requests.
    function unclaimed(
        ClaimBook storage book,
        uint256 left,
        uint256 offset,
        uint256 amount
    ) internal view returns (uint256) {
        uint256 claimed = book.executed - left;
        if (claimed <= offset) return amount;
        uint256 taken = claimed - offset;
        return taken < amount ? amount - taken : 0;
    }

    /// @dev Neither exceeds its side, nor therefore 128 bits: a part of one side takes at most the whole other.
    function _take(ClaimBook storage book, uint256 assets, uint256 shares) private {
        book.assets -= uint128(assets);
        book.shares -= uint128(shares);
    }
}
