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

using {unpack, unpackInto, skewScale, maxFundingVelocity} for TradeSlot global;

function skewScale(TradeSlot slot) pure returns (uint256) {
    return readUnsigned(TradeSlot.unwrap(slot), 0, 64);
}

function maxFundingVelocity(TradeSlot slot) pure returns (uint256) {
    return readUnsigned(TradeSlot.unwrap(slot), 172, 20);
}

function unpack(TradeSlot slot) pure returns (TradeParameters memory parameters) {
    slot.unpackInto(parameters);
}

/// @notice The same into memory that is there already: a hot path allocates once.
function unpackInto(TradeSlot slot, TradeParameters memory parameters) pure {
    unchecked {
        // Fields of at most 12 bits times steps of at most 14.
        uint256 word = TradeSlot.unwrap(slot);
        parameters.skewScale = readUnsigned(word, 0, 64);
        parameters.maxOpenInterest = readUnsigned(word, 64, 64);
        parameters.minSize = readUnsigned(word, 128, 44);
        parameters.maxFundingVelocity = readUnsigned(word, 172, 20);
        parameters.takerFee = Ratio.wrap(readUnsigned(word, 192, 12) * FEE_STEP);
        parameters.makerFee = Ratio.wrap(readUnsigned(word, 204, 12) * FEE_STEP);
        parameters.spread = Ratio.wrap(readUnsigned(word, 216, 12) * FEE_STEP);
        parameters.maxSkew = Ratio.wrap(readUnsigned(word, 228, 12) * BASIS_POINT);
        parameters.insuranceShare = Ratio.wrap(readUnsigned(word, 240, 8) * PERCENT);
        parameters.treasuryShare = Ratio.wrap(readUnsigned(word, 248, 8) * PERCENT);
    }
}
