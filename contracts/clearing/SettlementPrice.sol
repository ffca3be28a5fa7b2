// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SETTLEMENT_FEED} from "../types/CollateralId.sol";
import {Price} from "../types/Price.sol";
import {PriceReading, PriceValidity} from "../types/PriceReading.sol";
import {SettlementSlot, packSettlement} from "../types/SettlementSlot.sol";
import {ClearingHouseStorage} from "./ClearingHouseStorage.sol";

/// @title The settlement token's own price
/// @notice One that is not Valid or below 0.98 USD stops opening, LP entry and new debt, and nothing else. There is no rule
/// until somebody has recorded a price: where the oracle has no feed of the token, nobody can.
abstract contract SettlementPrice is ClearingHouseStorage {
    /// @dev 0.98 USD in 1e-22 USD, for a token; a priced unit is 10^-sizeDecimals of one.
    uint256 private constant _LEAST_HUNDREDTHS = 98;
    int256 private constant _HUNDREDTH_DECIMALS = 20;

    function _recordSettlement() internal returns (bool sound, PriceReading memory reading, Price least) {
        reading = _ORACLE.recordPrice(SETTLEMENT_FEED);
        (sound, least) = _judge(reading);
        _settlement = packSettlement(block.timestamp, sound);
        emit SettlementPriceRecorded(reading.validity, reading.mark, sound);
    }

    function _settlementSound() internal view returns (bool sound) {
        SettlementSlot word = _settlement;
        if (!word.isRuled() || word.isSoundAt(block.timestamp)) return true;
        (sound, ) = _judge(_ORACLE.readPrice(SETTLEMENT_FEED));
    }

    /// @dev Reverts with the oracle's UnknownFeed where there is none.
    function _judge(PriceReading memory reading) private view returns (bool sound, Price least) {
        int256 decimals = _ORACLE.feedOf(SETTLEMENT_FEED).sizeDecimals;
        // Sizes have -18 to 18 decimals: the exponent is 2 to 38.
        least = Price.wrap(_LEAST_HUNDREDTHS * 10 ** uint256(_HUNDREDTH_DECIMALS - decimals));
        sound = reading.validity == PriceValidity.Valid && !(reading.mark < least);
    }
}
