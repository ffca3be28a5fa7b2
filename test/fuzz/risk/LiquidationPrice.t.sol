// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Quantities} from "../../../contracts/math/Quantities.sol";
import {Health, Leg, Standing} from "../../../contracts/risk/Health.sol";
import {LiquidationPriceMath} from "../../../contracts/risk/LiquidationPriceMath.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Price, ZERO_PRICE} from "../../../contracts/types/Price.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {HealthFuzz} from "../support/HealthFuzz.sol";

/// @notice The price at which one position takes its account below maintenance margin, held against the health rule.
contract LiquidationPriceTest is HealthFuzz {
    using Health for Standing;

    /// @dev A long that has paid, or a short that has received, about what it is worth, with some cash behind it.
    function testFuzz_TheHealthRuleTurnsAtIt(uint256 word, uint256 s, uint256 b) external pure {
        (Leg memory leg, Money backing) = _standing(word, s, b);
        Price price = _solve(leg, backing);
        if (price == ZERO_PRICE) return;
        bool long = Size.unwrap(leg.position.size) > 0;
        uint256 safe = Price.unwrap(price);
        _holds(!_liquidatable(leg, backing, safe), "not liquidatable at the price");
        if (safe == 1 && long) return;
        _holds(_liquidatable(leg, backing, long ? safe - 1 : safe + 1), "liquidatable one step beyond");
    }

    function testFuzz_NoBetterPriceLiquidates(uint256 word, uint256 s, uint256 b, uint256 d) external pure {
        (Leg memory leg, Money backing) = _standing(word, s, b);
        uint256 safe = Price.unwrap(_solve(leg, backing));
        bool long = Size.unwrap(leg.position.size) > 0;
        // A long without one is never liquidated, a short always.
        uint256 better = long ? safe + 1 + _log(d, 70) : _in(d, 0, safe);
        if (better == 0) return;
        _holds(!_liquidatable(leg, backing, better), "not liquidatable at a better price");
    }

    /// @dev Just beyond, a whole amount of money may be safe by itself where the notional of the next fraction is not.
    function testFuzz_EveryPriceWellBeyondLiquidates(uint256 word, uint256 s, uint256 b, uint256 d) external pure {
        (Leg memory leg, Money backing) = _standing(word, s, b);
        uint256 safe = Price.unwrap(_solve(leg, backing));
        int256 size = Size.unwrap(leg.position.size);
        if (size < 0) {
            _holds(_liquidatable(leg, backing, safe + 1 + _log(d, 70)), "every higher price liquidates a short");
            return;
        }
        // Twenty money units of the position in price steps: a unit of value may be worth less than half a unit beyond its margin.
        uint256 step = (20e16 / uint256(size)) + 20;
        if (safe <= step) return;
        _holds(_liquidatable(leg, backing, _in(d, 1, safe - step)), "every lower price liquidates a long");
    }

    function test_EthAtTwoThousand() external pure {
        // 1 ETH bought at 2,000 with 100 behind it: 100 + p - 2000 = 2.5 % p at 1,948.717949.
        Leg memory leg = _ethLeg(ETH, -2_000e6, ETH_PRICE);
        Price price = _solve(leg, Money.wrap(100e6 - 2_000e6));
        _within(int256(Price.unwrap(price)) - 19_487_179_480_000_000, 20_000_000, "long: 1,900 / 0.975");
        leg.position.size = Size.wrap(-ETH);
        price = _solve(leg, Money.wrap(100e6 + 2_000e6));
        _within(20_487_804_880_000_000 - int256(Price.unwrap(price)), 20_000_000, "short: 2,100 / 1.025");
    }

    function test_HasNoneWithoutAPositionOrWithEverythingBehindIt() external pure {
        Leg memory leg = _ethLeg(0, 0, ETH_PRICE);
        _holds(_solve(leg, Money.wrap(-1)) == ZERO_PRICE, "no position");
        leg.position.size = Size.wrap(ETH);
        _holds(_solve(leg, Money.wrap(1)) == ZERO_PRICE, "a long that is paid in full");
        leg.position.size = Size.wrap(-ETH);
        _holds(_solve(leg, Money.wrap(0)) == ZERO_PRICE, "a short with nothing behind it is below at every price");
    }

    /// @dev The leg, and what stands behind it beside its size x price: entry notional, cash, funding, other margins.
    function _standing(uint256 word, uint256 s, uint256 b) private pure returns (Leg memory leg, Money backing) {
        leg = _anyValidLeg(word);
        int256 size = _logSigned(s, 66);
        leg.position.size = Size.wrap(size == 0 ? int256(1) : size);
        int256 value = Money.unwrap(Quantities.valueDown(leg.position.size, leg.market.price.mark));
        int256 magnitude = value < 0 ? -value : value;
        // Up to the whole worth of it in either direction.
        backing = Money.wrap(-value + _signedIn(b, -magnitude - 5, magnitude + 5));
    }

    function _solve(Leg memory leg, Money backing) private pure returns (Price) {
        return LiquidationPriceMath.lastSafePrice(leg.market.tiers, leg.position.size, backing);
    }

    /// @dev What Health says of an account in which this much cash makes the backing.
    function _liquidatable(Leg memory leg, Money backing, uint256 price) private pure returns (bool) {
        leg.market.price = _reading(price, price, price);
        leg.position.fundingIndex = 0;
        leg.market.state = _market(0, 0, 0);
        Money cash = backing - leg.position.entryNotional + leg.market.tiers.minReward();
        return _standing(Money.unwrap(cash), leg).isLiquidatable();
    }
}
