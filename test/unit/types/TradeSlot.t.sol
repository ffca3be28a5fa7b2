// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ParameterPacking} from "../../../contracts/math/ParameterPacking.sol";
import {MAX_FUNDING_DRIFT} from "../../../contracts/types/MarketSlot.sol";
import {TradeParameters} from "../../../contracts/types/Parameters.sol";
import {BASIS_POINT, FEE_STEP, PERCENT, Ratio} from "../../../contracts/types/Ratio.sol";
import {TradeSlot} from "../../../contracts/types/TradeSlot.sol";
import {SlotTest} from "./SlotTest.sol";

contract TradeSlotTest is SlotTest {
    using ParameterPacking for TradeParameters;

    function pack(TradeParameters calldata parameters) external pure returns (TradeSlot) {
        return ParameterPacking.pack(parameters);
    }

    function testFuzz_EveryWordIsASetOfParameters(TradeSlot slot) external pure {
        TradeParameters memory p = slot.unpack();
        _equal(TradeSlot.unwrap(p.pack()), TradeSlot.unwrap(slot), "every bit of the word is used");
        _equal(slot.skewScale(), p.skewScale, "skewScale alone");
        _equal(slot.maxFundingVelocity(), p.maxFundingVelocity, "maxFundingVelocity alone");
    }

    function test_EachFieldFillsItsBits() external pure {
        _fills(_word(0, 2 ** 64 - 1), 0, 64, "skewScale");
        _fills(_word(1, 2 ** 64 - 1), 64, 64, "maxOpenInterest");
        _fills(_word(2, 2 ** 44 - 1), 128, 44, "minSize");
        _fills(_word(3, 2 ** 20 - 1), 172, 20, "maxFundingVelocity");
        _fills(_word(4, (2 ** 12 - 1) * FEE_STEP), 192, 12, "takerFee");
        _fills(_word(5, (2 ** 12 - 1) * FEE_STEP), 204, 12, "makerFee");
        _fills(_word(6, (2 ** 12 - 1) * FEE_STEP), 216, 12, "spread");
        _fills(_word(7, (2 ** 12 - 1) * BASIS_POINT), 228, 12, "maxSkew");
        _fills(_word(8, (2 ** 8 - 1) * PERCENT), 240, 8, "insuranceShare");
        _fills(_word(9, (2 ** 8 - 1) * PERCENT), 248, 8, "treasuryShare");
    }

    function test_EachFieldOnePastItsEndIsRefused() external {
        _refuses(_packing(0, 2 ** 64), 2 ** 64, 64);
        _refuses(_packing(1, 2 ** 64), 2 ** 64, 64);
        _refuses(_packing(2, 2 ** 44), 2 ** 44, 44);
        _refuses(_packing(3, 2 ** 20), 2 ** 20, 20);
        _refuses(_packing(4, 2 ** 12 * FEE_STEP), 2 ** 12, 12);
        _refuses(_packing(5, 2 ** 12 * FEE_STEP), 2 ** 12, 12);
        _refuses(_packing(6, 2 ** 12 * FEE_STEP), 2 ** 12, 12);
        _refuses(_packing(7, 2 ** 12 * BASIS_POINT), 2 ** 12, 12);
        _refuses(_packing(8, 2 ** 8 * PERCENT), 2 ** 8, 8);
        _refuses(_packing(9, 2 ** 8 * PERCENT), 2 ** 8, 8);
    }

    function testFuzz_WhatIsNoWholeMultipleIsRefusedNotRounded(uint8 part) external {
        uint256 off = 1 + (part % 9); // 1 to 9: never a whole step
        for (uint256 field = 4; field < 10; ++field) {
            uint256 step =
                field < 7
                    ? FEE_STEP
                    : field == 7
                        ? BASIS_POINT
                        : PERCENT;
            bytes memory expected = abi.encodeWithSelector(ParameterPacking.NotAMultiple.selector, step + off, step);
            _reverts(_packing(field, step + off), expected);
        }
    }

    function test_TheVelocityFieldIsWiderThanTheDriftField() external pure {
        // So a velocity must be refused at listing where the drift of a full skew would not fit its field.
        TradeParameters memory p = _set(3, 2 ** 20 - 1);
        _holds(int256(p.pack().maxFundingVelocity()) > MAX_FUNDING_DRIFT, "the widths alone do not keep it");
    }

    /// @dev Zeros, and `value` in the field at that place of the word.
    function _set(uint256 field, uint256 value) private pure returns (TradeParameters memory p) {
        if (field == 0) p.skewScale = value;
        if (field == 1) p.maxOpenInterest = value;
        if (field == 2) p.minSize = value;
        if (field == 3) p.maxFundingVelocity = value;
        if (field == 4) p.takerFee = Ratio.wrap(value);
        if (field == 5) p.makerFee = Ratio.wrap(value);
        if (field == 6) p.spread = Ratio.wrap(value);
        if (field == 7) p.maxSkew = Ratio.wrap(value);
        if (field == 8) p.insuranceShare = Ratio.wrap(value);
        if (field == 9) p.treasuryShare = Ratio.wrap(value);
    }

    function _word(uint256 field, uint256 value) private pure returns (uint256) {
        return TradeSlot.unwrap(_set(field, value).pack());
    }

    function _packing(uint256 field, uint256 value) private view returns (bytes memory) {
        return abi.encodeCall(this.pack, (_set(field, value)));
    }
}
