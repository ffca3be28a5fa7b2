// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountId, toAccountId} from "../../../contracts/types/AccountId.sol";
import {Assertions} from "../../fuzz/support/Assertions.sol";

contract AccountIdTest is Assertions {
    function testFuzz_OwnerAndNumberReadBack(address owner, uint96 number) external pure {
        AccountId id = toAccountId(owner, number);
        _holds(id.owner() == owner, "the owner");
        _equal(uint256(id.subAccount()), uint256(number), "the number");
    }

    function testFuzz_EveryWordIsTheIdOfItsParts(bytes32 word) external pure {
        AccountId id = AccountId.wrap(word);
        _holds(toAccountId(id.owner(), id.subAccount()) == id, "the same id again");
    }

    function testFuzz_IdsAreEqualOnlyInAllOfTheirBits(bytes32 word, uint8 bit) external pure {
        AccountId id = AccountId.wrap(word);
        AccountId other = AccountId.wrap(word ^ bytes32(uint256(1) << bit));
        _holds(id == id && !(id != id), "an id is itself");
        _holds(id != other && !(id == other), "one bit makes another account");
    }

    function test_TheEndsOfOwnerAndNumberDoNotTouch() external pure {
        address last = address(type(uint160).max);
        AccountId id = toAccountId(last, 0);
        _holds(id.owner() == last, "the last owner");
        _equal(uint256(id.subAccount()), 0, "the number of the last owner's first account");
        id = toAccountId(address(0), type(uint96).max);
        _holds(id.owner() == address(0), "no owner");
        _equal(uint256(id.subAccount()), type(uint96).max, "the last number");
    }
}
