// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CollateralPacking} from "../../../contracts/math/CollateralPacking.sol";
import {ParameterPacking} from "../../../contracts/math/ParameterPacking.sol";
import {CollateralHoldings, CollateralSlot} from "../../../contracts/types/CollateralSlot.sol";
import {BASIS_POINT, Ratio} from "../../../contracts/types/Ratio.sol";
import {SlotTest} from "./SlotTest.sol";

contract CollateralSlotTest is SlotTest {
    uint256 private constant _MOST = 2 ** 14 - 1;
    uint256 private constant _MOST_HELD = 2 ** 112 - 1;

    /// @dev Fields in the order of the word: token, scale, four ratios in ppm, time.
    function pack(uint256[7] calldata fields) external pure returns (CollateralSlot) {
        return _pack(fields);
    }

    function withHeld(CollateralHoldings slot, uint256 held) external pure returns (CollateralHoldings) {
        return slot.withHeld(held);
    }

    function withDepositCap(CollateralHoldings slot, uint256 cap) external pure returns (CollateralHoldings) {
        return slot.withDepositCap(cap);
    }

    function testFuzz_AnyWordReadsBack(uint256 word) external pure {
        CollateralSlot slot = CollateralSlot.wrap(word);
        uint256[7] memory fields = [
            uint256(uint160(slot.token())),
            slot.scale(),
            Ratio.unwrap(slot.initialWeight()),
            Ratio.unwrap(slot.maintenanceWeight()),
            Ratio.unwrap(slot.previousWeight()),
            Ratio.unwrap(slot.discount()),
            slot.changedAt()
        ];
        _equal(CollateralSlot.unwrap(_pack(fields)), word, "the word");
    }

    function test_EachFieldFillsItsBits() external pure {
        _fills(_word(0, type(uint160).max), 0, 160, "token");
        _fills(_word(1, 255), 160, 8, "scale");
        _fills(_word(2, _MOST * BASIS_POINT), 168, 14, "initialWeight");
        _fills(_word(3, _MOST * BASIS_POINT), 182, 14, "maintenanceWeight");
        _fills(_word(4, _MOST * BASIS_POINT), 196, 14, "previousWeight");
        _fills(_word(5, _MOST * BASIS_POINT), 210, 14, "discount");
        _fills(_word(6, 2 ** 32 - 1), 224, 32, "changedAt");
    }

    function test_EachFieldOnePastItsEndIsRefused() external {
        _refuses(_packing(1, 256), 256, 8);
        for (uint256 field = 2; field < 6; ++field) {
            _refuses(_packing(field, 2 ** 14 * BASIS_POINT), 2 ** 14, 14);
        }
        _refuses(_packing(6, 2 ** 32), 2 ** 32, 32);
    }

    function test_ARatioBetweenBasisPointsIsRefused() external {
        for (uint256 field = 2; field < 6; ++field) {
            bytes4 selector = ParameterPacking.NotAMultiple.selector;
            _reverts(_packing(field, BASIS_POINT + 1), abi.encodeWithSelector(selector, BASIS_POINT + 1, BASIS_POINT));
        }
    }

    function testFuzz_HoldingsKeepEachOther(uint112 held, uint112 cap, uint112 other) external pure {
        CollateralHoldings slot = CollateralHoldings.wrap(0).withHeld(held).withDepositCap(cap);
        _equal(slot.held(), held, "held");
        _equal(slot.depositCap(), cap, "cap");
        _equal(slot.withHeld(other).depositCap(), cap, "cap after held changed");
        _equal(slot.withDepositCap(other).held(), held, "held after the cap changed");
    }

    function test_HoldingsOnePastTheirEndAreRefused() external {
        int256 past = int256(_MOST_HELD + 1);
        CollateralHoldings none = CollateralHoldings.wrap(0);
        _refuses(abi.encodeCall(this.withHeld, (none, _MOST_HELD + 1)), past, 112);
        _refuses(abi.encodeCall(this.withDepositCap, (none, _MOST_HELD + 1)), past, 112);
    }

    function _word(uint256 field, uint256 value) private pure returns (uint256) {
        uint256[7] memory fields;
        fields[field] = value;
        return CollateralSlot.unwrap(_pack(fields));
    }

    function _packing(uint256 field, uint256 value) private view returns (bytes memory) {
        uint256[7] memory fields;
        fields[field] = value;
        return abi.encodeCall(this.pack, (fields));
    }

    function _pack(uint256[7] memory fields) private pure returns (CollateralSlot) {
        return
            CollateralPacking.pack(
                address(uint160(fields[0])),
                fields[1],
                Ratio.wrap(fields[2]),
                Ratio.wrap(fields[3]),
                Ratio.wrap(fields[4]),
                Ratio.wrap(fields[5]),
                fields[6]
            );
    }
}
