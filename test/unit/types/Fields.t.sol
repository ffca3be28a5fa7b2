// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readSigned, readUnsigned, writeSigned, writeUnsigned} from "../../../contracts/types/Fields.sol";
import {Ranges} from "../../fuzz/support/Ranges.sol";
import {SlotTest} from "./SlotTest.sol";

contract FieldsTest is SlotTest, Ranges {
    function writeSignedField(int256 value, uint256 offset, uint256 bits) external pure returns (uint256) {
        return writeSigned(value, offset, bits);
    }

    function writeUnsignedField(uint256 value, uint256 offset, uint256 bits) external pure returns (uint256) {
        return writeUnsigned(value, offset, bits);
    }

    function testFuzz_UnsignedFieldsReadBackWhateverLiesAroundThem(uint256 v, uint256 o, uint256 around) external pure {
        (uint256 offset, uint256 bits) = _field(o);
        uint256 value = _in(v, 0, (1 << bits) - 1);
        uint256 mask = ((1 << bits) - 1) << offset;
        uint256 word = (around & ~mask) | writeUnsigned(value, offset, bits);
        _equal(readUnsigned(word, offset, bits), value, "the field");
        _equal(word & ~mask, around & ~mask, "the bits around it");
    }

    function testFuzz_SignedFieldsReadBackWhateverLiesAroundThem(uint256 v, uint256 o, uint256 around) external pure {
        (uint256 offset, uint256 bits) = _field(o);
        int256 value = _signedIn(v, _least(bits), _most(bits));
        uint256 mask = ((1 << bits) - 1) << offset;
        uint256 word = (around & ~mask) | writeSigned(value, offset, bits);
        _equal(readSigned(word, offset, bits), value, "the field");
        _equal(word & ~mask, around & ~mask, "the bits around it");
    }

    function testFuzz_SignedFieldsTakeTheirEndsAndNothingBeyond(uint256 o) external {
        (uint256 offset, uint256 bits) = _field(o);
        _equal(readSigned(writeSigned(_most(bits), offset, bits), offset, bits), _most(bits), "the most");
        _equal(readSigned(writeSigned(_least(bits), offset, bits), offset, bits), _least(bits), "the least");
        _refuses(abi.encodeCall(this.writeSignedField, (_most(bits) + 1, offset, bits)), _most(bits) + 1, bits);
        _refuses(abi.encodeCall(this.writeSignedField, (_least(bits) - 1, offset, bits)), _least(bits) - 1, bits);
    }

    function testFuzz_SignedFieldsRefuseWhateverIsOutside(int256 value, uint256 o) external {
        (uint256 offset, uint256 bits) = _field(o);
        if (value >= _least(bits) && value <= _most(bits)) value = type(int256).min;
        _refuses(abi.encodeCall(this.writeSignedField, (value, offset, bits)), value, bits);
    }

    function testFuzz_UnsignedFieldsTakeTheirEndAndNothingBeyond(uint256 o, uint256 beyond) external {
        (uint256 offset, uint256 bits) = _field(o);
        uint256 most = (1 << bits) - 1;
        _equal(readUnsigned(writeUnsigned(most, offset, bits), offset, bits), most, "the most");
        _refuses(abi.encodeCall(this.writeUnsignedField, (most + 1, offset, bits)), int256(most + 1), bits);
        beyond = _in(beyond, most + 1, type(uint256).max);
        _refuses(abi.encodeCall(this.writeUnsignedField, (beyond, offset, bits)), int256(beyond), bits);
    }

    function test_TheEndsOfTheTypeAreRefused() external {
        int256 min = type(int256).min;
        int256 max = type(int256).max;
        _refuses(abi.encodeCall(this.writeSignedField, (min, 0, 96)), min, 96);
        _refuses(abi.encodeCall(this.writeSignedField, (max, 0, 96)), max, 96);
        // Shown as the negative number with the same bits.
        _refuses(abi.encodeCall(this.writeUnsignedField, (type(uint256).max, 0, 96)), -1, 96);
    }

    /// @dev Any field of 1 to 255 bits that lies in the word; the topmost ones too.
    function _field(uint256 word) private pure returns (uint256 offset, uint256 bits) {
        bits = _in(word, 1, 255);
        offset = _in(_next(word), 0, 256 - bits);
    }

    function _most(uint256 bits) private pure returns (int256) {
        return int256((1 << (bits - 1)) - 1);
    }

    function _least(uint256 bits) private pure returns (int256) {
        return -_most(bits) - 1;
    }
}
