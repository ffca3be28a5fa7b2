// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readSigned, readUnsigned, writeSigned, writeUnsigned} from "./Fields.sol";

/// @notice What changes in a market with every trade, in memory.
struct MarketState {
    /// Funding paid so far by one unit of a long position, 1e-16 money.
    int256 fundingIndex;
    /// Size units of all longs, the pool's included; the shorts have the same.
    uint256 openInterest;
    /// At `accruedAt`, in 1e-15 per second; positive is paid by longs.
    int256 fundingRatePerSecond;
    /// Change of the rate per second, in 1e-15 per second squared.
    int256 fundingDrift;
    /// Unix seconds up to which funding is in the index.
    uint256 accruedAt;
    /// Number of deleveragings so far.
    uint256 epoch;
    /// Whether an outage is recorded: no funding accrues until the market can be reduced again.
    bool fundingFrozen;
}

/// @notice A market's state in its storage word.
/// @dev Bits, low to high:
///   fundingIndex   80  signed; BTC at 1e6 USD with ten years of 1 %/h leaves room for 690 times as much
///   openInterest   64  1.8e19 units (1.8e12 USD where a unit is worth 1e-7 USD)
///   fundingRate    40  signed, +-5.5e-4 per second
///   fundingDrift   20  signed, +-5.2e-10 per second squared (3.9 per day squared)
///   accruedAt      32  until 2106
///   epoch          19  524,287 deleveragings
///   fundingFrozen   1
///   sum           256
type MarketSlot is uint256;

/// @dev Largest funding drift that can be stored.
int256 constant MAX_FUNDING_DRIFT = 2 ** 19 - 1;

using {unpack, unpackInto, epochOf} for MarketSlot global;
using {pack} for MarketState global;

function unpack(MarketSlot slot) pure returns (MarketState memory market) {
    slot.unpackInto(market);
}

/// @notice The same into memory that is there already: a hot path allocates once.
function unpackInto(MarketSlot slot, MarketState memory market) pure {
    uint256 word = MarketSlot.unwrap(slot);
    market.fundingIndex = readSigned(word, 0, 80);
    market.openInterest = readUnsigned(word, 80, 64);
    market.fundingRatePerSecond = readSigned(word, 144, 40);
    market.fundingDrift = readSigned(word, 184, 20);
    market.accruedAt = readUnsigned(word, 204, 32);
    market.epoch = readUnsigned(word, 236, 19);
    market.fundingFrozen = word >> 255 != 0;
}

/// @notice The epoch alone.
function epochOf(MarketSlot slot) pure returns (uint256) {
    return readUnsigned(MarketSlot.unwrap(slot), 236, 19);
}

function pack(MarketState memory market) pure returns (MarketSlot) {
    unchecked {
        return
            MarketSlot.wrap(
                writeSigned(market.fundingIndex, 0, 80) |
                    writeUnsigned(market.openInterest, 80, 64) |
                    writeSigned(market.fundingRatePerSecond, 144, 40) |
                    writeSigned(market.fundingDrift, 184, 20) |
                    writeUnsigned(market.accruedAt, 204, 32) |
                    writeUnsigned(market.epoch, 236, 19) |
                    (market.fundingFrozen ? 1 << 255 : 0)
            );
    }
}
