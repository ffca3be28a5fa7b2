// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FundingMath} from "../../../contracts/risk/FundingMath.sol";
import {Health, Leg, Standing} from "../../../contracts/risk/Health.sol";
import {MarginMath} from "../../../contracts/risk/MarginMath.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {PriceReading} from "../../../contracts/types/PriceReading.sol";
import {TierSlot} from "../../../contracts/types/TierSlot.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {HealthFuzz} from "../support/HealthFuzz.sol";

/// @notice Which price each of the two valuations sees, and what of funding.
contract HealthPricesTest is HealthFuzz {
    function testFuzz_OnePriceMakesOneValuation(uint256 l, uint256 c) external pure {
        (Leg memory leg, int256 cash) = (_anyValidLeg(l), _logSigned(c, 95));
        Standing memory s = _standing(cash, leg);
        _equal(s.valueForInitial, s.valueForMaintenance, "one value");
        _equal(s.valueForInitial, Money.wrap(cash + _worth(leg, leg.market.price.mark)), "cash + pnl - funding");
        _holds(s.initialMargin >= s.maintenanceMargin - s.minReward, "initial >= maintenance, the reward apart");
    }

    function testFuzz_InitialSeesTheWorsePriceAndMaintenanceTheBetter(uint256 l, uint256 c) external pure {
        (Leg memory leg, int256 cash) = (_anyLeg(l), _logSigned(c, 95));
        PriceReading memory price = leg.market.price;
        bool long = Size.unwrap(leg.position.size) > 0;
        (Price worse, Price better) = long ? (price.low, price.high) : (price.high, price.low);
        Standing memory s = _standing(cash, leg);
        _equal(s.valueForInitial, Money.wrap(cash + _worth(leg, worse)), "value for initial margin");
        _equal(s.valueForMaintenance, Money.wrap(cash + _worth(leg, better)), "value for maintenance margin");
        TierSlot tiers = leg.market.tiers;
        Money initial = MarginMath.initialMargin(tiers, _notional(leg, worse));
        Money maintenance = MarginMath.maintenanceMargin(tiers, _notional(leg, better)) + tiers.minReward();
        _equal(s.initialMargin, initial, "initial margin of the notional there");
        _equal(s.maintenanceMargin, maintenance, "maintenance margin of the notional there, and the reward");
    }

    /// @dev What the two prices are for: no price between them makes the account look worse for initial margin, or better
    /// for maintenance. Values and margins round by a unit each.
    function testFuzz_NoPriceInBetweenIsWorseOrBetter(uint256 l, uint256 c, uint256 p) external pure {
        (Leg memory leg, int256 cash) = (_anyLeg(l), _logSigned(c, 95));
        Standing memory both = _standing(cash, leg);
        PriceReading memory price = leg.market.price;
        uint256 between = _in(p, Price.unwrap(price.low), Price.unwrap(price.high));
        leg.market.price.low = leg.market.price.high = Price.wrap(between);
        Standing memory one = _standing(cash, leg);
        Money twoUnits = Money.wrap(2);
        Money surplus = one.valueForInitial - one.initialMargin;
        _atMost(both.valueForInitial - both.initialMargin, surplus + twoUnits, "initial surplus at the worse price");
        surplus = one.valueForMaintenance - one.maintenanceMargin;
        Money most = both.valueForMaintenance - both.maintenanceMargin + twoUnits;
        _atMost(surplus, most, "maintenance surplus at the better price");
    }

    /// @dev The two halves alone, as the hot paths ask for them.
    function testFuzz_EachHalfIsWhatTheWholeSays(uint256 l) external pure {
        Leg memory leg = _anyLeg(l);
        Standing memory s = _standing(0, leg);
        (Money worth, Money margin) = Health.initialOf(leg.position, leg.market, NOW);
        _equal(worth, s.valueForInitial, "value for initial margin");
        _equal(margin, s.initialMargin, "initial margin");
        _equal(Health.withdrawFloorOf(leg.position, leg.market), s.withdrawFloor, "withdrawal floor");
        (worth, margin) = Health.maintenanceOf(leg.position, leg.market, NOW);
        _equal(worth, s.valueForMaintenance, "value for maintenance margin");
        _equal(margin + s.minReward, s.maintenanceMargin, "maintenance margin, the reward apart");
    }

    /// @dev A36. What a view says is what it would say after anyone had accrued, and after funding moved into cash.
    function testFuzz_ValuingIsTheSameAfterAccruing(uint256 l, uint256 c) external pure {
        (Leg memory leg, int256 cash) = (_anyLeg(l), _logSigned(c, 95));
        bytes memory before = abi.encode(_standing(cash, leg));
        uint256 cap = leg.market.tiers.maxFundingRatePerSecond();
        FundingMath.accrue(leg.market.state, leg.market.price.mark, cap, NOW);
        _same(abi.encode(_standing(cash, leg)), before, "after the market accrued");
        Money paid = FundingMath.payment(leg.position, leg.market.state.fundingIndex);
        leg.position.fundingIndex = leg.market.state.fundingIndex;
        Standing memory s = _standing(cash - Money.unwrap(paid), leg);
        s.collateral = s.collateral + paid;
        _same(abi.encode(s), before, "after the account paid");
    }

    function _notional(Leg memory leg, Price price) private pure returns (Money) {
        return Money.wrap(int256((leg.position.size.abs() * Price.unwrap(price) + 1e16 - 1) / 1e16));
    }
}
