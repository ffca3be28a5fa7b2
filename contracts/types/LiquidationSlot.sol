// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readUnsigned} from "./Fields.sol";
import {Money} from "./Money.sol";
import {LiquidationParameters} from "./Parameters.sol";
import {Ratio} from "./Ratio.sol";
import {BOUND_STEP, REWARD_STEP} from "./TierSlot.sol";

/// @notice A market's liquidation parameters in their storage word. Ratios are stored in parts per million.
/// @dev Bits, low to high (math/ParameterPacking.sol writes them):
///   penalty             20  104 %
///   keeperShare         20
///   targetMarginRatio   24  16.7
///   venueBand           20
///   deviationThreshold  20
///   maxReward           24  in 0.1 USD, 1,677,721 USD
///   unpacedNotional     24  in 1,000 USD, 1.6e10 USD
///   (spare)            104
///   sum                256
type LiquidationSlot is uint256;

using {unpack, unpackInto} for LiquidationSlot global;

function unpack(LiquidationSlot slot) pure returns (LiquidationParameters memory parameters) {
    slot.unpackInto(parameters);
}

/// @notice The same into memory that is there already: a hot path allocates once.
function unpackInto(LiquidationSlot slot, LiquidationParameters memory parameters) pure {
    unchecked {
        // 24 bits times 30.
        uint256 word = LiquidationSlot.unwrap(slot);
        parameters.penalty = Ratio.wrap(readUnsigned(word, 0, 20));
        parameters.keeperShare = Ratio.wrap(readUnsigned(word, 20, 20));
        parameters.targetMarginRatio = Ratio.wrap(readUnsigned(word, 40, 24));
        parameters.venueBand = Ratio.wrap(readUnsigned(word, 64, 20));
        parameters.deviationThreshold = Ratio.wrap(readUnsigned(word, 84, 20));
        parameters.maxReward = Money.wrap(int256(readUnsigned(word, 104, 24) * REWARD_STEP));
        parameters.unpacedNotional = Money.wrap(int256(readUnsigned(word, 128, 24) * BOUND_STEP));
    }
}
