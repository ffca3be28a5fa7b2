// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarginMath} from "../../../contracts/risk/MarginMath.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Tiers} from "../../../contracts/types/Parameters.sol";
import {Ratio, RATIO_ONE} from "../../../contracts/types/Ratio.sol";
import {TierSlot} from "../../../contracts/types/TierSlot.sol";
import {RiskFuzz} from "../support/RiskFuzz.sol";

/// @notice Margins by tier against two references: each rate on the part of the notional inside its tier, and
/// DESIGN section 6's N·rateₙ − dₙ with dₙ by its recursion.
contract MarginMathTest is RiskFuzz {
    int256 private constant _ONE = int256(RATIO_ONE);

    /// @dev The largest notional there can be: 2^71 units at 2^80 - 1, rounded up.
    uint256 private constant _LARGEST = (2 ** 71 * PRICE_MAX) / 1e16 + 1;

    function testFuzz_MarginsChargeEachRateOnThePartInsideItsTier(uint256 t, uint256 n) external pure {
        (Tiers memory tiers, uint256 notional) = (_anyTiers(t), _notional(n));
        (Money maintenance, Money initial) = _margins(_pack(tiers), notional);
        _equal(Money.unwrap(maintenance), _byParts(tiers.maintenance, tiers, notional), "maintenance margin");
        _equal(Money.unwrap(initial), _byParts(tiers.initial, tiers, notional), "initial margin");
    }

    function testFuzz_MarginsAreTheFormulaOfTheirTier(uint256 t, uint256 n) external pure {
        (Tiers memory tiers, uint256 notional) = (_anyTiers(t), _notional(n));
        (Money maintenance, Money initial) = _margins(_pack(tiers), notional);
        _equal(Money.unwrap(maintenance), _byFormula(tiers.maintenance, tiers, notional), "maintenance margin");
        _equal(Money.unwrap(initial), _byFormula(tiers.initial, tiers, notional), "initial margin");
    }

    function testFuzz_MarginsNeverFallAsTheNotionalGrows(uint256 t, uint256 n, uint256 m) external pure {
        TierSlot tiers = _pack(_anyTiers(t));
        uint256 notional = _notional(n);
        (Money maintenance, Money initial) = _margins(tiers, notional);
        (Money maintenanceMore, Money initialMore) = _margins(tiers, notional + _log(m, 90));
        _holds(maintenance <= maintenanceMore, "maintenance margin");
        _holds(initial <= initialMore, "initial margin");
    }

    function testFuzz_MarginsDoNotJumpAtABound(uint256 t, uint256 b) external pure {
        Tiers memory tiers = _anyTiers(t);
        TierSlot slot = _pack(tiers);
        uint256 bound = uint256(Money.unwrap(tiers.bounds[b % 3]));
        (Money maintenance, Money initial) = _margins(slot, bound);
        (Money maintenanceAbove, Money initialAbove) = _margins(slot, bound + 1);
        // All rates are below 100 %, so one money unit of notional moves a margin by one at most.
        _within(Money.unwrap(maintenanceAbove - maintenance), 1, "maintenance margin one unit above a bound");
        _within(Money.unwrap(initialAbove - initial), 1, "initial margin one unit above a bound");
    }

    function testFuzz_InitialMarginIsNeverBelowMaintenance(uint256 t, uint256 n) external pure {
        (Money maintenance, Money initial) = _margins(_pack(_anyTiers(t)), _notional(n));
        _holds(initial >= maintenance, "initial >= maintenance");
    }

    function testFuzz_ANotionalAtABoundIsInTheLowerTier(uint256 t, uint256 n) external pure {
        Tiers memory tiers = _anyTiers(t);
        uint256 notional = n & 1 == 0 ? _notional(n) : uint256(Money.unwrap(tiers.bounds[(n >> 1) % 3]));
        uint256 expected = 0;
        for (uint256 tier = 0; tier < 3; ++tier) {
            if (int256(notional) > Money.unwrap(tiers.bounds[tier])) expected = tier + 1;
        }
        _equal(MarginMath.tierOf(_pack(tiers), Money.wrap(int256(notional))), expected, "the tier");
    }

    /// @dev VECTORS V5, Hyperliquid's BTC tiers: 1.25 % up to 150 million, 2.5 % above.
    function test_MarginsOfV5() external pure {
        Tiers memory tiers;
        tiers.bounds[0] = tiers.bounds[1] = tiers.bounds[2] = Money.wrap(150_000_000e6);
        tiers.maintenance = [Ratio.wrap(12_500), Ratio.wrap(25_000), Ratio.wrap(25_000), Ratio.wrap(25_000)];
        TierSlot slot = _pack(tiers);
        _maintains(slot, 100_000_000e6, 1_250_000e6);
        _maintains(slot, 150_000_000e6, 1_875_000e6);
        _maintains(slot, 200_000_000e6, 3_125_000e6);
        _equal(MarginMath.maintenanceDeduction(slot, 3), 1_875_000e6 * _ONE, "the deduction");
    }

    function test_TheLargestNotionalAtTheLargestRatesDoesNotWrap() external pure {
        Tiers memory tiers;
        for (uint256 tier = 0; tier < 4; ++tier) {
            uint256 rate = tier == 3 ? 65_535 : 1;
            (tiers.maintenance[tier], tiers.initial[tier]) = (Ratio.wrap(rate * 100), Ratio.wrap(rate * 100));
            if (tier < 3) tiers.bounds[tier] = Money.wrap((2 ** 28 - 1) * 1_000e6);
        }
        (Money maintenance, Money initial) = _margins(_pack(tiers), _LARGEST);
        _equal(Money.unwrap(maintenance), _byParts(tiers.maintenance, tiers, _LARGEST), "maintenance margin");
        _equal(Money.unwrap(initial), _byParts(tiers.initial, tiers, _LARGEST), "initial margin");
    }

    function _maintains(TierSlot slot, int256 notional, int256 expected) private pure {
        _equal(MarginMath.maintenanceMargin(slot, Money.wrap(notional)), Money.wrap(expected), "V5 maintenance margin");
    }

    /// @dev Zero to the largest there is, most often in the range of the bounds.
    function _notional(uint256 word) private pure returns (uint256) {
        uint256 notional = _log(word, 99);
        return notional > _LARGEST ? _LARGEST : notional;
    }

    function _margins(TierSlot tiers, uint256 notional) private pure returns (Money maintenance, Money initial) {
        Money amount = Money.wrap(int256(notional));
        return (MarginMath.maintenanceMargin(tiers, amount), MarginMath.initialMargin(tiers, amount));
    }

    function _byParts(Ratio[4] memory rates, Tiers memory tiers, uint256 notional) private pure returns (int256) {
        uint256 sum = 0;
        uint256 lower = 0;
        for (uint256 tier = 0; tier < 4 && notional > lower; ++tier) {
            uint256 upper = tier == 3 ? notional : uint256(Money.unwrap(tiers.bounds[tier]));
            if (upper > notional) upper = notional;
            sum += (upper - lower) * Ratio.unwrap(rates[tier]);
            lower = upper;
        }
        return int256((sum + RATIO_ONE - 1) / RATIO_ONE);
    }

    function _byFormula(Ratio[4] memory rates, Tiers memory tiers, uint256 notional) private pure returns (int256) {
        uint256 deduction = 0;
        uint256 rate = Ratio.unwrap(rates[0]);
        for (uint256 tier = 1; tier < 4; ++tier) {
            uint256 lower = uint256(Money.unwrap(tiers.bounds[tier - 1]));
            if (notional <= lower) break;
            deduction += lower * (Ratio.unwrap(rates[tier]) - rate);
            rate = Ratio.unwrap(rates[tier]);
        }
        return int256((notional * rate - deduction + RATIO_ONE - 1) / RATIO_ONE);
    }
}
