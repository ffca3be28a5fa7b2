// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readAllowance, writeAllowance} from "./Allowance.sol";
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

/// @notice What the pool has set aside for a market, in its storage word: see Allowance.sol.
type PoolSlot is uint256;

using {unpack} for PoolSlot global;
using {pack} for PoolMarket global;

function unpack(PoolSlot slot) pure returns (PoolMarket memory market) {
    (market.commitment, market.refillAllowance, market.refilledAt) = readAllowance(PoolSlot.unwrap(slot));
}

function pack(PoolMarket memory market) pure returns (PoolSlot) {
    return PoolSlot.wrap(writeAllowance(market.commitment, market.refillAllowance, market.refilledAt));
}
