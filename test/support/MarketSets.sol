// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedParameters, SecondFeedParameters} from "../../contracts/interfaces/IPriceOracle.sol";
import {MarketId} from "../../contracts/types/MarketId.sol";
import {Money} from "../../contracts/types/Money.sol";
import {LiquidationParameters, Tiers, TradeParameters} from "../../contracts/types/Parameters.sol";
import {Price} from "../../contracts/types/Price.sol";
import {Ratio} from "../../contracts/types/Ratio.sol";

MarketId constant ETH = MarketId.wrap(0);
MarketId constant BTC = MarketId.wrap(1);

/// @dev How many markets the tests deploy, and how many other tokens a world that has some lists.
uint256 constant MARKETS = 2;
uint256 constant TOKENS = 2;

/// @dev Feeds by their place: one of each market, the second one of ETH, the collateral token's, the settlement token's.
uint256 constant FEEDS = 5;
uint256 constant ETH_SECOND = 2;
uint256 constant TOKEN_FEED = 3;
uint256 constant CASH_FEED = 4;

/// @title The markets of the Solidity tests: the ETH example of the listing rules, twice
/// @notice Rates are those of the example. Tiers, caps and the pool are a few thousand times smaller than on a live
/// network, so that actors of some 100,000 USD reach every bound.
library MarketSets {
    /// @dev First answers of the feeds, 8 decimals: 2,000 and 40,000 USD.
    uint256 internal constant ETH_ANSWER = 2_000e8;
    uint256 internal constant BTC_ANSWER = 40_000e8;

    uint8 internal constant FEED_DECIMALS = 8;
    uint32 internal constant HEARTBEAT = 1 hours;
    uint32 internal constant MAX_LIQUIDATION_AGE = 70 minutes;

    /// @dev Covers the initial margin of a pool inventory of 3,000,000 USD: 490,000.
    Money internal constant COMMITMENT = Money.wrap(600_000e6);

    /// @dev Far below half the lowest maintenance rate.
    Ratio internal constant DIVERGENCE_BOUND = Ratio.wrap(10_000);

    function firstAnswer(MarketId market) internal pure returns (uint256) {
        return market == ETH ? ETH_ANSWER : BTC_ANSWER;
    }

    /// @notice 1e-16 money per size unit. A price is in 1e-22 USD, an answer in 1e-8, a token has 1e9 or 1e10 units.
    function priceOf(MarketId market, uint256 answer) internal pure returns (uint256) {
        return answer * 10 ** uint8(14 - sizeDecimals(market));
    }

    function sizeDecimals(MarketId market) internal pure returns (int8) {
        return market == ETH ? int8(9) : int8(10);
    }

    function feed(MarketId market, address source) internal pure returns (FeedParameters memory) {
        uint256 price = priceOf(market, firstAnswer(market));
        return
            FeedParameters({
                feed: source,
                heartbeat: HEARTBEAT,
                maxLiquidationAge: MAX_LIQUIDATION_AGE,
                sizeDecimals: sizeDecimals(market),
                lowerBound: Price.wrap(price / 100),
                upperBound: Price.wrap(price * 100),
                jumpBound: Ratio.wrap(50_000)
            });
    }

    function secondFeed(address source) internal pure returns (SecondFeedParameters memory) {
        return SecondFeedParameters(source, HEARTBEAT, MAX_LIQUIDATION_AGE, DIVERGENCE_BOUND);
    }

    function tiers() internal pure returns (Tiers memory set) {
        set.bounds = [Money.wrap(200_000e6), Money.wrap(1_000_000e6), Money.wrap(3_000_000e6)];
        set.maintenance = [Ratio.wrap(25_000), Ratio.wrap(50_000), Ratio.wrap(100_000), Ratio.wrap(200_000)];
        set.initial = [Ratio.wrap(50_000), Ratio.wrap(100_000), Ratio.wrap(200_000), Ratio.wrap(400_000)];
        set.withdrawFloor = Ratio.wrap(100_000);
        set.minReward = Money.wrap(3e6);
        // 0.1 % an hour.
        set.maxFundingRatePerSecond = 277_700_000;
    }

    /// @dev 3,000,000 USD net and 18,000,000 USD a side; positions of 300 USD and more, so that least rewards count.
    function trade(MarketId market) internal pure returns (TradeParameters memory set) {
        uint256 price = priceOf(market, firstAnswer(market));
        set.takerFee = Ratio.wrap(500);
        set.makerFee = Ratio.wrap(200);
        set.spread = Ratio.wrap(500);
        set.maxSkew = Ratio.wrap(3_000);
        set.skewScale = _units(1_000_000_000e6, price);
        set.maxOpenInterest = _units(18_000_000e6, price);
        set.minSize = _units(300e6, price);
        set.maxFundingVelocity = 524_287;
        set.insuranceShare = Ratio.wrap(200_000);
        set.treasuryShare = Ratio.wrap(100_000);
    }

    function liquidation() internal pure returns (LiquidationParameters memory set) {
        set.penalty = Ratio.wrap(12_000);
        set.keeperShare = Ratio.wrap(333_333);
        set.maxReward = Money.wrap(250e6);
        set.unpacedNotional = Money.wrap(100_000e6);
        set.targetMarginRatio = Ratio.wrap(1_100_000);
        set.venueBand = Ratio.wrap(10_000);
        set.deviationThreshold = Ratio.wrap(1_000);
    }

    /// @dev First prices divide their scale, so nothing is rounded.
    function _units(uint256 money, uint256 price) private pure returns (uint256) {
        return (money * 1e16) / price;
    }
}
