// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FundingMath} from "../../../contracts/risk/FundingMath.sol";
import {Health, Leg, MarketSnapshot, Standing} from "../../../contracts/risk/Health.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {PriceReading, PriceValidity} from "../../../contracts/types/PriceReading.sol";
import {Ratio} from "../../../contracts/types/Ratio.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {Tiers} from "../../../contracts/types/Parameters.sol";
import {RiskFuzz} from "./RiskFuzz.sol";

/// @title What the tests of the health rule are made of
abstract contract HealthFuzz is RiskFuzz {
    using Health for Standing;

    /// @dev When accounts are valued; markets accrued last at zero.
    uint256 internal constant NOW = 12 hours;

    /// @dev A position of up to 2^66 units, of either side, in any market whose price lies in a band.
    function _anyLeg(uint256 word) internal pure returns (Leg memory leg) {
        uint256 mark = _in(word, LISTING_PRICE_MIN, LISTING_PRICE_MAX);
        word = _next(word);
        leg.market.price = _reading(mark - _in(word, 0, mark / 3), mark, mark + _in(_next(word), 0, mark / 3));
        word = _next(_next(word));
        leg.market.tiers = _pack(_anyTiers(word));
        leg.market.state = _market(_logSigned(word, 70), _logSigned(_next(word), 32), _logSigned(~word, 19));
        word = _next(_next(word));
        int256 size = _logSigned(word, 66);
        leg.position = _position(size == 0 ? int256(1) : size, _logSigned(_next(word), 63), _logSigned(~word, 70));
    }

    /// @dev The same with one price: low, mark and high are equal.
    function _anyValidLeg(uint256 word) internal pure returns (Leg memory leg) {
        leg = _anyLeg(word);
        uint256 mark = Price.unwrap(leg.market.price.mark);
        leg.market.price = _reading(mark, mark, mark);
    }

    function _reading(uint256 low, uint256 mark, uint256 high) internal pure returns (PriceReading memory) {
        PriceValidity validity = low == high ? PriceValidity.Valid : PriceValidity.Diverged;
        return PriceReading(Price.wrap(mark), Price.wrap(low), Price.wrap(high), validity, 1, 1);
    }

    /// @dev ETH at one price with 5 % initial and 2.5 % maintenance margin and no reward, funding standing still.
    function _ethLeg(int256 size, int256 entry, uint256 price) internal pure returns (Leg memory leg) {
        Tiers memory tiers;
        for (uint256 tier = 0; tier < 4; ++tier) {
            (tiers.initial[tier], tiers.maintenance[tier]) = (Ratio.wrap(50_000), Ratio.wrap(25_000));
        }
        leg.market.tiers = _pack(tiers);
        leg.market.price = _reading(price, price, price);
        leg.position = _position(size, entry, 0);
    }

    function _standing(int256 cash, Leg[] memory legs) internal pure returns (Standing memory standing) {
        standing = Health.begin(Money.wrap(cash), Money.wrap(cash));
        for (uint256 i = 0; i < legs.length; ++i) standing.add(legs[i].position, legs[i].market, NOW);
    }

    function _standing(int256 cash, Leg memory leg) internal pure returns (Standing memory) {
        Leg[] memory legs = new Leg[](1);
        legs[0] = leg;
        return _standing(cash, legs);
    }

    /// @dev Reference for a leg's worth at a price, funding owed up to now: floor and ceiling of the exact products.
    function _worth(Leg memory leg, Price price) internal pure returns (int256) {
        MarketSnapshot memory market = leg.market;
        uint256 cap = market.tiers.maxFundingRatePerSecond();
        (int256 index, ) = FundingMath.indexAt(market.state, market.price.mark, cap, NOW);
        int256 size = Size.unwrap(leg.position.size);
        int256 owed = -_floor(-size * (index - leg.position.fundingIndex));
        return _floor(size * int256(Price.unwrap(price))) + Money.unwrap(leg.position.entryNotional) - owed;
    }

    /// @dev floor(exact / 1e16).
    function _floor(int256 exact) private pure returns (int256) {
        return exact >= 0 ? exact / 1e16 : -((-exact + 1e16 - 1) / 1e16);
    }
}
