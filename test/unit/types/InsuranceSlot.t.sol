// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InsuranceBudget, InsuranceSlot} from "../../../contracts/types/InsuranceSlot.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {SlotTest} from "./SlotTest.sol";

contract InsuranceSlotTest is SlotTest {
    int256 private constant _MONEY_MOST = 2 ** 80 - 1;

    function pack(InsuranceBudget calldata insurance) external pure returns (InsuranceSlot) {
        return insurance.pack();
    }

    function testFuzz_AnyBudgetReadsBack(uint80 budget, uint80 allowance, uint32 time) external pure {
        InsuranceBudget memory b = _budget(int256(uint256(budget)), int256(uint256(allowance)), time);
        _same(abi.encode(b.pack().unpack()), abi.encode(b), "the budget");
    }

    function test_EachFieldFillsItsBits() external pure {
        _fills(_word(_budget(_MONEY_MOST, 0, 0)), 0, 80, "budget");
        _fills(_word(_budget(0, _MONEY_MOST, 0)), 80, 80, "allowance");
        _fills(_word(_budget(0, 0, type(uint32).max)), 160, 32, "paidAt");
    }

    function test_AmountsAndTimesOnePastTheirEndsAreRefused() external {
        _refuses(abi.encodeCall(this.pack, (_budget(_MONEY_MOST + 1, 0, 0))), 2 ** 80, 80);
        _refuses(abi.encodeCall(this.pack, (_budget(0, _MONEY_MOST + 1, 0))), 2 ** 80, 80);
        _refuses(abi.encodeCall(this.pack, (_budget(0, 0, 2 ** 32))), 2 ** 32, 32);
    }

    function test_NegativeAmountsAreRefused() external {
        _refuses(abi.encodeCall(this.pack, (_budget(-1, 0, 0))), -1, 80);
        _refuses(abi.encodeCall(this.pack, (_budget(0, type(int256).min, 0))), type(int256).min, 80);
    }

    function _budget(int256 budget, int256 allowance, uint256 time) private pure returns (InsuranceBudget memory) {
        return InsuranceBudget(Money.wrap(budget), Money.wrap(allowance), time);
    }

    function _word(InsuranceBudget memory insurance) private pure returns (uint256) {
        return InsuranceSlot.unwrap(insurance.pack());
    }
}
