// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedParameters} from "../../../contracts/interfaces/IPriceOracle.sol";
import {SETTLEMENT_FEED} from "../../../contracts/types/CollateralId.sol";
import {CollateralId} from "../../../contracts/types/CollateralId.sol";
import {CollateralParameters} from "../../../contracts/types/CollateralSlot.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {Ratio} from "../../../contracts/types/Ratio.sol";
import {CASH_FEED, ETH_SECOND, MarketSets, TOKEN_FEED} from "../../support/MarketSets.sol";

CollateralId constant TOKEN = CollateralId.wrap(0);
CollateralId constant SHARES = CollateralId.wrap(1);

/// @title The tokens of the campaign: one of 18 decimals, a vault's shares in it, and the settlement token's own price
library TokenSets {
    uint256 internal constant TOKEN_ANSWER = 1_500e8;
    uint256 internal constant CASH_ANSWER = 1e8;

    /// @dev 4,000 USD an account.
    Money internal constant DEBT_LIMIT = Money.wrap(4_000e6);

    /// @dev Priced by the billionth.
    int8 private constant _TOKEN_SIZE_DECIMALS = 9;
    int8 private constant _CASH_SIZE_DECIMALS = 6;

    function firstAnswer(uint256 feed) internal pure returns (uint256) {
        if (feed == TOKEN_FEED) return TOKEN_ANSWER;
        if (feed == CASH_FEED) return CASH_ANSWER;
        return MarketSets.firstAnswer(MarketId.wrap(uint8(feed == ETH_SECOND ? 0 : feed)));
    }

    /// @notice Where the oracle keeps a feed.
    function numberOf(uint256 feed) internal pure returns (MarketId) {
        if (feed == TOKEN_FEED) return TOKEN.feedOf();
        if (feed == CASH_FEED) return SETTLEMENT_FEED;
        return MarketId.wrap(uint8(feed == ETH_SECOND ? 0 : feed));
    }

    /// @dev A price is in 1e-22 USD for 10^-decimals of a token, an answer in 1e-8.
    function feedParameters(address source, bool cash) internal pure returns (FeedParameters memory set) {
        int8 decimals = cash ? _CASH_SIZE_DECIMALS : _TOKEN_SIZE_DECIMALS;
        uint256 price = (cash ? CASH_ANSWER : TOKEN_ANSWER) * 10 ** uint8(14 - decimals);
        set.feed = source;
        set.heartbeat = MarketSets.HEARTBEAT;
        set.maxLiquidationAge = MarketSets.MAX_LIQUIDATION_AGE;
        set.sizeDecimals = decimals;
        set.lowerBound = Price.wrap(price / 100);
        set.upperBound = Price.wrap(price * 100);
        set.jumpBound = Ratio.wrap(50_000);
    }

    function parameters() internal pure returns (CollateralParameters memory) {
        return CollateralParameters(Ratio.wrap(800_000), Ratio.wrap(850_000), Ratio.wrap(100_000), 1_000e18);
    }
}
