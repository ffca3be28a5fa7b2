// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Health, Leg, Standing} from "../../../contracts/risk/Health.sol";
import {Money, ZERO_MONEY} from "../../../contracts/types/Money.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {Ratio} from "../../../contracts/types/Ratio.sol";
import {Tiers} from "../../../contracts/types/Parameters.sol";
import {ZERO_SIZE} from "../../../contracts/types/Size.sol";
import {HealthFuzz} from "../support/HealthFuzz.sol";

/// @notice What an account needs, may take out and must leave.
contract HealthMarginsTest is HealthFuzz {
    using Health for Standing;

    function testFuzz_TheOrderOfLegsDoesNotMatter(uint256 l, uint256 c) external pure {
        Leg[] memory legs = _legs(l, 4);
        int256 cash = _logSigned(c, 95);
        bytes memory forwards = abi.encode(_standing(cash, legs));
        (legs[0], legs[1], legs[2], legs[3]) = (legs[3], legs[2], legs[1], legs[0]);
        _same(abi.encode(_standing(cash, legs)), forwards, "the same standing");
    }

    function testFuzz_TheLargestRewardCountsOnce(uint256 l, uint256 n) external pure {
        uint256 count = _in(n, 1, 6);
        Leg[] memory legs = _legs(l, count);
        Standing memory s = _standing(0, legs);
        Money largest = ZERO_MONEY;
        Money margins = ZERO_MONEY;
        for (uint256 i = 0; i < count; ++i) {
            Money reward = legs[i].market.tiers.minReward();
            if (reward > largest) largest = reward;
            margins = margins + _standing(0, legs[i]).maintenanceMargin - reward;
        }
        _equal(s.minReward, largest, "the largest reward of the markets");
        _equal(s.maintenanceMargin, margins + largest, "maintenance margins and one reward");
    }

    function testFuzz_LegsAddUp(uint256 l, uint256 c) external pure {
        (Leg[] memory legs, int256 cash) = (_legs(l, 5), _logSigned(c, 95));
        Standing memory s = _standing(cash, legs);
        (Money value, Money better) = (Money.wrap(cash), Money.wrap(cash));
        (Money initial, Money floor_) = (ZERO_MONEY, ZERO_MONEY);
        for (uint256 i = 0; i < legs.length; ++i) {
            Standing memory one = _standing(0, legs[i]);
            (value, better) = (value + one.valueForInitial, better + one.valueForMaintenance);
            (initial, floor_) = (initial + one.initialMargin, floor_ + one.withdrawFloor);
        }
        _equal(s.collateral, Money.wrap(cash), "cash");
        _equal(s.valueForInitial, value, "value for initial margin");
        _equal(s.valueForMaintenance, better, "value for maintenance margin");
        _equal(s.initialMargin, initial, "initial margin");
        _equal(s.withdrawFloor, floor_, "withdrawal floor");
    }

    function testFuzz_AnAccountWithoutPositionsNeedsNothing(int96 cash) external pure {
        Standing memory s = Health.begin(Money.wrap(cash), Money.wrap(cash));
        _equal(s.maintenanceMargin, ZERO_MONEY, "no maintenance margin, no reward");
        _equal(s.freeCollateral(), Money.wrap(cash > 0 ? cash : int96(0)), "everything is free");
        _holds(s.isLiquidatable() == (cash < 0), "only a debt is below nothing");
    }

    /// @dev A39. However high the profit, what is free was cash before.
    function testFuzz_PaperProfitIsNeverFree(uint256 l, uint256 c) external pure {
        (Leg[] memory legs, int256 cash) = (_legs(l, 3), _logSigned(c, 95));
        Standing memory s = _standing(cash, legs);
        Money free = s.freeCollateral();
        _holds(free >= ZERO_MONEY, "never negative");
        if (free == ZERO_MONEY) return;
        _atMost(free + s.initialMargin, s.collateral, "cash - initial margin bounds it");
        _atMost(free + s.initialMargin, s.valueForInitial, "value - initial margin bounds it");
        Standing memory after_ = _standing(cash - Money.unwrap(free), legs);
        _holds(after_.meetsInitialMargin(), "what is left is initial margin");
        _equal(after_.freeCollateral(), ZERO_MONEY, "and no more is free");
    }

    /// @dev A39's numbers: 99,000 cash, 1,000 ETH bought at 2,000. At 2,100 the value is 199,000 and nothing is free.
    function test_NoProfitIsFreeAtTheNumbersOfA39() external pure {
        Standing memory s = _standing(99_000e6, _ethLeg(1_000 * ETH, -2_000_000e6, 2.1e16));
        _equal(s.valueForInitial, Money.wrap(199_000e6), "A39 value");
        _equal(s.initialMargin, Money.wrap(105_000e6), "A39 initial margin");
        _equal(s.freeCollateral(), ZERO_MONEY, "A39 nothing is free");
        s = _standing(110_000e6, _ethLeg(1_000 * ETH, -2_000_000e6, 2.1e16));
        _equal(s.freeCollateral(), Money.wrap(5_000e6), "with more cash, cash above initial margin is");
    }

    /// @dev A40's numbers: 10,000 cash, 5,000 needed, 7,500 lost on paper.
    function test_NoMarginIsFreeWhileLosingAtTheNumbersOfA40() external pure {
        // 50 ETH at 2,000, sold at 1,850: a short that has lost 7,500.
        Standing memory s = _standing(10_000e6, _ethLeg(-50 * ETH, 92_500e6, ETH_PRICE));
        _equal(s.valueForInitial, Money.wrap(2_500e6), "A40 value");
        _equal(s.initialMargin, Money.wrap(5_000e6), "A40 initial margin");
        _equal(s.freeCollateral(), ZERO_MONEY, "A40 nothing is free");
        _holds(!s.meetsInitialMargin() && !s.isLiquidatable(), "A40 exactly at maintenance margin it is still safe");
    }

    function testFuzz_MarginsAreMetToTheUnit(uint256 l) external pure {
        Leg memory leg = _anyLeg(l);
        Standing memory s = _standing(0, leg);
        int256 cash = Money.unwrap(s.initialMargin - s.valueForInitial);
        _holds(_standing(cash, leg).meetsInitialMargin(), "at initial margin");
        _holds(!_standing(cash - 1, leg).meetsInitialMargin(), "a unit below it");
        cash = Money.unwrap(s.maintenanceMargin - s.valueForMaintenance);
        _holds(!_standing(cash, leg).isLiquidatable(), "at maintenance margin");
        _holds(_standing(cash - 1, leg).isLiquidatable(), "a unit below it");
    }

    function testFuzz_TheWithdrawFloorIsItsShareOfTheNotionalRoundedUp(uint256 l) external pure {
        Leg memory leg = _anyLeg(l);
        bool long = leg.position.size > ZERO_SIZE;
        uint256 worse = Price.unwrap(long ? leg.market.price.low : leg.market.price.high);
        uint256 notional = (leg.position.size.abs() * worse + 1e16 - 1) / 1e16;
        uint256 floor_ = (notional * Ratio.unwrap(leg.market.tiers.withdrawFloor()) + 1e6 - 1) / 1e6;
        _equal(_standing(0, leg).withdrawFloor, Money.wrap(int256(floor_)), "the floor");
    }

    /// @dev Sixteen of the largest positions at the largest prices and rates: in arithmetic that would panic.
    function test_NothingWrapsInTheLargestAccount() external pure {
        Tiers memory tiers;
        for (uint256 tier = 0; tier < 4; ++tier) {
            tiers.initial[tier] = tiers.maintenance[tier] = Ratio.wrap(65_535 * 100);
            if (tier < 3) tiers.bounds[tier] = Money.wrap((2 ** 28 - 1) * 1_000e6);
        }
        tiers.withdrawFloor = Ratio.wrap((2 ** 14 - 1) * 100);
        Leg memory leg;
        leg.market.tiers = _pack(tiers);
        leg.market.price = _reading(PRICE_MAX, PRICE_MAX, PRICE_MAX);
        leg.market.state = _market(type(int80).max, 0, 0);
        leg.position = _position(type(int72).min, type(int64).min, type(int80).min);
        Leg[] memory legs = new Leg[](16);
        for (uint256 i = 0; i < 16; ++i) legs[i] = leg;
        Standing memory s = _standing(type(int96).min, legs);
        int256 worth = _worth(leg, leg.market.price.mark);
        _equal(Money.unwrap(s.valueForMaintenance), int256(type(int96).min) + 16 * worth, "the value");
        int256 notional = int256((2 ** 71 * PRICE_MAX + 1e16 - 1) / 1e16);
        _equal(Money.unwrap(s.maintenanceMargin), 16 * ((notional * 6_553_500 + 1e6 - 1) / 1e6), "the margin");
        // The bound under which margin ratios are compared by a product.
        _holds(s.maintenanceMargin < Money.wrap(2 ** 127), "margins stay below 127 bits");
        _holds(-s.valueForMaintenance < Money.wrap(2 ** 127), "and so do values");
    }

    function _legs(uint256 word, uint256 count) private pure returns (Leg[] memory legs) {
        legs = new Leg[](count);
        for (uint256 i = 0; i < count; ++i) legs[i] = _anyLeg(uint256(keccak256(abi.encode(word, i))));
    }
}
