// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readSigned, readUnsigned, writeSigned, writeUnsigned} from "../types/Fields.sol";
import {Price} from "../types/Price.sol";
import {BASIS_POINT, Ratio} from "../types/Ratio.sol";

/// @notice A feed's fixed part in its storage word.
/// @dev Bits, low to high:
///   feed               160
///   heartbeat           24  seconds
///   maxLiquidationAge   24  seconds
///   exponent             8  signed, price = answer x 10^exponent
///   sizeDecimals         8  signed
///   (spare)             32  for the end of settling
///   sum                256
type FeedSlot is uint256;

/// @notice A feed's prices in their storage word.
/// @dev Bits, low to high:
///   accepted   80  last accepted price
///   lower      80  hard bound
///   upper      80  hard bound
///   jumpBound  16  in basis points
///   sum       256
type FeedPriceSlot is uint256;

using {feed, heartbeat, maxLiquidationAge, exponent, sizeDecimals} for FeedSlot global;
using {accepted, lower, upper, jumpBound, withAccepted} for FeedPriceSlot global;

function packFeed(
    address feed_,
    uint256 heartbeat_,
    uint256 maxLiquidationAge_,
    int256 exponent_,
    int256 sizeDecimals_
) pure returns (FeedSlot) {
    return
        FeedSlot.wrap(
            uint256(uint160(feed_)) |
                writeUnsigned(heartbeat_, 160, 24) |
                writeUnsigned(maxLiquidationAge_, 184, 24) |
                writeSigned(exponent_, 208, 8) |
                writeSigned(sizeDecimals_, 216, 8)
        );
}

function packFeedPrices(
    uint256 accepted_,
    uint256 lower_,
    uint256 upper_,
    uint256 jumpBound_
) pure returns (FeedPriceSlot) {
    return
        FeedPriceSlot.wrap(
            writeUnsigned(accepted_, 0, 80) |
                writeUnsigned(lower_, 80, 80) |
                writeUnsigned(upper_, 160, 80) |
                writeUnsigned(jumpBound_, 240, 16)
        );
}

function feed(FeedSlot slot) pure returns (address) {
    // The cast keeps the low 160 bits, which are the address.
    return address(uint160(FeedSlot.unwrap(slot)));
}

function heartbeat(FeedSlot slot) pure returns (uint256) {
    return readUnsigned(FeedSlot.unwrap(slot), 160, 24);
}

function maxLiquidationAge(FeedSlot slot) pure returns (uint256) {
    return readUnsigned(FeedSlot.unwrap(slot), 184, 24);
}

function exponent(FeedSlot slot) pure returns (int256) {
    return readSigned(FeedSlot.unwrap(slot), 208, 8);
}

function sizeDecimals(FeedSlot slot) pure returns (int256) {
    return readSigned(FeedSlot.unwrap(slot), 216, 8);
}

function accepted(FeedPriceSlot slot) pure returns (Price) {
    return Price.wrap(readUnsigned(FeedPriceSlot.unwrap(slot), 0, 80));
}

function lower(FeedPriceSlot slot) pure returns (Price) {
    return Price.wrap(readUnsigned(FeedPriceSlot.unwrap(slot), 80, 80));
}

function upper(FeedPriceSlot slot) pure returns (Price) {
    return Price.wrap(readUnsigned(FeedPriceSlot.unwrap(slot), 160, 80));
}

function jumpBound(FeedPriceSlot slot) pure returns (Ratio) {
    unchecked {
        // 16 bits times 7.
        return Ratio.wrap((FeedPriceSlot.unwrap(slot) >> 240) * BASIS_POINT);
    }
}

function withAccepted(FeedPriceSlot slot, Price price) pure returns (FeedPriceSlot) {
    uint256 kept = (FeedPriceSlot.unwrap(slot) >> 80) << 80;
    return FeedPriceSlot.wrap(kept | writeUnsigned(Price.unwrap(price), 0, 80));
}
