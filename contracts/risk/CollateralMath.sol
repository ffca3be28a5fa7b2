// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPoint} from "../math/FixedPoint.sol";
import {Quantities} from "../math/Quantities.sol";
import {CollateralSlot, WEIGHT_PHASE_IN} from "../types/CollateralSlot.sol";
import {Money, ZERO_MONEY} from "../types/Money.sol";
import {Price, PRICE_SCALE} from "../types/Price.sol";
import {PriceReading} from "../types/PriceReading.sol";
import {Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {ActionTable} from "./ActionTable.sol";

/// @title What other tokens count for, and what they are sold for
/// @notice Balances are in the token's own units; a price is that of 10^scale of them. Values are rounded down, so that
/// what is less than one priced unit counts for nothing.
/// @dev Balances have at most 112 bits and prices at most 81, so a value has at most 140: what is compared in
/// `Health.ratioNotLower` still fits a product.
library CollateralMath {
    /// @notice Value of a balance, before any weight.
    function valueDown(uint256 balance, CollateralSlot slot, Price price) internal pure returns (Money) {
        return Quantities.notionalDown(FixedPoint.divDown(balance, _unit(slot)), price);
    }

    /// @notice What a balance adds to the value that initial margin and withdrawals look at: at the worse price, by the
    /// initial weight; nothing where the price is not usable.
    function initialValue(
        uint256 balance,
        CollateralSlot slot,
        PriceReading memory price
    ) internal pure returns (Money) {
        if (!ActionTable.allowsLiquidation(price.validity)) return ZERO_MONEY;
        return Quantities.shareDown(valueDown(balance, slot, price.low), slot.initialWeight());
    }

    /// @notice What a balance adds to the value that liquidation looks at: at the better price, by the maintenance weight
    /// of the moment. Where the price is not usable, the better one is the last accepted price and the jump bound more.
    function maintenanceValue(
        uint256 balance,
        CollateralSlot slot,
        PriceReading memory price,
        uint256 timestamp
    ) internal pure returns (Money) {
        return Quantities.shareDown(valueDown(balance, slot, price.high), maintenanceWeightAt(slot, timestamp));
    }

    /// @notice The maintenance weight that counts at a moment: on a straight line from the previous to the lowered one,
    /// rounded up, so that no account becomes liquidatable in the block of the change; a raised one counts at once.
    /// @param timestamp Not before the last change.
    function maintenanceWeightAt(CollateralSlot slot, uint256 timestamp) internal pure returns (Ratio) {
        uint256 current = Ratio.unwrap(slot.maintenanceWeight());
        uint256 previous = Ratio.unwrap(slot.previousWeight());
        if (previous <= current) return Ratio.wrap(current);
        uint256 elapsed = timestamp - slot.changedAt();
        if (elapsed >= WEIGHT_PHASE_IN) return Ratio.wrap(current);
        uint256 left = FixedPoint.mulDivUp(previous - current, WEIGHT_PHASE_IN - elapsed, WEIGHT_PHASE_IN);
        return Ratio.wrap(current + left);
    }

    // --- sale at the discount ---

    /// @notice What a buyer pays for a whole balance, and the account is credited: price less discount, rounded up, a
    /// fraction of a priced unit counting as one.
    function costUp(uint256 balance, CollateralSlot slot, Price price) internal pure returns (Money) {
        uint256 units = FixedPoint.divUp(balance, _unit(slot));
        uint256 perUnit = Price.unwrap(price) * _discounted(slot);
        return Money.wrap(int256(FixedPoint.mulDivUp(units, perUnit, PRICE_SCALE * RATIO_ONE)));
    }

    /// @notice How many of an account's token units a buyer gets for an amount of cash, and what of the cash is taken: the
    /// account is credited that and no less. Rounded against the buyer; what a payment buys beyond the balance is not
    /// taken.
    /// @param payment Positive.
    /// @param price Above zero.
    function buyable(
        uint256 balance,
        CollateralSlot slot,
        Price price,
        Money payment
    ) internal pure returns (uint256 amount, Money taken) {
        Money whole = costUp(balance, slot, price);
        if (payment >= whole) return (balance, whole);
        // Less than the cost of all units, so at most as many come out: no more than 112 bits and one unit.
        amount = FixedPoint.mulDivDown(
            uint256(Money.unwrap(payment)) * PRICE_SCALE,
            RATIO_ONE * _unit(slot),
            Price.unwrap(price) * _discounted(slot)
        );
        return (amount < balance ? amount : balance, payment);
    }

    /// @dev Token units in one priced unit.
    function _unit(CollateralSlot slot) private pure returns (uint256) {
        return 10 ** slot.scale();
    }

    /// @dev 1 - discount; listing lets no discount of 1 in.
    function _discounted(CollateralSlot slot) private pure returns (uint256) {
        return RATIO_ONE - Ratio.unwrap(slot.discount());
    }
}
