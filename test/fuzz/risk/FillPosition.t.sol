// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FillMath} from "../../../contracts/risk/FillMath.sol";
import {Money, ZERO_MONEY} from "../../../contracts/types/Money.sol";
import {Position} from "../../../contracts/types/PositionSlot.sol";
import {Price, PRICE_SCALE} from "../../../contracts/types/Price.sol";
import {Ratio} from "../../../contracts/types/Ratio.sol";
import {MAX_ORDER_SIZE, Size, ZERO_SIZE} from "../../../contracts/types/Size.sol";
import {RiskFuzz} from "../support/RiskFuzz.sol";

/// @notice What a fill does to a position: nothing is made or lost, and what remains keeps its entry price.
contract FillPositionTest is RiskFuzz {
    /// @dev Whatever the fill: cash and entry notional together change by what was paid.
    function testFuzz_CashAndEntryChangeByTheQuote(uint256 s, uint256 e, uint256 d, uint256 q) external pure {
        Position memory p = _anyPosition(s, e);
        (Size size, Money entry, Size delta) = (p.size, p.entryNotional, _anyOrder(d));
        Money quote = Money.wrap(_logSigned(q, 150));
        Money pnl = FillMath.applyFill(p, delta, quote);
        _equal(pnl + p.entryNotional - entry, -quote, "cash + entry change by -quote");
        _equal(p.size, size + delta, "the size changes by the fill");
    }

    function testFuzz_TheOtherSideOfAFillMovesByTheSameIntegers(
        uint256 s,
        uint256 e,
        uint256 d,
        uint256 q
    ) external pure {
        Position memory taker = _anyPosition(s, e);
        Position memory maker = _anyPosition(_next(s), _next(e));
        Money before = taker.entryNotional + maker.entryNotional;
        Size sizes = taker.size + maker.size;
        (Size delta, Money quote) = (_anyOrder(d), Money.wrap(_logSigned(q, 150)));
        Money pnl = FillMath.applyFill(taker, delta, quote) + FillMath.applyFill(maker, -delta, -quote);
        _equal(pnl + taker.entryNotional + maker.entryNotional, before, "no cash is made between the two");
        _equal(taker.size + maker.size, sizes, "and no size");
    }

    function testFuzz_AnIncreaseRealisesNothing(uint256 s, uint256 e, uint256 d, uint256 q) external pure {
        Position memory p = _anyPosition(s, e);
        Money entry = p.entryNotional;
        // In the direction of the position; a flat one takes any.
        int256 delta = int256(_in(d, 1, 2 ** 71 - 1)) * (p.size < ZERO_SIZE ? -1 : int8(1));
        Money quote = Money.wrap(_logSigned(q, 63));
        _equal(FillMath.applyFill(p, Size.wrap(delta), quote), ZERO_MONEY, "no profit or loss");
        _equal(p.entryNotional, entry - quote, "the quote is in the entry");
    }

    function testFuzz_AReductionKeepsTheEntryPriceOfTheRest(uint256 s, uint256 e, uint256 d, uint256 q) external pure {
        (int256 size, int256 entry) = (_open(s), _logSigned(e, 63));
        uint256 whole = Size.wrap(size).abs();
        uint256 closed = _in(d, 1, whole);
        Position memory p = _position(size, entry, 0);
        Money quote = Money.wrap(_logSigned(q, 64));
        int256 delta = size > 0 ? -int256(closed) : int256(closed);
        Money pnl = FillMath.applyFill(p, Size.wrap(delta), quote);
        // What is kept of the entry is its exact share, rounded up: cash is never paid a fraction in advance.
        int256 exact = entry * int256(whole - closed);
        int256 kept = Money.unwrap(p.entryNotional);
        _within(kept * int256(whole) - exact, int256(whole) - 1, "0 <= kept - exact < 1");
        _equal(pnl, Money.wrap(entry - kept) - quote, "released entry less quote");
    }

    function testFuzz_AFullCloseLeavesNothing(uint256 s, uint256 e, uint256 q) external pure {
        (int256 size, Money entry) = (_open(s), Money.wrap(_logSigned(e, 63)));
        Position memory p = _position(size, Money.unwrap(entry), 0);
        Money quote = Money.wrap(_logSigned(q, 64));
        Money pnl = FillMath.applyFill(p, Size.wrap(-size), quote);
        _equal(p.size, ZERO_SIZE, "no size");
        _equal(p.entryNotional, ZERO_MONEY, "no entry");
        _equal(pnl, entry - quote, "everything is realised");
    }

    /// @dev A flip is a close and an open: the close takes its share of the quote, rounded down, the rest opens.
    function testFuzz_AFlipIsACloseAndAnOpen(uint256 s, uint256 e, uint256 d, uint256 q) external pure {
        (int256 size, int256 entry) = (_open(s), _logSigned(e, 63));
        uint256 closed = Size.wrap(size).abs();
        uint256 traded = _in(d, closed + 1, 2 ** 71);
        int256 quote = _logSigned(q, 150);
        Position memory p = _position(size, entry, 0);
        int256 delta = size > 0 ? -int256(traded) : int256(traded);
        int256 pnl = Money.unwrap(FillMath.applyFill(p, Size.wrap(delta), Money.wrap(quote)));
        int256 closing = entry - pnl;
        int256 exact = quote * int256(closed);
        _within(exact - closing * int256(traded), int256(traded) - 1, "0 <= exact - quote of the close < 1");

        Position memory parts = _position(size, entry, 0);
        Money closePnl = FillMath.applyFill(parts, Size.wrap(-size), Money.wrap(closing));
        Money openPnl = FillMath.applyFill(parts, Size.wrap(delta + size), Money.wrap(quote - closing));
        _equal(closePnl + openPnl, Money.wrap(pnl), "the same profit");
        _same(abi.encode(p), abi.encode(parts), "the same position");
    }

    function test_TheLargestPositionFlipsIntoTheOther() external pure {
        Position memory p = _position(type(int72).min, type(int64).max, 0);
        Money pnl = FillMath.applyFill(p, Size.wrap(2 ** 72 - 1), Money.wrap(int256(type(int160).max)));
        _equal(p.size, Size.wrap(MAX_ORDER_SIZE), "from the largest short to the largest long");
        int256 closing = (int256(type(int160).max) * 2 ** 71) / (2 ** 72 - 1);
        _equal(pnl, Money.wrap(int256(type(int64).max) - closing), "at the ends of money and size");
    }

    function testFuzz_UnrealizedPnlRoundsDown(uint256 s, uint256 e, uint256 x) external pure {
        Position memory p = _anyPosition(s, e);
        Price price = _anyPrice(x);
        int256 pnl = Money.unwrap(FillMath.unrealizedPnl(p, price));
        if (p.size == ZERO_SIZE) return _equal(pnl, 0, "without a position there is none");
        int256 exact = Size.unwrap(p.size) * int256(Price.unwrap(price));
        int256 gap = exact + (Money.unwrap(p.entryNotional) - pnl) * int256(PRICE_SCALE);
        _within(gap, int256(PRICE_SCALE) - 1, "0 <= exact - pnl < 1");
    }

    /// @dev A3. A position bought in parts never shows more profit than the same bought at once.
    function testFuzz_BuyingInPartsNeverImprovesTheEntry(uint256 s, uint256 x, bool short) external pure {
        Price price = _listingPrice(x);
        (Position memory parts, Position memory atOnce) = (_position(0, 0, 0), _position(0, 0, 0));
        for (uint256 part = 0; part < 12; ++part) {
            s = _next(s);
            int256 delta = int256(_in(s, 1, s & 1 == 0 ? 100 : 2 ** 50)) * (short ? -1 : int8(1));
            FillMath.applyFill(parts, Size.wrap(delta), FillMath.quoteAtUp(price, Size.wrap(delta)));
        }
        FillMath.applyFill(atOnce, parts.size, FillMath.quoteAtUp(price, parts.size));
        Price later = _listingPrice(_next(x));
        _atMost(
            FillMath.unrealizedPnl(parts, later),
            FillMath.unrealizedPnl(atOnce, later),
            "pnl(parts) <= pnl(whole)"
        );
    }

    /// @dev A3, the catalogue's numbers: 1 ETH at 2,000, then 1e-6 ETH ten thousand times at 2,000.01.
    function test_TenThousandSmallAdditionsDoNotMoveTheEntry() external pure {
        Position memory p = _position(0, 0, 0);
        FillMath.applyFill(p, Size.wrap(ETH), FillMath.quoteAtUp(Price.wrap(ETH_PRICE), Size.wrap(ETH)));
        Price above = Price.wrap(ETH_PRICE + 1e11);
        Size small = Size.wrap(ETH / 1e6);
        for (uint256 addition = 0; addition < 10_000; ++addition) {
            FillMath.applyFill(p, small, FillMath.quoteAtUp(above, small));
        }
        // Exact cost: 2,000 + 0.01 x 2,000.01 = 2,020.0001 USD; each addition of 2,000.01 units is rounded up to 2,001.
        _equal(p.size, Size.wrap(ETH + ETH / 100), "1.01 ETH");
        _equal(p.entryNotional, Money.wrap(-(2_000e6 + 10_000 * 2_001)), "paid for every addition");
    }

    /// @dev A2, with the pool on the other side: a trader who ends flat at an unchanged price has gained nothing.
    function testFuzz_NoSequenceOfFillsAtOnePricePays(uint256 s, uint256 x) external pure {
        Price price = _listingPrice(x);
        (Position memory trader, Position memory pool) = (_position(0, 0, 0), _position(0, 0, 0));
        (Money cash, Money poolCash) = (ZERO_MONEY, ZERO_MONEY);
        for (uint256 step = 0; step < 24; ++step) {
            s = _next(s);
            Size delta = Size.wrap(step == 23 ? -Size.unwrap(trader.size) : _logSigned(s, s & 2 == 0 ? 40 : 4));
            Money quote = FillMath.quoteUp(price, -pool.size, delta, 2 ** 50, Ratio.wrap(0));
            cash = cash + FillMath.applyFill(trader, delta, quote);
            poolCash = poolCash + FillMath.applyFill(pool, -delta, -quote);
        }
        _equal(trader.size, ZERO_SIZE, "the trader is flat");
        _atMost(cash, ZERO_MONEY, "and has not gained");
        _atMost(-cash, Money.wrap(24), "nor lost more than a unit a fill");
        _equal(poolCash, -cash, "what the trader lost the pool has");
    }

    function _anyPosition(uint256 s, uint256 e) private pure returns (Position memory) {
        Size size = _anySize(s);
        return _position(Size.unwrap(size), size == ZERO_SIZE ? int256(0) : _logSigned(e, 63), 0);
    }

    function _open(uint256 word) private pure returns (int256) {
        int256 size = _logSigned(word, 71);
        return size == 0 ? int256(1) : size;
    }
}
