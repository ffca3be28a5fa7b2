// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ShareMath} from "../../../contracts/math/ShareMath.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {PoolFuzz} from "./PoolFuzz.sol";

/// @notice No sequence of joining and leaving takes money from others. Values in 1e-6 USD.
contract ShareMathTest is PoolFuzz {
    uint256 private constant _ONE_TRILLION = 1e18;

    /// @dev ATTACKS A75: the first share, a gift to the pool, a victim. A76 is the same gift by lost trades.
    function testFuzz_TheFirstDepositorGainsNothingByInflatingTheShare(
        uint256 first,
        uint256 gift,
        uint256 victim
    ) external pure {
        first = _in(first, 1, _ONE_TRILLION);
        gift = _in(gift, 0, _ONE_TRILLION);
        victim = _in(victim, 1, _ONE_TRILLION);
        uint256 attackerShares = ShareMath.sharesDown(first, 0, _money(0));
        uint256 supply = attackerShares;
        uint256 value = first + gift;
        uint256 victimShares = ShareMath.sharesDown(victim, supply, _money(value));
        // A request that would bring nothing lapses.
        if (victimShares != 0) {
            supply += victimShares;
            value += victim;
        }
        uint256 back = ShareMath.assetsDown(attackerShares, supply, _money(value));
        _holds(back <= first + gift, "the attacker gets back at most what he put in");
    }

    /// @dev A76: all shares but a few are redeemed before the gift.
    function testFuzz_RedeemingDownToAFewSharesFirstGainsNothing(
        uint256 first,
        uint256 kept,
        uint256 gift,
        uint256 victim
    ) external pure {
        first = _in(first, 1, _ONE_TRILLION);
        gift = _in(gift, 0, _ONE_TRILLION);
        victim = _in(victim, 1, _ONE_TRILLION);
        uint256 shares = ShareMath.sharesDown(first, 0, _money(0));
        kept = _in(kept, 0, shares < 1e7 ? shares : 1e7);
        uint256 early = ShareMath.assetsDown(shares - kept, shares, _money(first));
        uint256 supply = kept;
        uint256 value = first - early + gift;
        uint256 victimShares = ShareMath.sharesDown(victim, supply, _money(value));
        if (victimShares != 0) {
            supply += victimShares;
            value += victim;
        }
        uint256 late = ShareMath.assetsDown(kept, supply, _money(value));
        _holds(early + late <= first + gift, "the attacker gets back at most what he put in");
    }

    function testFuzz_JoiningAndLeavingAtOnceGainsNothing(uint256 assets, uint256 supply, uint256 value) external pure {
        (assets, supply, value) = _pool(assets, supply, value);
        uint256 shares = ShareMath.sharesDown(assets, supply, _money(value));
        uint256 back = ShareMath.assetsDown(shares, supply + shares, _money(value + assets));
        _holds(back <= assets, "in and out brings at most what went in");
    }

    function testFuzz_JoiningTakesNothingFromTheOthers(uint256 assets, uint256 supply, uint256 value) external pure {
        (assets, supply, value) = _pool(assets, supply, value);
        uint256 shares = ShareMath.sharesDown(assets, supply, _money(value));
        _notLower(value, supply, value + assets, supply + shares);
    }

    function testFuzz_LeavingTakesNothingFromTheOthers(uint256 part, uint256 supply, uint256 value) external pure {
        (, supply, value) = _pool(1, supply, value);
        uint256 shares = _in(part, 0, supply);
        uint256 assets = ShareMath.assetsDown(shares, supply, _money(value));
        _holds(assets <= value, "nobody is paid more than there is");
        _notLower(value, supply, value - assets, supply - shares);
    }

    function testFuzz_APartThatMainCanPayCostsItsShareRoundedUp(
        uint256 part,
        uint256 most,
        uint256 supply,
        uint256 value
    ) external pure {
        (, supply, value) = _pool(1, supply, value);
        uint256 shares = _in(part, 1, supply);
        uint256 assets = ShareMath.assetsDown(shares, supply, _money(value));
        if (assets < 2) return;
        most = _in(most, 1, assets - 1);
        uint256 burned = ShareMath.sharesUp(most, supply, _money(value));
        _holds(burned <= shares, "a part burns no more than the whole");
        _notLower(value, supply, value - most, supply - burned);
    }

    /// @dev A80.
    function test_NoSharesAreSoldAtOrBelowATenthOfTheirFirstValue() external pure {
        uint256 supply = ShareMath.sharesDown(1e12, 0, _money(0));
        _holds(!ShareMath.aboveFloor(supply, Money.wrap(-1)), "in debt");
        _holds(!ShareMath.aboveFloor(supply, _money(0)), "without value");
        _holds(!ShareMath.aboveFloor(supply, _money(1)), "with one unit");
        _holds(!ShareMath.aboveFloor(supply, _money(1e11 - 1)), "at a tenth");
        _holds(ShareMath.aboveFloor(supply, _money(1e11)), "above a tenth");
        _holds(ShareMath.aboveFloor(0, _money(0)), "an empty pool sells its first shares");
        _holds(!ShareMath.aboveFloor(0, Money.wrap(-1)), "an empty pool in debt does not");
    }

    function testFuzz_APoolInDebtPaysNothingAndDividesByNothing(
        uint256 shares,
        uint256 supply,
        uint256 debt
    ) external pure {
        supply = _in(supply, 0, type(uint112).max);
        Money value = Money.wrap(-int256(_in(debt, 0, type(uint88).max)));
        _holds(ShareMath.assetsDown(_in(shares, 0, supply), supply, value) == 0, "nothing is paid");
        ShareMath.sharesDown(1, supply, value);
    }

    function _money(uint256 value) private pure returns (Money) {
        return Money.wrap(int256(value));
    }

    /// @dev Any pool whose shares are worth between the floor and ten thousand times their first value.
    function _pool(uint256 assets, uint256 supply, uint256 value) private pure returns (uint256, uint256, uint256) {
        value = _in(value, 1, _ONE_TRILLION);
        supply = _in(supply, 1, (value + 1) * 1e7);
        return (_in(assets, 1, _ONE_TRILLION), supply, value);
    }

    /// @dev (value + 1) / (supply + virtual shares) did not fall.
    function _notLower(uint256 value, uint256 supply, uint256 valueAfter, uint256 supplyAfter) private pure {
        uint256 virtualShares = ShareMath.VIRTUAL_SHARES;
        _holds(
            (valueAfter + 1) * (supply + virtualShares) >= (value + 1) * (supplyAfter + virtualShares),
            "the value of a share did not fall"
        );
    }
}
