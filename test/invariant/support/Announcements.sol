// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {LiquidationParameters} from "../../../contracts/types/Parameters.sol";
import {Ratio} from "../../../contracts/types/Ratio.sol";
import {MARKETS, MarketSets} from "../../support/MarketSets.sol";
import {SHARES, TOKEN, TokenSets} from "./TokenSets.sol";

/// @dev How many changes the governor announces: the first MARKETS of them open a market.
uint256 constant ANNOUNCEMENTS = 7 * MARKETS + 4;

/// @title What the governor announces: back to what was listed, or to another set that the rules let
library Announcements {
    function callOf(IClearingHouse house, uint256 number) internal pure returns (bytes memory) {
        if (number >= 7 * MARKETS) return _ofTokens(house, number - 7 * MARKETS);
        MarketId market = MarketId.wrap(uint8(number % MARKETS));
        uint256 kind = number / MARKETS;
        if (kind == 0) return abi.encodeCall(house.openMarket, (market));
        if (kind == 1) return abi.encodeCall(house.setTiers, (market, MarketSets.tiers()));
        if (kind == 2) return abi.encodeCall(house.setTradeParameters, (market, MarketSets.trade(market)));
        if (kind == 3) {
            return abi.encodeCall(house.setLiquidationParameters, (market, MarketSets.liquidation()));
        }
        if (kind == 4) return abi.encodeCall(house.setLiquidationParameters, (market, _otherLiquidation()));
        if (kind == 5) return abi.encodeCall(house.setInsuranceBudget, (market, Money.wrap(50_000e6)));
        return abi.encodeCall(house.setInsuranceBudget, (market, Money.wrap(1_000e6)));
    }

    function _ofTokens(IClearingHouse house, uint256 kind) private pure returns (bytes memory) {
        if (kind == 0) return abi.encodeCall(house.setCollateralParameters, (TOKEN, TokenSets.parameters()));
        if (kind == 1) return abi.encodeCall(house.setCollateralParameters, (SHARES, TokenSets.parameters()));
        if (kind == 2) return abi.encodeCall(house.setDebtLimit, (TokenSets.DEBT_LIMIT));
        return abi.encodeCall(house.setDebtLimit, (TokenSets.DEBT_LIMIT + TokenSets.DEBT_LIMIT));
    }

    /// @dev Half the pace, a higher target and a smaller reward at most.
    function _otherLiquidation() private pure returns (LiquidationParameters memory set) {
        set = MarketSets.liquidation();
        set.unpacedNotional = Money.wrap(50_000e6);
        set.targetMarginRatio = Ratio.wrap(1_200_000);
        set.maxReward = Money.wrap(100e6);
    }
}
