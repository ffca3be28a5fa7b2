// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readUnsigned, writeUnsigned} from "./Fields.sol";
import {BASIS_POINT, Ratio} from "./Ratio.sol";

/// @notice What governance says of a collateral token.
struct CollateralParameters {
    /// Part of its value that counts for initial margin, in whole basis points.
    Ratio initialWeight;
    /// Part of its value that counts for maintenance margin, in whole basis points.
    Ratio maintenanceWeight;
    /// Below its price it is sold by so much where an account's debt must be covered, in whole basis points.
    Ratio discount;
    /// Most that all accounts together may hold after a deposit, in the token's own units; at most 2^112 - 1.
    uint256 depositCap;
}

/// @notice A collateral token's fixed part, and what of its parameters a valuation reads.
/// @dev Bits, low to high (math/CollateralPacking.sol writes them):
///   token              160
///   scale                8  token units in one priced unit, as a power of ten: token decimals - size decimals of the feed
///   initialWeight       14  in basis points, 163 %
///   maintenanceWeight   14
///   previousWeight      14  maintenance weight at the time of the last change
///   discount            14
///   changedAt           32  when the maintenance weight began to move from the previous one, until 2106
///   sum                256
type CollateralSlot is uint256;

/// @notice What deposits of a collateral token read and write.
/// @dev Bits, low to high, both in the token's own units:
///   held       112  sum of all balances, 5e15 tokens of 18 decimals
///   depositCap 112
///   (spare)     32
///   sum        256
type CollateralHoldings is uint256;

/// @dev Widest balance, sum of balances and cap.
uint256 constant COLLATERAL_BITS = 112;

/// @dev A lowered maintenance weight, or debt limit, takes so long to arrive: nobody is liquidated by it in the block it
/// lands, and everybody has days to add margin.
uint256 constant WEIGHT_PHASE_IN = 3 days;

using {
    token,
    scale,
    initialWeight,
    maintenanceWeight,
    previousWeight,
    discount,
    changedAt,
    exists
} for CollateralSlot global;
using {held, depositCap, withHeld, withDepositCap} for CollateralHoldings global;

function token(CollateralSlot slot) pure returns (address) {
    // The cast keeps the low 160 bits, which are the address.
    return address(uint160(CollateralSlot.unwrap(slot)));
}

function scale(CollateralSlot slot) pure returns (uint256) {
    return readUnsigned(CollateralSlot.unwrap(slot), 160, 8);
}

function initialWeight(CollateralSlot slot) pure returns (Ratio) {
    return _ratioAt(slot, 168);
}

/// @notice Where the maintenance weight is, or is going to: what counts now is `CollateralMath.maintenanceWeightAt`.
function maintenanceWeight(CollateralSlot slot) pure returns (Ratio) {
    return _ratioAt(slot, 182);
}

function previousWeight(CollateralSlot slot) pure returns (Ratio) {
    return _ratioAt(slot, 196);
}

function discount(CollateralSlot slot) pure returns (Ratio) {
    return _ratioAt(slot, 210);
}

function changedAt(CollateralSlot slot) pure returns (uint256) {
    return CollateralSlot.unwrap(slot) >> 224;
}

/// @notice Whether a token is listed in this word.
function exists(CollateralSlot slot) pure returns (bool) {
    return CollateralSlot.unwrap(slot) != 0;
}

function held(CollateralHoldings slot) pure returns (uint256) {
    return readUnsigned(CollateralHoldings.unwrap(slot), 0, COLLATERAL_BITS);
}

function depositCap(CollateralHoldings slot) pure returns (uint256) {
    return readUnsigned(CollateralHoldings.unwrap(slot), COLLATERAL_BITS, COLLATERAL_BITS);
}

function withHeld(CollateralHoldings slot, uint256 held_) pure returns (CollateralHoldings) {
    uint256 kept = (CollateralHoldings.unwrap(slot) >> COLLATERAL_BITS) << COLLATERAL_BITS;
    return CollateralHoldings.wrap(kept | writeUnsigned(held_, 0, COLLATERAL_BITS));
}

function withDepositCap(CollateralHoldings slot, uint256 cap) pure returns (CollateralHoldings) {
    return CollateralHoldings.wrap(slot.held() | writeUnsigned(cap, COLLATERAL_BITS, COLLATERAL_BITS));
}

function _ratioAt(CollateralSlot slot, uint256 offset) pure returns (Ratio) {
    unchecked {
        // 14 bits times 7.
        return Ratio.wrap(readUnsigned(CollateralSlot.unwrap(slot), offset, 14) * BASIS_POINT);
    }
}
