// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readAllowance, writeAllowance} from "../../../contracts/types/Allowance.sol";
import {InsuranceBudget} from "../../../contracts/types/InsuranceSlot.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {PoolMarket} from "../../../contracts/types/PoolSlot.sol";
import {SlotTest} from "./SlotTest.sol";

contract AllowanceTest is SlotTest {
    int256 private constant _MONEY_MOST = 2 ** 80 - 1;

    function write(int256 whole, int256 allowance, uint256 time) public pure returns (uint256) {
        return writeAllowance(Money.wrap(whole), Money.wrap(allowance), time);
    }

    function testFuzz_AnyAllowanceReadsBack(uint80 whole, uint80 allowance, uint32 time) external pure {
        (Money wholeRead, Money allowanceRead, uint256 timeRead) = readAllowance(
            write(int256(uint256(whole)), int256(uint256(allowance)), time)
        );
        _same(abi.encode(wholeRead, allowanceRead, timeRead), abi.encode(whole, allowance, time), "the fields");
    }

    function test_EachFieldFillsItsBits() external pure {
        _fills(write(_MONEY_MOST, 0, 0), 0, 80, "whole");
        _fills(write(0, _MONEY_MOST, 0), 80, 80, "allowance");
        _fills(write(0, 0, type(uint32).max), 160, 32, "time");
    }

    function test_AmountsAndTimesOnePastTheirEndsAreRefused() external {
        _refuses(abi.encodeCall(this.write, (_MONEY_MOST + 1, 0, 0)), 2 ** 80, 80);
        _refuses(abi.encodeCall(this.write, (0, _MONEY_MOST + 1, 0)), 2 ** 80, 80);
        _refuses(abi.encodeCall(this.write, (0, 0, 2 ** 32)), 2 ** 32, 32);
    }

    function test_NegativeAmountsAreRefused() external {
        _refuses(abi.encodeCall(this.write, (-1, 0, 0)), -1, 80);
        _refuses(abi.encodeCall(this.write, (0, type(int256).min, 0)), type(int256).min, 80);
    }

    function testFuzz_WhatUsesItReadsBack(uint80 whole, uint80 allowance, uint32 time) external pure {
        Money a = Money.wrap(int256(uint256(whole)));
        Money b = Money.wrap(int256(uint256(allowance)));
        InsuranceBudget memory budget = InsuranceBudget({budget: a, allowance: b, paidAt: time});
        _same(abi.encode(budget.pack().unpack()), abi.encode(budget), "the budget");
        PoolMarket memory market = PoolMarket({commitment: a, refillAllowance: b, refilledAt: time});
        _same(abi.encode(market.pack().unpack()), abi.encode(market), "the pool's market");
    }
}
