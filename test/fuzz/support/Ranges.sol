// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Price, PRICE_BITS} from "../../../contracts/types/Price.sol";
import {MAX_ORDER_SIZE, Size} from "../../../contracts/types/Size.sol";

/// @title From a random word to a value in a range
/// @notice One draw in sixteen is an end of the range: where widths are proven, the ends are what can fail.
abstract contract Ranges {
    /// @dev Prices a market may be listed at, 1e-16 money per unit.
    uint256 internal constant LISTING_PRICE_MIN = 1e15;
    uint256 internal constant LISTING_PRICE_MAX = 1e17;

    uint256 internal constant PRICE_MAX = 2 ** PRICE_BITS - 1;

    function _in(uint256 word, uint256 low, uint256 high) internal pure returns (uint256) {
        uint256 draw = word >> 252;
        if (draw == 0) return low;
        if (draw == 1) return high;
        uint256 span = high - low;
        return span == type(uint256).max ? word : low + (uint256(keccak256(abi.encode(word))) % (span + 1));
    }

    function _signedIn(uint256 word, int256 low, int256 high) internal pure returns (int256) {
        unchecked {
            // The distance of two signed ends fits 256 bits, and so does the way back.
            return int256(uint256(low) + _in(word, 0, uint256(high) - uint256(low)));
        }
    }

    /// @dev Any magnitude of up to `bits` bits is as likely as any other, so that small numbers come up too.
    function _log(uint256 word, uint256 bits) internal pure returns (uint256) {
        uint256 width = _in(uint256(keccak256(abi.encode(word, "width"))), 0, bits);
        return width == 0 ? 0 : _in(word, 1 << (width - 1), (((1 << (width - 1)) - 1) << 1) | 1);
    }

    function _logSigned(uint256 word, uint256 bits) internal pure returns (int256) {
        int256 magnitude = int256(_log(word, bits));
        return word & 1 == 0 ? magnitude : -magnitude;
    }

    function _anyPrice(uint256 word) internal pure returns (Price) {
        uint256 price = _log(word, PRICE_BITS);
        return Price.wrap(price == 0 ? 1 : price);
    }

    function _listingPrice(uint256 word) internal pure returns (Price) {
        return Price.wrap(_in(word, LISTING_PRICE_MIN, LISTING_PRICE_MAX));
    }

    /// @dev Any size an order may name, zero included.
    function _anySize(uint256 word) internal pure returns (Size) {
        return Size.wrap(_logSigned(word, 71));
    }

    function _anyOrder(uint256 word) internal pure returns (Size) {
        Size size = _anySize(word);
        return Size.unwrap(size) == 0 ? Size.wrap(MAX_ORDER_SIZE) : size;
    }

    /// @dev A second word from the first, for draws that would need more parameters than the stack holds.
    function _next(uint256 word) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(word, "next")));
    }
}
