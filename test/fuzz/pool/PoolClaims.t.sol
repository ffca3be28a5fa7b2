// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ClaimBook, PoolClaims} from "../../../contracts/pool/PoolClaims.sol";
import {PoolFuzz} from "./PoolFuzz.sol";

/// @notice Claims in any order and by either side end with everything claimed.
contract PoolClaimsTest is PoolFuzz {
    using PoolClaims for ClaimBook;

    ClaimBook private _book;

    struct Request {
        uint256 assets;
        uint256 shares;
        uint256 offset;
    }

    function testFuzz_NothingIsLeftBehindAndNothingIsClaimedTwice(
        uint256[3] calldata assets,
        uint256[3] calldata shares,
        uint256[6] calldata takes,
        bool sharesAreOutput
    ) external {
        Request[3] memory requests;
        uint256 allAssets;
        uint256 allShares;
        for (uint256 i = 0; i < 3; ++i) {
            requests[i].assets = _in(assets[i], 1, type(uint88).max);
            requests[i].shares = _in(shares[i], 1, type(uint112).max);
            requests[i].offset = _add(requests[i], sharesAreOutput);
            allAssets += requests[i].assets;
            allShares += requests[i].shares;
        }
        uint256 takenAssets;
        uint256 takenShares;
        for (uint256 i = 0; i < takes.length; ++i) {
            (uint256 a, uint256 s) = _takeSome(takes[i], sharesAreOutput);
            takenAssets += a;
            takenShares += s;
            _holds(_book.assets + takenAssets == allAssets, "assets are here or claimed");
            _holds(_book.shares + takenShares == allShares, "shares are here or claimed");
            _checkOldestFirst(requests, sharesAreOutput);
        }
        if (_book.assets != 0) _book.takeAssets(_book.assets, sharesAreOutput);
        if (_book.shares != 0) _book.takeShares(_book.shares, sharesAreOutput);
        _holds(_book.assets == 0 && _book.shares == 0, "the rest can be claimed");
    }

    function _add(Request memory request, bool sharesAreOutput) private returns (uint256) {
        return _book.add(request.assets, request.shares, sharesAreOutput ? request.assets : request.shares);
    }

    function _takeSome(uint256 seed, bool sharesAreOutput) private returns (uint256 assets, uint256 shares) {
        if (seed & 1 == 0) {
            if (_book.assets == 0) return (0, 0);
            assets = _in(seed >> 1, 1, _book.assets);
            shares = _book.takeAssets(assets, sharesAreOutput);
        } else {
            if (_book.shares == 0) return (0, 0);
            shares = _in(seed >> 1, 1, _book.shares);
            assets = _book.takeShares(shares, sharesAreOutput);
        }
    }

    /// @dev What single requests show as claimable adds up to the book, and a later one is touched only after an earlier.
    function _checkOldestFirst(Request[3] memory requests, bool sharesAreOutput) private view {
        uint256 left = sharesAreOutput ? _book.assets : _book.shares;
        uint256 sum;
        bool untouched;
        for (uint256 i = 0; i < 3; ++i) {
            uint256 amount = sharesAreOutput ? requests[i].assets : requests[i].shares;
            uint256 unclaimed = _book.unclaimed(left, requests[i].offset, amount);
            sum += unclaimed;
            _holds(!untouched || unclaimed == amount, "oldest first");
            if (unclaimed != 0) untouched = true;
        }
        _holds(sum == left, "the requests' claims are the book's");
    }
}
