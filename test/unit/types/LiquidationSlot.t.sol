// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ParameterPacking} from "../../../contracts/math/ParameterPacking.sol";
import {LiquidationSlot} from "../../../contracts/types/LiquidationSlot.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {LiquidationParameters} from "../../../contracts/types/Parameters.sol";
import {Ratio} from "../../../contracts/types/Ratio.sol";
import {BOUND_STEP, REWARD_STEP} from "../../../contracts/types/TierSlot.sol";
import {SlotTest} from "./SlotTest.sol";

contract LiquidationSlotTest is SlotTest {
    using ParameterPacking for LiquidationParameters;

    function pack(LiquidationParameters calldata parameters) external pure returns (LiquidationSlot) {
        return ParameterPacking.pack(parameters);
    }

    function testFuzz_AnyParametersReadBack(uint256 word) external pure {
        word &= 2 ** 152 - 1;
        _equal(LiquidationSlot.unwrap(LiquidationSlot.wrap(word).unpack().pack()), word, "the word");
    }

    function testFuzz_UnpackingOverOtherParametersLeavesNothingOfThem(uint256 word, uint256 other) external pure {
        word &= 2 ** 152 - 1;
        LiquidationParameters memory parameters = LiquidationSlot.wrap(other).unpack();
        LiquidationSlot.wrap(word).unpackInto(parameters);
        _equal(LiquidationSlot.unwrap(parameters.pack()), word, "the word");
    }

    function test_EachFieldFillsItsBits() external pure {
        _fills(_word(0, 2 ** 20 - 1), 0, 20, "penalty");
        _fills(_word(1, 2 ** 20 - 1), 20, 20, "keeperShare");
        _fills(_word(2, 2 ** 24 - 1), 40, 24, "targetMarginRatio");
        _fills(_word(3, 2 ** 20 - 1), 64, 20, "venueBand");
        _fills(_word(4, 2 ** 20 - 1), 84, 20, "deviationThreshold");
        _fills(_word(5, (2 ** 24 - 1) * REWARD_STEP), 104, 24, "maxReward");
        _fills(_word(6, (2 ** 24 - 1) * BOUND_STEP), 128, 24, "unpacedNotional");
    }

    function test_EachFieldOnePastItsEndIsRefused() external {
        _refuses(_packing(0, 2 ** 20), 2 ** 20, 20);
        _refuses(_packing(1, 2 ** 20), 2 ** 20, 20);
        _refuses(_packing(2, 2 ** 24), 2 ** 24, 24);
        _refuses(_packing(3, 2 ** 20), 2 ** 20, 20);
        _refuses(_packing(4, 2 ** 20), 2 ** 20, 20);
        _refuses(_packing(5, 2 ** 24 * REWARD_STEP), 2 ** 24, 24);
        _refuses(_packing(6, 2 ** 24 * BOUND_STEP), 2 ** 24, 24);
    }

    function test_ARewardThatIsNoWholeMultipleIsRefused() external {
        _refusesStep(REWARD_STEP + 1);
        _refusesStep(type(uint256).max); // -1 as money
    }

    function _refusesStep(uint256 reward) private {
        bytes4 selector = ParameterPacking.NotAMultiple.selector;
        _reverts(_packing(5, reward), abi.encodeWithSelector(selector, reward, REWARD_STEP));
    }

    /// @dev Zeros, and `value` in the field at that place of the word.
    function _set(uint256 field, uint256 value) private pure returns (LiquidationParameters memory p) {
        if (field == 0) p.penalty = Ratio.wrap(value);
        if (field == 1) p.keeperShare = Ratio.wrap(value);
        if (field == 2) p.targetMarginRatio = Ratio.wrap(value);
        if (field == 3) p.venueBand = Ratio.wrap(value);
        if (field == 4) p.deviationThreshold = Ratio.wrap(value);
        if (field == 5) p.maxReward = Money.wrap(int256(value));
        if (field == 6) p.unpacedNotional = Money.wrap(int256(value));
    }

    function _word(uint256 field, uint256 value) private pure returns (uint256) {
        return LiquidationSlot.unwrap(_set(field, value).pack());
    }

    function _packing(uint256 field, uint256 value) private view returns (bytes memory) {
        return abi.encodeCall(this.pack, (_set(field, value)));
    }
}
