// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPoint} from "../math/FixedPoint.sol";
import {Quantities} from "../math/Quantities.sol";
import {Money, ZERO_MONEY, maxMoney, minMoney, positivePart} from "../types/Money.sol";
import {PoolMarket} from "../types/PoolSlot.sol";
import {Position} from "../types/PositionSlot.sol";
import {Price, PRICE_SCALE} from "../types/Price.sol";
import {Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {Size} from "../types/Size.sol";
import {FillMath} from "./FillMath.sol";
import {FundingMath} from "./FundingMath.sol";

/// @dev Most of the pool's value that commitments together may be.
Ratio constant MAX_COMMITTED = Ratio.wrap(800_000);

/// @dev Part of a commitment that main may send there in a day.
Ratio constant DAILY_REFILL = Ratio.wrap(100_000);

/// @title What the pool is worth and what may move between its accounts
library PoolMath {
    /// @notice What traders hold of a side's open interest, the pool's position taken out.
    /// @param poolPart Units of the pool's position, if it is on that side. Caught up with deleveragings a short is rounded up:
    /// where nobody else is on its side it may be a unit more than all of them.
    function tradersInterest(uint256 openInterest, uint256 poolPart) internal pure returns (uint256) {
        return openInterest > poolPart ? openInterest - poolPart : 0;
    }

    // --- value of an inventory ---

    /// @notice Unrealised profit less funding owed at the mark, towards plus infinity: what who joins pays for.
    /// @param fundingIndex The market's index now.
    function markValueUp(Position memory position, Price mark, int256 fundingIndex) internal pure returns (Money) {
        // The other side of the same position, rounded against its owner.
        Position memory mirror = Position({
            size: -position.size,
            entryNotional: -position.entryNotional,
            fundingIndex: position.fundingIndex,
            epoch: position.epoch
        });
        return FundingMath.payment(mirror, fundingIndex) - FillMath.unrealizedPnl(mirror, mark);
    }

    /// @notice The same towards minus infinity: what who leaves is paid for where fills are at the mark.
    function markValueDown(Position memory position, Price mark, int256 fundingIndex) internal pure returns (Money) {
        return FillMath.unrealizedPnl(position, mark) - FundingMath.payment(position, fundingIndex);
    }

    /// @notice The same with the inventory unwound at its average premium, towards minus infinity: what who leaves is
    /// paid for. Never above `markValueUp`.
    function unwindingValueDown(
        Position memory position,
        Price index,
        uint256 skewScale,
        int256 fundingIndex
    ) internal pure returns (Money) {
        Money proceeds = unwindingProceedsDown(position.size, index, skewScale);
        return proceeds + position.entryNotional - FundingMath.payment(position, fundingIndex);
    }

    /// @notice What traders closing against the whole inventory bring: inventory x index x (1 + skew / (2·skewScale))
    /// with skew = -inventory, the fill price of section 5 from the present skew to none, without spread and fees.
    /// @dev 80 bits of price times 72 of size times 74 of scales: 226 of 255.
    function unwindingProceedsDown(Size inventory, Price index, uint256 skewScale) internal pure returns (Money) {
        unchecked {
            int256 twice = 2 * int256(skewScale);
            int256 size = Size.unwrap(inventory);
            int256 exact = int256(Price.unwrap(index)) * size * (twice - size);
            return Money.wrap(FixedPoint.divDown(exact, uint256(twice) * PRICE_SCALE));
        }
    }

    // --- the 80 % rule ---

    /// @notice Most that commitments together may be, of a pool of this value.
    function maxCommitments(Money poolValue) internal pure returns (Money) {
        return Quantities.shareDown(positivePart(poolValue), MAX_COMMITTED);
    }

    /// @notice What main may pay an LP: cash that it has, and that leaves commitments at most 80 % of the rest.
    function payableNow(Money mainCash, Money poolValue, Money commitments) internal pure returns (Money) {
        unchecked {
            // Commitments of 80 bits in 64 markets times a ratio.
            int256 scaled = Money.unwrap(commitments) * int256(RATIO_ONE);
            Money needed = Money.wrap(FixedPoint.divUp(scaled, Ratio.unwrap(MAX_COMMITTED)));
            return positivePart(minMoney(mainCash, poolValue - needed));
        }
    }

    // --- main and the market accounts ---

    /// @notice Lets the allowance grow up to now: a tenth of the commitment a day, at most that tenth.
    function growAllowance(PoolMarket memory market, uint256 timestamp) internal pure {
        unchecked {
            Money most = Quantities.shareDown(market.commitment, DAILY_REFILL);
            // Time does not run backwards.
            Money grown = Quantities.proRataDown(most, timestamp - market.refilledAt, 1 days);
            market.refillAllowance = minMoney(most, market.refillAllowance + grown);
            market.refilledAt = timestamp;
        }
    }

    /// @notice What a market's account lacks to its commitment.
    function missing(Money accountValue, Money commitment) internal pure returns (Money) {
        return positivePart(commitment - accountValue);
    }

    /// @notice What a market's account has to spare: min(cash, value) - max(commitment, initial margin), or nothing.
    function surplus(
        Money cash,
        Money accountValue,
        Money commitment,
        Money initialMargin
    ) internal pure returns (Money) {
        return positivePart(minMoney(cash, accountValue) - maxMoney(commitment, initialMargin));
    }

    /// @notice The part of an amount that main can pay.
    function atMostCash(Money amount, Money mainCash) internal pure returns (Money) {
        return mainCash <= ZERO_MONEY ? ZERO_MONEY : minMoney(amount, mainCash);
    }
}
