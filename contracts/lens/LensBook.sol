// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

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
            if (left & 1 != 0) _placeOf(book, number);
            left >>= 1;
        }
    }

    /// @dev An account's cash and tokens, before its positions.
    function _begin(Book memory book, AccountId id, AccountSlot word) internal view returns (Standing memory) {
        Money cash = word.cashOf();
        (Money initial, Money maintenance) = book.collaterals.valuesOf(_CLEARING_HOUSE, id, word.collateralsOf());
        return Health.begin(cash + initial, cash + maintenance);
    }

    /// @dev Where the market stands in the list. The place and not the market: a function that returns a struct clears one first.
    function _placeOf(Book memory book, uint256 number) internal view returns (uint256 place) {
        place = book.places[number];
        unchecked {
            // As many places as markets; a place of zero is none.
            if (place != 0) return place - 1;
            place = book.count++;
            book.places[number] = place + 1;
        }
        _readInto(book.markets[place], MarketId.wrap(uint8(number)));
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

    /// @dev The words of accounts, used as the answer comes: behind an offset and their number.
    /// @return cursor Where the first stands in memory.
    function _readWords(AccountId[] calldata accounts) internal view returns (uint256 cursor) {
        bytes memory answer = Address.functionStaticCall(
            address(_CLEARING_HOUSE),
            abi.encodeCall(_CLEARING_HOUSE.packedStates, (accounts))
        );
        assembly ("memory-safe") {
            cursor := add(answer, 0x60)
        }
    }

    /// @dev An account's word stands first.
    function _accountAt(uint256 cursor) internal pure returns (AccountSlot word) {
        assembly ("memory-safe") {
            word := mload(cursor)
        }
    }

    /// @dev And then one of each position. Each account has as many as bits in its set, so no read leaves the answer.
    function _positionAt(uint256 cursor) internal pure returns (PositionSlot word) {
        assembly ("memory-safe") {
            word := mload(cursor)
        }
    }

    function _after(uint256 cursor) internal pure returns (uint256) {
        unchecked {
            // A place in memory.
            return cursor + 0x20;
        }
    }
}
