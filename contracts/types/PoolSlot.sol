// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readUnsigned, writeUnsigned} from "./Fields.sol";
import {Money} from "./Money.sol";

/// @notice What the pool has set aside for a market, in memory.
struct PoolMarket {
    /// Cash that the pool's account of the market is funded to.
    Money commitment;
    /// Cash that main may still send there: grows by a tenth of the commitment a day up to that tenth.
    Money refillAllowance;
    /// Unix seconds up to which the allowance has grown.
    uint256 refilledAt;
}

/// @notice What the pool has set aside for a market, in its storage word.
/// @dev Bits, low to high:
///   commitment       80  1.2e18 USD
///   refillAllowance  80
///   refilledAt       32  until 2106
///   (spare)          64
///   sum             256
type PoolSlot is uint256;

using {unpack} for PoolSlot global;
using {pack} for PoolMarket global;

function unpack(PoolSlot slot) pure returns (PoolMarket memory market) {
    uint256 word = PoolSlot.unwrap(slot);
    market.commitment = Money.wrap(int256(readUnsigned(word, 0, 80)));
    market.refillAllowance = Money.wrap(int256(readUnsigned(word, 80, 80)));
    market.refilledAt = readUnsigned(word, 160, 32);
}

/// @dev A negative amount becomes a number far above 80 bits and is refused like one.
function pack(PoolMarket memory market) pure returns (PoolSlot) {
    return
        PoolSlot.wrap(
            writeUnsigned(uint256(Money.unwrap(market.commitment)), 0, 80) |
                writeUnsigned(uint256(Money.unwrap(market.refillAllowance)), 80, 80) |
                writeUnsigned(market.refilledAt, 160, 32)
        );
}
