// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DebtSlot} from "../../../contracts/types/DebtSlot.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {SlotTest} from "./SlotTest.sol";

contract DebtSlotTest is SlotTest {
    DebtSlot private constant _EMPTY = DebtSlot.wrap(0);

    function withTotal(DebtSlot slot, Money total) external pure returns (DebtSlot) {
        return slot.withTotal(total);
    }

    function withLimit(DebtSlot slot, Money limit, Money previous, uint256 at_) external pure returns (DebtSlot) {
        return slot.withLimit(limit, previous, at_);
    }

    function testFuzz_FieldsKeepEachOther(uint80 total, uint72 limit, uint72 previous, uint32 time) external pure {
        DebtSlot slot = _EMPTY.withTotal(_money(total)).withLimit(_money(limit), _money(previous), time);
        _equal(slot.total(), _money(total), "total");
        _equal(slot.limit(), _money(limit), "limit");
        _equal(slot.previousLimit(), _money(previous), "previous limit");
        _equal(slot.changedAt(), time, "time");
        slot = slot.withTotal(_money(limit));
        _equal(slot.total(), _money(limit), "another total");
        _equal(slot.previousLimit(), _money(previous), "previous limit beside it");
        _equal(slot.changedAt(), time, "time beside it");
    }

    function test_EachFieldFillsItsBits() external pure {
        Money none = _money(0);
        _fills(DebtSlot.unwrap(_EMPTY.withTotal(_money(2 ** 80 - 1))), 0, 80, "total");
        _fills(DebtSlot.unwrap(_EMPTY.withLimit(_money(2 ** 72 - 1), none, 0)), 80, 72, "limit");
        _fills(DebtSlot.unwrap(_EMPTY.withLimit(none, _money(2 ** 72 - 1), 0)), 152, 72, "previous limit");
        _fills(DebtSlot.unwrap(_EMPTY.withLimit(none, none, 2 ** 32 - 1)), 224, 32, "time");
    }

    function test_EachFieldOnePastItsEndIsRefused() external {
        Money none = _money(0);
        _refuses(abi.encodeCall(this.withTotal, (_EMPTY, _money(2 ** 80))), 2 ** 80, 80);
        _refuses(abi.encodeCall(this.withTotal, (_EMPTY, Money.wrap(-1))), -1, 80);
        _refuses(abi.encodeCall(this.withLimit, (_EMPTY, _money(2 ** 72), none, 0)), 2 ** 72, 72);
        _refuses(abi.encodeCall(this.withLimit, (_EMPTY, none, _money(2 ** 72), 0)), 2 ** 72, 72);
        _refuses(abi.encodeCall(this.withLimit, (_EMPTY, none, none, 2 ** 32)), 2 ** 32, 32);
    }

    function _money(uint256 amount) private pure returns (Money) {
        return Money.wrap(int256(amount));
    }
}
