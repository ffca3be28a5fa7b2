// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BOUND_BITS, BoundPacking} from "../math/BoundPacking.sol";
import {readSigned, readUnsigned, writeSigned, writeUnsigned} from "../types/Fields.sol";
import {Price} from "../types/Price.sol";
import {BASIS_POINT, Ratio} from "../types/Ratio.sol";

/// @notice One feed in its storage word; the last field means another thing in either feed of a market.
/// @dev Bits, low to high:
///   feed               160
///   heartbeat           24  seconds
///   maxLiquidationAge   24  seconds
///   exponent             8  signed, price = answer x 10^exponent
///   sizeDecimals         8  signed
///   last                32  first feed: the divergence bound in basis points, zero where there is no second feed
///                           second feed: when a round was made that was seen in time, unix seconds
///   sum                256
type FeedSlot is uint256;

/// @notice What is known of a market's price, in its storage word.
/// @dev Bits, low to high:
///   accepted       80  last accepted price
///   acceptedAt     32  when its round was made, unix seconds
///   time           32  unix seconds: when settling ends, or in an outage when that was first recorded
///   outage          1  whether the price was not usable when last recorded
///   lower          22  hard bound, packed
///   upper          22  hard bound, packed
///   jumpBound      14  basis points
///   failingSince   32  unix seconds: of the feeds named next, the one that failed last
///   failing         2  set of feeds that were Invalid or Stale when last recorded: FIRST_FEED, SECOND_FEED
///   (spare)        17
///   sum           256
type PriceSlot is uint256;

uint256 constant FIRST_FEED = 1;
uint256 constant SECOND_FEED = 2;

/// @dev Width of the field for a basis-point bound of at most 100 %.
uint256 constant BPS_BITS = 14;

using {
    feed,
    heartbeat,
    maxLiquidationAge,
    exponent,
    sizeDecimals,
    hasSecond,
    divergenceBound,
    seenAt,
    withSeenAt,
    withoutFeed
} for FeedSlot global;
using {
    accepted,
    acceptedAt,
    settleUntil,
    outageSince,
    lower,
    upper,
    jumpBound,
    failingSince,
    failing,
    isOutage,
    isCalm,
    withAccepted,
    withSettleUntil,
    withOutageSince,
    withFailing,
    samePriceSlot as ==,
    otherPriceSlot as !=
} for PriceSlot global;

/// @param last_ The divergence bound in basis points, or the time seen.
function packFeed(
    address feed_,
    uint256 heartbeat_,
    uint256 maxLiquidationAge_,
    int256 exponent_,
    int256 sizeDecimals_,
    uint256 last_
) pure returns (FeedSlot) {
    return
        FeedSlot.wrap(
            uint256(uint160(feed_)) |
                writeUnsigned(heartbeat_, 160, 24) |
                writeUnsigned(maxLiquidationAge_, 184, 24) |
                writeSigned(exponent_, 208, 8) |
                writeSigned(sizeDecimals_, 216, 8) |
                writeUnsigned(last_, 224, 32)
        );
}

/// @notice A word without a price: bounds only.
function packBounds(Price lower_, Price upper_, uint256 jumpBoundBps) pure returns (PriceSlot) {
    return
        PriceSlot.wrap(
            writeUnsigned(BoundPacking.pack(lower_), 145, BOUND_BITS) |
                writeUnsigned(BoundPacking.pack(upper_), 167, BOUND_BITS) |
                writeUnsigned(jumpBoundBps, 189, BPS_BITS)
        );
}

// --- feed ---

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

/// @notice Of a market's first feed; zero where there is no second.
function divergenceBound(FeedSlot slot) pure returns (Ratio) {
    unchecked {
        // 32 bits times 7.
        return Ratio.wrap((FeedSlot.unwrap(slot) >> 224) * BASIS_POINT);
    }
}

/// @notice Of a market's first feed: a divergence bound is never zero.
function hasSecond(FeedSlot slot) pure returns (bool) {
    return FeedSlot.unwrap(slot) >> 224 != 0;
}

/// @notice Of a market's second feed.
function seenAt(FeedSlot slot) pure returns (uint256) {
    return FeedSlot.unwrap(slot) >> 224;
}

function withSeenAt(FeedSlot slot, uint256 time) pure returns (FeedSlot) {
    uint256 kept = (FeedSlot.unwrap(slot) << 32) >> 32;
    return FeedSlot.wrap(kept | writeUnsigned(time, 224, 32));
}

/// @notice The same limits and unit without a feed: the first feed of a settled market.
function withoutFeed(FeedSlot slot) pure returns (FeedSlot) {
    return FeedSlot.wrap(((FeedSlot.unwrap(slot) << 32) >> 192) << 160);
}

// --- price ---

function accepted(PriceSlot slot) pure returns (Price) {
    return Price.wrap(readUnsigned(PriceSlot.unwrap(slot), 0, 80));
}

function acceptedAt(PriceSlot slot) pure returns (uint256) {
    return readUnsigned(PriceSlot.unwrap(slot), 80, 32);
}

/// @notice Zero in an outage.
function settleUntil(PriceSlot slot) pure returns (uint256) {
    return slot.isOutage() ? 0 : readUnsigned(PriceSlot.unwrap(slot), 112, 32);
}

/// @notice Zero where there is no outage.
function outageSince(PriceSlot slot) pure returns (uint256) {
    return slot.isOutage() ? readUnsigned(PriceSlot.unwrap(slot), 112, 32) : 0;
}

function lower(PriceSlot slot) pure returns (Price) {
    return BoundPacking.unpack(readUnsigned(PriceSlot.unwrap(slot), 145, BOUND_BITS));
}

function upper(PriceSlot slot) pure returns (Price) {
    return BoundPacking.unpack(readUnsigned(PriceSlot.unwrap(slot), 167, BOUND_BITS));
}

function jumpBound(PriceSlot slot) pure returns (Ratio) {
    unchecked {
        // 14 bits times 7.
        return Ratio.wrap(readUnsigned(PriceSlot.unwrap(slot), 189, BPS_BITS) * BASIS_POINT);
    }
}

function failingSince(PriceSlot slot) pure returns (uint256) {
    return readUnsigned(PriceSlot.unwrap(slot), 203, 32);
}

function failing(PriceSlot slot) pure returns (uint256) {
    return readUnsigned(PriceSlot.unwrap(slot), 235, 2);
}

function isOutage(PriceSlot slot) pure returns (bool) {
    return readUnsigned(PriceSlot.unwrap(slot), 144, 1) != 0;
}

/// @notice Whether there is no outage and nothing settles now.
function isCalm(PriceSlot slot) view returns (bool) {
    // The bit above the time makes an outage later than any moment.
    return readUnsigned(PriceSlot.unwrap(slot), 112, 33) <= block.timestamp;
}

function withAccepted(PriceSlot slot, Price price, uint256 updatedAt) pure returns (PriceSlot) {
    uint256 kept = (PriceSlot.unwrap(slot) >> 112) << 112;
    return PriceSlot.wrap(kept | writeUnsigned(Price.unwrap(price), 0, 80) | writeUnsigned(updatedAt, 80, 32));
}

/// @notice Settling until then, and no outage.
function withSettleUntil(PriceSlot slot, uint256 time) pure returns (PriceSlot) {
    return _withTime(slot, time, 0);
}

/// @notice An outage, recorded first at that time.
function withOutageSince(PriceSlot slot, uint256 time) pure returns (PriceSlot) {
    return _withTime(slot, time, 1);
}

function withFailing(PriceSlot slot, uint256 feeds, uint256 since) pure returns (PriceSlot) {
    uint256 kept = PriceSlot.unwrap(slot) & ~(uint256(type(uint32).max) << 203) & ~(uint256(3) << 235);
    return PriceSlot.wrap(kept | writeUnsigned(since, 203, 32) | writeUnsigned(feeds, 235, 2));
}

function samePriceSlot(PriceSlot a, PriceSlot b) pure returns (bool) {
    return PriceSlot.unwrap(a) == PriceSlot.unwrap(b);
}

function otherPriceSlot(PriceSlot a, PriceSlot b) pure returns (bool) {
    return PriceSlot.unwrap(a) != PriceSlot.unwrap(b);
}

function _withTime(PriceSlot slot, uint256 time, uint256 outage) pure returns (PriceSlot) {
    uint256 kept = PriceSlot.unwrap(slot) & ~(uint256((1 << 33) - 1) << 112);
    return PriceSlot.wrap(kept | writeUnsigned(time, 112, 32) | (outage << 144));
}
