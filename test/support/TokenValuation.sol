// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IClearingHouse} from "../../contracts/interfaces/IClearingHouse.sol";
import {IPriceOracle} from "../../contracts/interfaces/IPriceOracle.sol";
import {CollateralId} from "../../contracts/types/CollateralId.sol";
import {CollateralSlot} from "../../contracts/types/CollateralSlot.sol";
import {Price} from "../../contracts/types/Price.sol";
import {PriceReading, PriceValidity} from "../../contracts/types/PriceReading.sol";
import {Ratio} from "../../contracts/types/Ratio.sol";
import {TOKENS} from "./MarketSets.sol";

/// @notice A collateral token as a valuation needs it. Ratios in 1e-6.
struct TokenNow {
    PriceReading price;
    /// Token units in one priced unit.
    uint256 unit;
    uint256 initialWeight;
    /// The one that counts now.
    uint256 maintenanceWeight;
    uint256 discount;
}

/// @notice What balances of tokens count for, 1e-6 USD.
struct TokenWorth {
    int256 forInitial;
    int256 forMaintenance;
    int256 forWithdrawal;
    /// What buyers pay for all of them at the better price.
    int256 sale;
}

/// @title Other collateral recomputed from the specification
/// @notice Written from docs/collateral.md and not from the contracts.
library TokenValuation {
    uint256 private constant _PRICE_SCALE = 1e16;
    uint256 private constant _RATIO_ONE = 1e6;
    uint256 private constant _PHASE_IN = 3 days;

    function read(IClearingHouse house, IPriceOracle oracle, TokenNow[TOKENS] memory tokens) internal view {
        for (uint8 number = 0; number < TOKENS; ++number) {
            CollateralId id = CollateralId.wrap(number);
            (CollateralSlot slot, ) = house.collateralState(id);
            TokenNow memory token = tokens[number];
            token.price = oracle.readPrice(id.feedOf());
            token.unit = 10 ** slot.scale();
            token.initialWeight = Ratio.unwrap(slot.initialWeight());
            token.discount = Ratio.unwrap(slot.discount());
            // From the previous weight down in a straight line of three days, the fall rounded down; up at once.
            uint256 weight = Ratio.unwrap(slot.maintenanceWeight());
            uint256 previous = Ratio.unwrap(slot.previousWeight());
            uint256 elapsed = block.timestamp - slot.changedAt();
            if (previous > weight && elapsed < _PHASE_IN) {
                weight = previous - ((previous - weight) * elapsed) / _PHASE_IN;
            }
            token.maintenanceWeight = weight;
        }
    }

    function assess(
        TokenNow[TOKENS] memory tokens,
        uint256[8] memory balances
    ) internal pure returns (TokenWorth memory worth) {
        for (uint256 number = 0; number < TOKENS; ++number) {
            TokenNow memory token = tokens[number];
            uint256 balance = balances[number];
            if (balance == 0) continue;
            uint256 high = Price.unwrap(token.price.high);
            worth.forMaintenance += _weighted(balance, token, high, token.maintenanceWeight);
            worth.sale += costOf(balance, token);
            if (uint8(token.price.validity) > uint8(PriceValidity.Stale)) continue;
            int256 initial = _weighted(balance, token, Price.unwrap(token.price.low), token.initialWeight);
            worth.forInitial += initial;
            if (leaves(token)) worth.forWithdrawal += initial;
        }
    }

    /// @notice Whether a token's price lets what it backs leave.
    function leaves(TokenNow memory token) internal pure returns (bool) {
        PriceValidity validity = token.price.validity;
        return validity == PriceValidity.Valid || validity == PriceValidity.Diverged;
    }

    /// @notice What a balance adds where something is about to leave.
    function leavingValue(uint256 balance, TokenNow memory token) internal pure returns (int256) {
        if (!leaves(token)) return 0;
        return _weighted(balance, token, Price.unwrap(token.price.low), token.initialWeight);
    }

    /// @notice What a buyer pays for a balance, rounded against him.
    function costOf(uint256 balance, TokenNow memory token) internal pure returns (int256) {
        uint256 units = (balance + token.unit - 1) / token.unit;
        uint256 exact = units * Price.unwrap(token.price.high) * (_RATIO_ONE - token.discount);
        uint256 scale = _PRICE_SCALE * _RATIO_ONE;
        return int256((exact + scale - 1) / scale);
    }

    /// @dev Whole priced units alone, each step rounded down.
    function _weighted(
        uint256 balance,
        TokenNow memory token,
        uint256 price,
        uint256 weight
    ) private pure returns (int256) {
        return int256((((balance / token.unit) * price) / _PRICE_SCALE) * weight) / int256(_RATIO_ONE);
    }
}
