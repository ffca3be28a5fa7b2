// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPoint} from "../math/FixedPoint.sol";
import {Quantities} from "../math/Quantities.sol";
import {Money} from "../types/Money.sol";
import {Price, PRICE_SCALE, ZERO_PRICE} from "../types/Price.sol";
import {Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {Size, ZERO_SIZE} from "../types/Size.sol";
import {TIER_COUNT, TierSlot} from "../types/TierSlot.sol";
import {MarginMath} from "./MarginMath.sol";

/// @title The price at which one position takes its account below maintenance margin
/// @notice Solves backing + size x price = maintenance(|size| x price) tier by tier. Rates do not decrease, so the margin is the
/// largest of the four lines N·rateₙ − dₙ, and the solution is the last of the four that the price meets on its way.
/// @dev The roundings are those of Health: value towards minus infinity, notional and margin up. The result is exact to the price
/// step. Backings have at most 160 bits, times a ratio of 20; a result of 180 bits times the price scale fits.
library LiquidationPriceMath {
    int256 private constant _ONE = int256(RATIO_ONE);

    /// @notice The last price that does not liquidate: for a long this and every higher price leave the account at or above
    /// maintenance margin and the next lower one does not; for a short the other way round. It may lie beyond what an
    /// oracle reports. Zero where there is no such price: a long that none liquidates, a short that all do, no position.
    /// @param backing Account value less maintenance margin of everything but the position's size x price and tiers.
    /// @dev Tiers of 100 % and more are left out for a long: its value grows no faster there than its margin, so that a second price,
    /// above which it is liquidatable again, is not reported.
    function lastSafePrice(TierSlot tiers, Size size, Money backing) internal pure returns (Price) {
        if (size > ZERO_SIZE) return _ofLong(tiers, size, backing);
        return size < ZERO_SIZE ? _ofShort(tiers, size, backing) : ZERO_PRICE;
    }

    /// @notice Whether the account is below maintenance margin with the position at `price`.
    function isLiquidatableAt(TierSlot tiers, Size size, Money backing, Price price) internal pure returns (bool) {
        Money margin = MarginMath.maintenanceMargin(tiers, Quantities.notionalUp(size, price));
        return backing + Quantities.valueDown(size, price) < margin;
    }

    /// @dev Between the whole amounts n and n + 1 the value counts n and the notional n + 1. The least n from which on
    /// backing + n >= (n + 1)·rate − d in every tier is ceil((rate − d − backing) / (1 − rate)); below it all such are not.
    function _ofLong(TierSlot tiers, Size size, Money backing) private pure returns (Price) {
        int256 notional = 0;
        for (uint256 tier = 0; tier < TIER_COUNT; ++tier) {
            int256 rate = int256(Ratio.unwrap(tiers.maintenanceRate(tier)));
            if (rate >= _ONE) break;
            int256 deduction = MarginMath.maintenanceDeduction(tiers, tier);
            int256 root = FixedPoint.divUp(rate - deduction - Money.unwrap(backing) * _ONE, uint256(_ONE - rate));
            if (root > notional) notional = root;
        }
        uint256 price = FixedPoint.mulDivUp(uint256(notional), PRICE_SCALE, size.abs());
        // A whole amount below may be safe by itself, and a position of more than 1e16 units may meet no other price there.
        while (price > 1 && !isLiquidatableAt(tiers, size, backing, Price.wrap(price - 1))) --price;
        return price > 1 ? Price.wrap(price) : ZERO_PRICE;
    }

    /// @dev Value and notional of a short are whole at once: the most n for which backing − n >= n·rate − d in every tier.
    function _ofShort(TierSlot tiers, Size size, Money backing) private pure returns (Price) {
        int256 notional = type(int256).max;
        for (uint256 tier = 0; tier < TIER_COUNT; ++tier) {
            int256 rate = int256(Ratio.unwrap(tiers.maintenanceRate(tier)));
            int256 deduction = MarginMath.maintenanceDeduction(tiers, tier);
            int256 root = FixedPoint.divDown(Money.unwrap(backing) * _ONE + deduction, uint256(_ONE + rate));
            if (root < notional) notional = root;
        }
        if (notional <= 0) return ZERO_PRICE;
        return Price.wrap(FixedPoint.mulDivDown(uint256(notional), PRICE_SCALE, size.abs()));
    }
}
