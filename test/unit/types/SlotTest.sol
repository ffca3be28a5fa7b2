// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Assertions} from "../../fuzz/support/Assertions.sol";
import {FieldOutOfRange} from "../../../contracts/types/Fields.sol";

/// @title What the tests of storage words share
abstract contract SlotTest is Assertions {
    /// @dev `word` has ones in the field of `bits` bits at `offset`, and nowhere else.
    function _fills(uint256 word, uint256 offset, uint256 bits, string memory field) internal pure {
        _equal(word, ((1 << bits) - 1) << offset, string.concat(field, " fills its bits and no others"));
    }

    /// @dev `word` has a one in the highest bit of the field, as the least value of a signed one does.
    function _signBit(uint256 word, uint256 offset, uint256 bits, string memory field) internal pure {
        _equal(word, 1 << (offset + bits - 1), string.concat(field, " at its least value is its sign bit"));
    }

    function _refuses(bytes memory call_, int256 value, uint256 bits) internal {
        _reverts(call_, abi.encodeWithSelector(FieldOutOfRange.selector, value, bits));
    }
}
