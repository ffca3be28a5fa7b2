// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPoint} from "../math/FixedPoint.sol";
import {Quantities} from "../math/Quantities.sol";
import {CollateralSlot, WEIGHT_PHASE_IN} from "../types/CollateralSlot.sol";
import {DebtSlot} from "../types/DebtSlot.sol";
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

    /// @notice What a balance adds where cash or tokens are about to leave: as for initial margin, and nothing either where
    /// the price allows no withdrawal.
    function withdrawalValue(
        uint256 balance,
        CollateralSlot slot,
        PriceReading memory price
    ) internal pure returns (Money) {
        return ActionTable.allowsWithdrawal(price.validity) ? initialValue(balance, slot, price) : ZERO_MONEY;
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
        (Ratio current, Ratio previous) = (slot.maintenanceWeight(), slot.previousWeight());
        return Ratio.wrap(_onTheWay(Ratio.unwrap(previous), Ratio.unwrap(current), timestamp - slot.changedAt()));
    }

    /// @notice The debt beyond which an account's collateral is for sale at a moment: a lowered limit arrives like a lowered
    /// weight.
    /// @param timestamp Not before the last change.
    function debtLimitAt(DebtSlot slot, uint256 timestamp) internal pure returns (Money) {
        uint256 current = uint256(Money.unwrap(slot.limit()));
        uint256 previous = uint256(Money.unwrap(slot.previousLimit()));
        return Money.wrap(int256(_onTheWay(previous, current, timestamp - slot.changedAt())));
    }

    // --- sale at the discount ---

    /// @notice What a buyer pays for a whole balance, and the account is credited: price less discount, rounded up, a
    /// fraction of a priced unit counting as one.
    function costUp(uint256 balance, CollateralSlot slot, Price price) internal pure returns (Money) {
        uint256 units = FixedPoint.divUp(balance, _unit(slot));
        uint256 perUnit = Price.unwrap(price) * _discounted(slot);
        return Money.wrap(int256(FixedPoint.mulDivUp(units, perUnit, PRICE_SCALE * RATIO_ONE)));
    }

    /// @notice The least that a balance's whole units bring at the discount, rounded down.
    function saleValueDown(uint256 balance, CollateralSlot slot, Price price) internal pure returns (Money) {
        return Quantities.shareDown(valueDown(balance, slot, price), Ratio.wrap(_discounted(slot)));
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

    /// @dev From a higher value to a lower one in a straight line, rounded up; a higher one is there at once.
    function _onTheWay(uint256 previous, uint256 current, uint256 elapsed) private pure returns (uint256) {
        if (previous <= current || elapsed >= WEIGHT_PHASE_IN) return current;
        return current + FixedPoint.mulDivUp(previous - current, WEIGHT_PHASE_IN - elapsed, WEIGHT_PHASE_IN);
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
