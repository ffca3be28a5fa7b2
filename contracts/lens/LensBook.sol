// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IClearingHouse, Market} from "../interfaces/IClearingHouse.sol";
import {IClearingHouseErrors} from "../interfaces/IClearingHouseErrors.sol";
import {FundingMath} from "../risk/FundingMath.sol";
import {Health, MarketSnapshot, Standing} from "../risk/Health.sol";
import {AccountId} from "../types/AccountId.sol";
import {AccountSlot} from "../types/AccountSlot.sol";
import {MAX_MARKETS, MarketId} from "../types/MarketId.sol";
import {Money} from "../types/Money.sol";
import {PositionSlot} from "../types/PositionSlot.sol";
import {CollateralBook, CollateralPage} from "./CollateralBook.sol";

/// @notice The markets of one call: each is read when it is first met, and its price so once.
struct Book {
    MarketSnapshot[] markets;
    /// By market: its place in the list + 1, or zero.
    uint256[] places;
    uint256 count;
    CollateralPage[] collaterals;
}

/// @title What the reads of a lens share
abstract contract LensBook {
    using CollateralBook for CollateralPage[];

    IClearingHouse internal immutable _CLEARING_HOUSE;

    /// @dev Prices in the middle of an action would be half of one state and half of another.
    modifier whenUnlocked() {
        require(!_CLEARING_HOUSE.locked(), IClearingHouseErrors.Locked());
        _;
    }

    constructor(IClearingHouse clearingHouse_) {
        _CLEARING_HOUSE = clearingHouse_;
    }

    function _openBook() internal view returns (Book memory book) {
        uint256 count;
        for (uint256 left = _CLEARING_HOUSE.listedMarkets(); left != 0; left &= left - 1) ++count;
        book.markets = new MarketSnapshot[](count);
        book.places = new uint256[](MAX_MARKETS);
        book.collaterals = CollateralBook.open();
    }

    /// @dev A book that lists every market, ascending.
    function _readAll() internal view returns (Book memory book) {
        book = _openBook();
        uint256 left = _CLEARING_HOUSE.listedMarkets();
        for (uint8 number = 0; left != 0; ++number) {
            if (left & 1 != 0) _lookUp(book, number);
            left >>= 1;
        }
    }

    /// @dev An account's cash and tokens, before its positions.
    function _begin(Book memory book, AccountId id, AccountSlot word) internal view returns (Standing memory) {
        Money cash = word.cashOf();
        (Money initial, Money maintenance) = book.collaterals.valuesOf(_CLEARING_HOUSE, id, word.collateralsOf());
        return Health.begin(cash + initial, cash + maintenance);
    }

    function _lookUp(Book memory book, uint256 number) internal view returns (MarketSnapshot memory market) {
        uint256 place = book.places[number];
        if (place != 0) return book.markets[place - 1];
        market = book.markets[book.count++];
        book.places[number] = book.count;
        _readInto(market, MarketId.wrap(uint8(number)));
    }

    /// @dev With funding up to now, so that valuing a position computes none.
    function _readInto(MarketSnapshot memory snapshot, MarketId id) private view {
        Market memory market = _CLEARING_HOUSE.marketState(id);
        snapshot.id = id;
        snapshot.state = market.state;
        snapshot.tiers = market.tierSlot;
        snapshot.price = _CLEARING_HOUSE.oracle().readPrice(id);
        FundingMath.accrue(
            snapshot.state,
            snapshot.price.mark,
            snapshot.tiers.maxFundingRatePerSecond(),
            block.timestamp
        );
    }

    /// @dev A word of `packedStates` that is an account's, and one that is a position's.
    function _accountWord(uint256 word) internal pure returns (AccountSlot) {
        return AccountSlot.wrap(word);
    }

    function _positionWord(uint256 word) internal pure returns (PositionSlot) {
        return PositionSlot.wrap(word);
    }
}
