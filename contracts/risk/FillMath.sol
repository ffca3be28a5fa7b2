// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPoint} from "../math/FixedPoint.sol";
import {Quantities} from "../math/Quantities.sol";
import {Money, ZERO_MONEY} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {Price, PRICE_SCALE} from "../types/Price.sol";
import {Ratio, RATIO_ONE} from "../types/Ratio.sol";
import {Size, ZERO_SIZE, opposite} from "../types/Size.sol";

/// @title What a fill costs and what it does to a position
library FillMath {
    Price private constant _GREATEST_LIMIT = Price.wrap(type(uint128).max);

    /// @notice Quote of a fill against the pool, rounded up: + the account pays, - it receives.
    /// Δ·index·(1 + (skew + Δ/2) / skewScale) + |Δ|·index·spread: the average of the premium before and after, so that
    /// splitting a fill over orders or accounts changes nothing but rounding.
    /// @dev 80 bits of price times (72 of size times 74 of scales times 20 of ratio): 246 of 255.
    function quoteUp(
        Price index,
        Size skew,
        Size delta,
        uint256 skewScale,
        Ratio spread
    ) internal pure returns (Money) {
        unchecked {
            int256 twice = 2 * int256(skewScale);
            int256 premium = Size.unwrap(delta) * (twice + 2 * Size.unwrap(skew) + Size.unwrap(delta));
            int256 spreadPart = int256(delta.abs()) * int256(Ratio.unwrap(spread)) * twice;
            int256 exact = int256(Price.unwrap(index)) * (premium * int256(RATIO_ONE) + spreadPart);
            return Money.wrap(FixedPoint.divUp(exact, uint256(twice) * PRICE_SCALE * RATIO_ONE));
        }
    }

    /// @notice Quote of a size at a stated price, rounded up: + the account pays, - it receives.
    function quoteAtUp(Price price, Size delta) internal pure returns (Money) {
        return -Quantities.valueDown(-delta, price);
    }

    /// @notice Changes the position by a fill. Increasing adds the quote to the entry notional. Reducing releases entry
    /// notional pro rata, towards minus infinity, so the entry price of what remains is unchanged, and returns released
    /// entry notional minus quote. A flip closes with its share of the quote and opens with the rest.
    /// @param quote + paid by the account, - received.
    /// @return realizedPnl To be added to cash; zero for an increase. Cash + entry notional always change by -quote.
    function applyFill(Position memory position, Size delta, Money quote) internal pure returns (Money realizedPnl) {
        Size size = position.size;
        if (opposite(size, delta)) {
            if (delta.abs() > size.abs()) {
                Money closing = Quantities.proRataDown(quote, size.abs(), delta.abs());
                realizedPnl = position.entryNotional - closing;
                position.entryNotional = closing - quote;
            } else {
                Money released = Quantities.proRataDown(position.entryNotional, delta.abs(), size.abs());
                position.entryNotional = position.entryNotional - released;
                realizedPnl = released - quote;
            }
        } else {
            position.entryNotional = position.entryNotional - quote;
        }
        position.size = size + delta;
    }

    /// @notice Fee on an executed quote, rounded up.
    function feeUp(Money quote, Ratio fee) internal pure returns (Money) {
        return Quantities.shareUp(quote.abs(), fee);
    }

    /// @notice The quote at an order's worst acceptable price: a buy may cost at most this, a sale must bring at least it.
    /// Compared as quote > limit for both, since what a sale brings is negative.
    /// @dev The price is a caller's number: beyond 128 bits, where no fill can be, it counts as 2^128 - 1, so that no
    /// product wraps into a limit that the caller did not set.
    function limitOf(Price worstPrice, Size delta) internal pure returns (Money) {
        Price price = worstPrice > _GREATEST_LIMIT ? _GREATEST_LIMIT : worstPrice;
        return
            delta > ZERO_SIZE
                ? Quantities.notionalDown(delta.abs(), price)
                : -Quantities.notionalUp(delta.abs(), price);
    }

    /// @notice Unrealised profit of a position at a price, towards minus infinity.
    function unrealizedPnl(Position memory position, Price price) internal pure returns (Money) {
        if (position.size == ZERO_SIZE) return ZERO_MONEY;
        return Quantities.valueDown(position.size, price) + position.entryNotional;
    }
}
