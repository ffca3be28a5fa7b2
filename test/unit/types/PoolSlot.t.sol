// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Money} from "../../../contracts/types/Money.sol";
import {PoolMarket, PoolSlot} from "../../../contracts/types/PoolSlot.sol";
import {SlotTest} from "./SlotTest.sol";

contract PoolSlotTest is SlotTest {
    int256 private constant _MONEY_MOST = 2 ** 80 - 1;

    function pack(PoolMarket calldata market) external pure returns (PoolSlot) {
        return market.pack();
    }

    function testFuzz_AnyPoolMarketReadsBack(uint80 commitment, uint80 allowance, uint32 time) external pure {
        PoolMarket memory m = _market(int256(uint256(commitment)), int256(uint256(allowance)), time);
        _same(abi.encode(m.pack().unpack()), abi.encode(m), "the market");
    }

    function test_EachFieldFillsItsBits() external pure {
        _fills(_word(_market(_MONEY_MOST, 0, 0)), 0, 80, "commitment");
        _fills(_word(_market(0, _MONEY_MOST, 0)), 80, 80, "refillAllowance");
        _fills(_word(_market(0, 0, type(uint32).max)), 160, 32, "refilledAt");
    }

    function test_AmountsAndTimesOnePastTheirEndsAreRefused() external {
        _refuses(abi.encodeCall(this.pack, (_market(_MONEY_MOST + 1, 0, 0))), 2 ** 80, 80);
        _refuses(abi.encodeCall(this.pack, (_market(0, _MONEY_MOST + 1, 0))), 2 ** 80, 80);
        _refuses(abi.encodeCall(this.pack, (_market(0, 0, 2 ** 32))), 2 ** 32, 32);
    }

    function test_NegativeAmountsAreRefused() external {
        _refuses(abi.encodeCall(this.pack, (_market(-1, 0, 0))), -1, 80);
        _refuses(abi.encodeCall(this.pack, (_market(0, type(int256).min, 0))), type(int256).min, 80);
    }

    function _market(int256 commitment, int256 allowance, uint256 time) private pure returns (PoolMarket memory) {
        return PoolMarket(Money.wrap(commitment), Money.wrap(allowance), time);
    }

    function _word(PoolMarket memory market) private pure returns (uint256) {
        return PoolSlot.unwrap(market.pack());
    }
}
