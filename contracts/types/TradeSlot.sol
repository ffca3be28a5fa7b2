// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readUnsigned} from "./Fields.sol";
import {TradeParameters} from "./Parameters.sol";
import {BASIS_POINT, FEE_STEP, PERCENT, Ratio} from "./Ratio.sol";

/// @notice A market's trade parameters in their storage word.
/// @dev Bits, low to high (math/ParameterPacking.sol writes them):
///   skewScale          64  size units
///   maxOpenInterest    64  size units
///   minSize            44  size units, 1.7e13 (1.7e6 USD where a unit is worth 1e-7 USD)
///   maxFundingVelocity 20  1e-15 per second squared; at most what the market's drift field holds
///   takerFee           12  in 1e-5, 4.1 %
///   makerFee           12  in 1e-5
///   spread             12  in 1e-5
///   maxSkew            12  in basis points, 41 %
///   insuranceShare      8  in percent
///   treasuryShare       8  in percent
///   sum               256
type TradeSlot is uint256;

using {
    unpack,
    skewScale,
    maxOpenInterest,
    minSize,
    maxFundingVelocity,
    takerFee,
    makerFee,
    spread,
    maxSkew,
    insuranceShare,
    treasuryShare
} for TradeSlot global;

function skewScale(TradeSlot slot) pure returns (uint256) {
    return readUnsigned(TradeSlot.unwrap(slot), 0, 64);
}

function maxOpenInterest(TradeSlot slot) pure returns (uint256) {
    return readUnsigned(TradeSlot.unwrap(slot), 64, 64);
}

function minSize(TradeSlot slot) pure returns (uint256) {
    return readUnsigned(TradeSlot.unwrap(slot), 128, 44);
}

function maxFundingVelocity(TradeSlot slot) pure returns (uint256) {
    return readUnsigned(TradeSlot.unwrap(slot), 172, 20);
}

function takerFee(TradeSlot slot) pure returns (Ratio) {
    return _ratioAt(slot, 192, 12, FEE_STEP);
}

function makerFee(TradeSlot slot) pure returns (Ratio) {
    return _ratioAt(slot, 204, 12, FEE_STEP);
}

function spread(TradeSlot slot) pure returns (Ratio) {
    return _ratioAt(slot, 216, 12, FEE_STEP);
}

function maxSkew(TradeSlot slot) pure returns (Ratio) {
    return _ratioAt(slot, 228, 12, BASIS_POINT);
}

function insuranceShare(TradeSlot slot) pure returns (Ratio) {
    return _ratioAt(slot, 240, 8, PERCENT);
}

function treasuryShare(TradeSlot slot) pure returns (Ratio) {
    return _ratioAt(slot, 248, 8, PERCENT);
}

/// @notice All of them in memory. A trade reads the few that it needs from the word: clearing and filling the struct would
/// cost it 900 gas.
function unpack(TradeSlot slot) pure returns (TradeParameters memory parameters) {
    parameters.skewScale = slot.skewScale();
    parameters.maxOpenInterest = slot.maxOpenInterest();
    parameters.minSize = slot.minSize();
    parameters.maxFundingVelocity = slot.maxFundingVelocity();
    parameters.takerFee = slot.takerFee();
    parameters.makerFee = slot.makerFee();
    parameters.spread = slot.spread();
    parameters.maxSkew = slot.maxSkew();
    parameters.insuranceShare = slot.insuranceShare();
    parameters.treasuryShare = slot.treasuryShare();
}

function _ratioAt(TradeSlot slot, uint256 offset, uint256 bits, uint256 step) pure returns (Ratio) {
    unchecked {
        // Fields of at most 12 bits times steps of at most 14.
        return Ratio.wrap(readUnsigned(TradeSlot.unwrap(slot), offset, bits) * step);
    }
}
