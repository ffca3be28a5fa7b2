// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VenueFill} from "../../../contracts/interfaces/IClearingHouse.sol";
import {AccountId} from "../../../contracts/types/AccountId.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {PERMISSION_SETTLE} from "../../../contracts/types/OperatorSlot.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {MARKETS} from "../../support/MarketSets.sol";
import {Book, Worth} from "../../support/Valuation.sol";
import {ACCOUNTS, CAROL, Cast, VENUE} from "../support/Cast.sol";
import {Draws} from "../support/Draws.sol";
import {Handler} from "./Handler.sol";

/// @title Fills that venues propose, a venue that fills itself among them
abstract contract VenueHandler is Handler {
    /// @dev A fill and both parties before it.
    struct Proposal {
        VenueFill fill;
        address venue;
        Worth taker;
        Worth maker;
        int256 takerSize;
        int256 makerSize;
    }

    /// @notice Any two accounts, an account and itself now and then, by either venue.
    function settle(uint256 seed) external {
        Draws memory draws = _begin(seed);
        uint256 taker = draws.below(ACCOUNTS);
        uint256 maker = (taker + (draws.chance(12) ? 0 : draws.between(1, ACCOUNTS - 1))) % ACCOUNTS;
        _settle(draws, draws.chance(12) ? CAROL : VENUE, Cast.account(taker), Cast.account(maker));
    }

    /// @notice Carol is the venue, and on one side or both sides of its fill.
    function settleOwn(uint256 seed) external {
        Draws memory draws = _begin(seed);
        AccountId own = Cast.account(4);
        AccountId other = draws.chance(2) ? Cast.account(5) : Cast.account(6);
        if (draws.chance(2)) (own, other) = (other, own);
        _settle(draws, CAROL, own, other);
    }

    function _settle(Draws memory draws, address venue, AccountId taker, AccountId maker) private {
        Book memory book = _book();
        Proposal memory proposal;
        proposal.venue = venue;
        proposal.taker = _worth(book, taker);
        proposal.maker = _worth(book, maker);
        uint256 market = draws.below(MARKETS);
        proposal.takerSize = _sizeOf(taker, market);
        proposal.makerSize = _sizeOf(maker, market);
        uint256 mark = Price.unwrap(book.markets[market].price.mark);
        proposal.fill = VenueFill({
            market: MarketId.wrap(uint8(market)),
            taker: taker,
            maker: maker,
            sizeDelta: _size(draws, proposal, mark, book.markets[market].minSize),
            price: _price(draws, mark),
            takerReduceOnly: draws.chance(20),
            makerReduceOnly: draws.chance(20)
        });
        CHEATS.prank(venue);
        try _house.settle(proposal.fill) {
            _requireSettled(proposal, book);
            _done(venue == CAROL ? bytes32("settleOwn") : bytes32("settle"), 3);
        } catch {}
    }

    function _requireSettled(Proposal memory proposal, Book memory book) private view {
        VenueFill memory fill = proposal.fill;
        uint256 market = MarketId.unwrap(fill.market);
        _holds(fill.taker != fill.maker, P3_AUTHORITY);
        _requireApproved(fill.taker, proposal.venue);
        _requireApproved(fill.maker, proposal.venue);
        int256 takerSize = _sizeOf(fill.taker, market);
        int256 makerSize = _sizeOf(fill.maker, market);
        _equal(takerSize - proposal.takerSize, Size.unwrap(fill.sizeDelta), P1_SUM);
        _equal(makerSize - proposal.makerSize, -Size.unwrap(fill.sizeDelta), P1_SUM);
        _requireHealthRule(proposal.taker, _worth(book, fill.taker), proposal.takerSize, takerSize);
        _requireHealthRule(proposal.maker, _worth(book, fill.maker), proposal.makerSize, makerSize);
        _requireLetIn(book.markets[market], proposal.taker, _worth(book, fill.taker), proposal.takerSize, takerSize);
        _requireLetIn(book.markets[market], proposal.maker, _worth(book, fill.maker), proposal.makerSize, makerSize);
        // P7: within the band of the mark.
        uint256 mark = Price.unwrap(book.markets[market].price.mark);
        uint256 price = Price.unwrap(fill.price) * 1e6;
        uint256 band = book.markets[market].venueBand;
        _holds(price <= mark * (1e6 + band) + 1e6 && price + 1e6 >= mark * (1e6 - band), P7_LIMIT);
    }

    function _requireApproved(AccountId id, address venue) private view {
        _holds(_house.operatorState(id, venue).permissions & PERMISSION_SETTLE != 0, P3_AUTHORITY);
        _holds(_house.operatorState(id, venue).expiresAt >= block.timestamp, P3_AUTHORITY);
    }

    /// @dev What both may bear as a rule; a close of one of them, one unit, or the minimum.
    function _size(
        Draws memory draws,
        Proposal memory proposal,
        uint256 mark,
        uint256 minimum
    ) private pure returns (Size) {
        uint256 kind = draws.below(10);
        if (kind == 0) return Size.wrap(1);
        if (kind == 1) return Size.wrap(int256(minimum));
        if (kind == 2 && proposal.takerSize != 0) return Size.wrap(-proposal.takerSize);
        if (kind == 3 && proposal.makerSize != 0) return Size.wrap(proposal.makerSize);
        int256 takerFree = proposal.taker.valueForInitial - proposal.taker.initialMargin;
        int256 makerFree = proposal.maker.valueForInitial - proposal.maker.initialMargin;
        int256 free = takerFree < makerFree ? takerFree : makerFree;
        if (free <= 0) return Size.wrap(-proposal.takerSize / 2 - 1);
        int256 size = int256((uint256(free) * draws.between(5, 80) * 1e15) / mark);
        return Size.wrap(draws.chance(2) ? size : -size);
    }

    /// @dev Inside the band, at its ends, or just outside.
    function _price(Draws memory draws, uint256 mark) private pure returns (Price) {
        uint256 kind = draws.below(12);
        if (kind == 0) return Price.wrap((mark * 98) / 100);
        if (kind == 1) return Price.wrap((mark * 102) / 100);
        if (kind == 2) return Price.wrap((mark * 101) / 100);
        if (kind == 3) return Price.wrap((mark * 99) / 100);
        return Price.wrap((mark * draws.between(9_910, 10_090)) / 10_000);
    }
}
