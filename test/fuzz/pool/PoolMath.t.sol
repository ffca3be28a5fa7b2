// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FillMath} from "../../../contracts/risk/FillMath.sol";
import {MAX_COMMITTED, PoolMath} from "../../../contracts/risk/PoolMath.sol";
import {Money, ZERO_MONEY, maxMoney, minMoney} from "../../../contracts/types/Money.sol";
import {PoolMarket} from "../../../contracts/types/PoolSlot.sol";
import {Position} from "../../../contracts/types/PositionSlot.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {Ratio, RATIO_ONE} from "../../../contracts/types/Ratio.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {PoolFuzz} from "./PoolFuzz.sol";

/// @notice The pool's rules over the whole width of their inputs.
contract PoolMathTest is PoolFuzz {
    uint256 private constant _MAX_SIZE = type(uint64).max;
    uint256 private constant _MAX_MONEY = type(uint88).max;

    function testFuzz_UnwindingIsWhatTradersPayToCloseTheWholeSkew(
        uint256 size,
        uint256 price,
        uint256 scale
    ) external pure {
        Size inventory = Size.wrap(_signedIn(size, _MAX_SIZE));
        Price index = Price.wrap(_in(price, 1, type(uint80).max));
        uint256 skewScale = _in(scale, 1, type(uint64).max);
        Money proceeds = PoolMath.unwindingProceedsDown(inventory, index, skewScale);
        Money quote = FillMath.quoteUp(index, -inventory, inventory, skewScale, Ratio.wrap(0));
        int256 difference = Money.unwrap(quote - proceeds);
        _holds(difference == 0 || difference == 1, "proceeds are the quote, rounded the other way");
    }

    function testFuzz_WhoLeavesIsNeverPaidMoreThanWhoJoinsIsCharged(
        uint256 size,
        uint256 entry,
        uint256 price,
        uint256 scale,
        uint256 index
    ) external pure {
        Position memory position = Position({
            size: Size.wrap(_signedIn(size, _MAX_SIZE)),
            entryNotional: Money.wrap(_signedIn(entry, uint256(2 ** 63 - 1))),
            fundingIndex: 0,
            epoch: 0
        });
        Price mark = Price.wrap(_in(price, 1, type(uint80).max));
        int256 fundingIndex = _signedIn(index, uint256(2 ** 79 - 1));
        uint256 skewScale = _in(scale, 1, type(uint64).max);
        Money high = PoolMath.markValueUp(position, mark, fundingIndex);
        Money low = PoolMath.unwindingValueDown(position, mark, skewScale, fundingIndex);
        _holds(low <= high, "the unwinding value is at most the value at mark");
    }

    function testFuzz_WhatMainPaysLeavesCommitmentsBacked(
        uint256 cash,
        uint256 value,
        uint256 committed
    ) external pure {
        Money mainCash = Money.wrap(_signedIn(cash, _MAX_MONEY));
        Money worth = Money.wrap(_signedIn(value, _MAX_MONEY));
        Money commitments = Money.wrap(int256(_in(committed, 0, _MAX_MONEY)));
        Money amount = PoolMath.payableNow(mainCash, worth, commitments);
        _holds(amount >= ZERO_MONEY, "nothing is the least");
        if (amount == ZERO_MONEY) return;
        _holds(amount <= mainCash, "main pays what it has");
        _holds(commitments <= PoolMath.maxCommitments(worth - amount), "commitments stay at or below 80 %");
    }

    function testFuzz_MainPaysAllThatItMay(uint256 cash, uint256 value, uint256 committed) external pure {
        Money mainCash = Money.wrap(int256(_in(cash, 0, _MAX_MONEY)));
        Money worth = Money.wrap(int256(_in(value, 0, _MAX_MONEY)));
        Money commitments = Money.wrap(int256(_in(committed, 0, _MAX_MONEY)));
        Money more = PoolMath.payableNow(mainCash, worth, commitments) + Money.wrap(1);
        bool backed = commitments <= PoolMath.maxCommitments(worth - more);
        _holds(more > mainCash || more > worth || !backed, "one unit more breaks a bound");
    }

    function testFuzz_TheAllowanceGrowsAtMostATenthADay(
        uint256 committed,
        uint256 had,
        uint256 span,
        uint256 step
    ) external pure {
        PoolMarket memory market = _market(committed, had);
        PoolMarket memory stepped = _market(committed, had);
        Money tenth = Money.wrap(Money.unwrap(market.commitment) / 10);
        Money before = minMoney(market.refillAllowance, tenth);
        uint256 end = 1_000 + _in(span, 0, 3 days);
        uint256 between = _in(step, 1_000, end);
        PoolMath.growAllowance(market, end);
        PoolMath.growAllowance(stepped, between);
        PoolMath.growAllowance(stepped, end);

        Money bound = Money.wrap((Money.unwrap(tenth) * int256(end - 1_000)) / 1 days);
        _holds(market.refillAllowance <= tenth, "a tenth at most");
        _holds(market.refillAllowance - before <= bound, "no faster than a tenth a day");
        _holds(stepped.refillAllowance <= market.refillAllowance, "steps bring no more than one stride");
        _holds(stepped.refillAllowance + Money.wrap(1) >= market.refillAllowance, "a step loses at most one unit");
    }

    function testFuzz_SurplusLeavesCommitmentAndInitialMargin(
        uint256 cash,
        uint256 value,
        uint256 committed,
        uint256 im
    ) external pure {
        Money held = Money.wrap(_signedIn(cash, _MAX_MONEY));
        Money worth = Money.wrap(_signedIn(value, _MAX_MONEY));
        Money commitment = Money.wrap(int256(_in(committed, 0, _MAX_MONEY)));
        Money margin = Money.wrap(int256(_in(im, 0, _MAX_MONEY)));
        Money amount = PoolMath.surplus(held, worth, commitment, margin);
        Money kept = maxMoney(commitment, margin);
        if (amount == ZERO_MONEY) {
            _holds(minMoney(held, worth) <= kept, "nothing only where nothing is over");
        } else {
            _holds(minMoney(held, worth) - amount == kept, "exactly the larger of the two stays");
        }
        _holds(
            PoolMath.missing(worth - amount, commitment) == ZERO_MONEY || amount == ZERO_MONEY,
            "no refill after it"
        );
    }

    function test_TheBoundOfCommitmentsIsFourFifths() external pure {
        _holds(Ratio.unwrap(MAX_COMMITTED) * 5 == RATIO_ONE * 4, "80 %");
        _holds(PoolMath.maxCommitments(Money.wrap(-1)) == ZERO_MONEY, "a pool in debt backs nothing");
    }

    function _market(uint256 committed, uint256 had) private pure returns (PoolMarket memory) {
        return
            PoolMarket({
                commitment: Money.wrap(int256(_in(committed, 0, type(uint80).max))),
                refillAllowance: Money.wrap(int256(_in(had, 0, type(uint80).max))),
                refilledAt: 1_000
            });
    }
}
