// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CollateralPacking} from "../../../contracts/math/CollateralPacking.sol";
import {CollateralMath} from "../../../contracts/risk/CollateralMath.sol";
import {CollateralSlot, WEIGHT_PHASE_IN} from "../../../contracts/types/CollateralSlot.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {PriceReading, PriceValidity} from "../../../contracts/types/PriceReading.sol";
import {BASIS_POINT, Ratio, RATIO_ONE} from "../../../contracts/types/Ratio.sol";
import {RiskFuzz} from "../support/RiskFuzz.sol";
import {Wide} from "../support/Wide.sol";

/// @notice Values, weights and sales of other tokens, at every width that listing lets in.
contract CollateralMathTest is RiskFuzz {
    uint256 private constant _START = 1_000_000;
    uint256 private constant _MOST = 2 ** 112 - 1;

    /// @dev Twice the largest price: what the better side of an unusable one can be.
    uint256 private constant _HIGHEST = 2 * PRICE_MAX;

    // --- value ---

    function testFuzz_AValueIsItsWholeUnitsTimesThePriceRoundedDown(uint256 s, uint256 b, uint256 p) external pure {
        (CollateralSlot slot, uint256 balance, Price price) = (_anySlot(s), _log(b, 112), _anyPrice(p));
        uint256 expected = ((balance / 10 ** slot.scale()) * Price.unwrap(price)) / 1e16;
        _equal(CollateralMath.valueDown(balance, slot, price), Money.wrap(int256(expected)), "value");
    }

    function testFuzz_SplittingABalanceNeverAddsValue(uint256 s, uint256 b, uint256 c, uint256 p) external pure {
        (CollateralSlot slot, Price price) = (_anySlot(s), _anyPrice(p));
        (uint256 one, uint256 other) = (_log(b, 111), _log(c, 111));
        Money together = CollateralMath.valueDown(one + other, slot, price);
        Money apart = CollateralMath.valueDown(one, slot, price) + CollateralMath.valueDown(other, slot, price);
        _holds(apart <= together, "apart <= together");
    }

    function testFuzz_InitialCountsNeverMoreThanMaintenance(uint256 s, uint256 b, uint256 p, uint256 t) external pure {
        (CollateralSlot slot, uint256 balance) = (_anySlot(s), _log(b, 112));
        PriceReading memory price = _between(p);
        Money initial = CollateralMath.initialValue(balance, slot, price);
        uint256 moment = _START + _log(t, 32);
        _holds(initial <= CollateralMath.maintenanceValue(balance, slot, price, moment), "initial <= maintenance");
    }

    function testFuzz_AnUnusablePriceCountsNothingForInitialMargin(uint256 s, uint256 b, uint256 p) external pure {
        PriceReading memory price = _between(p);
        for (uint8 v = uint8(PriceValidity.Expired); v <= uint8(PriceValidity.Invalid); ++v) {
            price.validity = PriceValidity(v);
            Money value = CollateralMath.initialValue(_log(b, 112), _anySlot(s), price);
            _equal(value, Money.wrap(0), "initial value");
        }
    }

    function testFuzz_AnUnusablePriceCountsAtTheBetterOneForMaintenance(uint256 b, uint256 p) external pure {
        CollateralSlot slot = _slot(9, 8_000, 9_000, 9_000, 500);
        PriceReading memory price = _between(p);
        uint256 balance = _log(b, 112);
        price.validity = PriceValidity.Invalid;
        int256 value = Money.unwrap(CollateralMath.valueDown(balance, slot, price.high));
        Money counted = CollateralMath.maintenanceValue(balance, slot, price, _START);
        _equal(counted, Money.wrap((value * 9) / 10), "0.9 of the better price");
    }

    function test_TheWidestBalanceAtTheHighestPriceIsNoWiderThan140Bits() external pure {
        CollateralSlot slot = _slot(0, 10_000, 10_000, 10_000, 0);
        int256 value = Money.unwrap(CollateralMath.valueDown(_MOST, slot, Price.wrap(_HIGHEST)));
        _equal(value, int256((_MOST * _HIGHEST) / 1e16), "value");
        _holds(uint256(value) < 2 ** 140, "value < 2^140");
    }

    /// @dev 1.5 WETH at 2,000 USD in units of 1e-9: 3,000 USD.
    function test_OneAndAHalfWeth() external pure {
        CollateralSlot slot = _slot(9, 8_000, 9_000, 9_000, 500);
        Money value = CollateralMath.valueDown(1.5e18, slot, Price.wrap(ETH_PRICE));
        _equal(value, Money.wrap(3_000e6), "value");
        _equal(CollateralMath.costUp(1.5e18, slot, Price.wrap(ETH_PRICE)), Money.wrap(2_850e6), "cost at 5 % discount");
    }

    // --- a weight that moves ---

    function testFuzz_ALoweredWeightStartsWhereItWasAndNeverRises(uint256 w, uint256 t, uint256 u) external pure {
        uint256 current = _in(w, 1, 9_000);
        uint256 previous = _in(_next(w), current, 9_500);
        CollateralSlot slot = _slot(9, 0, current, previous, 0);
        (uint256 earlier, uint256 later) = (_in(t, 0, WEIGHT_PHASE_IN), _in(u, 0, WEIGHT_PHASE_IN));
        if (earlier > later) (earlier, later) = (later, earlier);
        _equal(Ratio.unwrap(_weight(slot, 0)), previous * BASIS_POINT, "in the block of the change");
        _holds(_weight(slot, later) <= _weight(slot, earlier), "never rises");
        _holds(_weight(slot, later) >= slot.maintenanceWeight(), "not below its end");
        _equal(Ratio.unwrap(_weight(slot, WEIGHT_PHASE_IN)), current * BASIS_POINT, "at the end");
    }

    function testFuzz_ARaisedWeightCountsAtOnce(uint256 w, uint256 t) external pure {
        uint256 previous = _in(w, 1, 9_000);
        uint256 current = _in(_next(w), previous, 9_500);
        Ratio weight = _weight(_slot(9, 0, current, previous, 0), _log(t, 32));
        _equal(Ratio.unwrap(weight), current * BASIS_POINT, "the weight");
    }

    function test_AWeightHalfWayIsHalfWay() external pure {
        Ratio weight = _weight(_slot(9, 0, 7_000, 9_000, 0), WEIGHT_PHASE_IN / 2);
        _equal(Ratio.unwrap(weight), 800_000, "80 %");
    }

    // --- sales ---

    function testFuzz_ABuyerNeverGetsMoreThanHePaysFor(uint256 s, uint256 b, uint256 p, uint256 m) external pure {
        (CollateralSlot slot, uint256 balance, Price price) = (_anySlot(s), _log(b, 112), _anyPrice(p));
        Money payment = Money.wrap(int256(_log(m, 95)) + 1);
        (uint256 amount, Money taken) = CollateralMath.buyable(balance, slot, price, payment);
        _holds(amount <= balance, "no more than there is");
        _holds(taken <= payment, "no more than was offered");
        if (amount == balance) return;
        // taken x scale >= amount x price x (1 - discount), cross-multiplied.
        (uint256 leftHigh, uint256 leftLow) = Wide.product(
            uint256(Money.unwrap(taken)) * 1e16,
            RATIO_ONE * 10 ** slot.scale()
        );
        (uint256 rightHigh, uint256 rightLow) = Wide.product(
            amount,
            Price.unwrap(price) * (RATIO_ONE - Ratio.unwrap(slot.discount()))
        );
        _holds(leftHigh > rightHigh || (leftHigh == rightHigh && leftLow >= rightLow), "pays at least the price");
    }

    function testFuzz_AWholeBalanceCostsAtLeastItsDiscountedValue(uint256 s, uint256 b, uint256 p) external pure {
        (CollateralSlot slot, uint256 balance, Price price) = (_anySlot(s), _log(b, 112), _anyPrice(p));
        Money cost = CollateralMath.costUp(balance, slot, price);
        Money value = CollateralMath.valueDown(balance, slot, price);
        int256 least = (Money.unwrap(value) * int256(RATIO_ONE - Ratio.unwrap(slot.discount()))) / int256(RATIO_ONE);
        _holds(cost >= Money.wrap(least), "cost >= value less discount");
        (uint256 amount, Money taken) = CollateralMath.buyable(balance, slot, price, cost);
        _equal(amount, balance, "all of it for its cost");
        _equal(taken, cost, "and no more than that");
    }

    function testFuzz_ASaleNeverLowersWhatMaintenanceCounts(uint256 b, uint256 p, uint256 m) external pure {
        // Maintenance weight 92 % <= 1 - 5 % - 3 %.
        CollateralSlot slot = _slot(9, 8_000, 9_200, 9_200, 500);
        (uint256 balance, PriceReading memory price) = (_log(b, 112), _between(p));
        Money before = CollateralMath.maintenanceValue(balance, slot, price, _START);
        (uint256 amount, Money taken) = CollateralMath.buyable(
            balance,
            slot,
            price.high,
            Money.wrap(int256(_log(m, 95)) + 1)
        );
        Money left = CollateralMath.maintenanceValue(balance - amount, slot, price, _START) + taken;
        // What is left may lose a fraction of a priced unit, which is worth no more than the price of one.
        int256 unit = int256(Price.unwrap(price.high) / 1e16) + 2;
        _holds(left >= before - Money.wrap(unit), "not lower by more than one priced unit");
    }

    // --- drawing ---

    function _weight(CollateralSlot slot, uint256 elapsed) private pure returns (Ratio) {
        return CollateralMath.maintenanceWeightAt(slot, _START + elapsed);
    }

    /// @dev Valid, with two prices that need not be one.
    function _between(uint256 word) private pure returns (PriceReading memory price) {
        (Price a, Price b) = (_anyPrice(word), _anyPrice(_next(word)));
        (price.low, price.high) = a < b ? (a, b) : (b, a);
        price.mark = price.low;
    }

    /// @dev Any scale, weights that listing lets in, changed at `_START`.
    function _anySlot(uint256 word) private pure returns (CollateralSlot) {
        uint256 discount = _in(_next(word), 0, 2_000);
        uint256 maintenance = _in(word, 0, 9_700 - discount);
        return
            _slot(
                _in(_next(_next(word)), 0, 36),
                _in(~word, 0, maintenance),
                maintenance,
                _in(_next(~word), 0, 9_700),
                discount
            );
    }

    /// @dev Ratios in basis points.
    function _slot(
        uint256 scale,
        uint256 initial,
        uint256 maintenance,
        uint256 previous,
        uint256 discount
    ) private pure returns (CollateralSlot) {
        return
            CollateralPacking.pack(
                address(1),
                scale,
                Ratio.wrap(initial * BASIS_POINT),
                Ratio.wrap(maintenance * BASIS_POINT),
                Ratio.wrap(previous * BASIS_POINT),
                Ratio.wrap(discount * BASIS_POINT),
                _START
            );
    }
}
