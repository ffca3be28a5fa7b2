// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPoint} from "../math/FixedPoint.sol";
import {Quantities} from "../math/Quantities.sol";
import {MarketId} from "../types/MarketId.sol";
import {MarketState} from "../types/MarketSlot.sol";
import {Money, ZERO_MONEY, minMoney, positivePart} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {Price} from "../types/Price.sol";
import {PriceReading} from "../types/PriceReading.sol";
import {RATIO_ONE} from "../types/Ratio.sol";
import {TierSlot} from "../types/TierSlot.sol";
import {ZERO_SIZE} from "../types/Size.sol";
import {FillMath} from "./FillMath.sol";
import {FundingMath} from "./FundingMath.sol";
import {MarginMath} from "./MarginMath.sol";

/// @notice A market as an action sees it: its state in memory, its margin tiers and the price of the moment.
struct MarketSnapshot {
    MarketId id;
    MarketState state;
    TierSlot tiers;
    PriceReading price;
}

/// @notice A position and its market.
struct Leg {
    Position position;
    MarketSnapshot market;
}

/// @notice How an account stands.
/// @dev Two valuations: initial margin sees each leg at whichever price is worse for the account and maintenance margin
/// at whichever is better; at a Valid price they are one.
struct Standing {
    /// Cash and other collateral as initial margin counts them.
    Money collateral;
    Money valueForInitial;
    Money initialMargin;
    Money valueForMaintenance;
    Money maintenanceMargin;
    /// What may not fall below after a withdrawal: the sum of notional x withdrawal floor.
    Money withdrawFloor;
    /// The largest minimum reward of the account's markets; part of the maintenance margin.
    Money minReward;
}

/// @title One health rule
/// @notice Every check of every account comes through here: owners' and operators' actions, withdrawals, liquidations,
/// the pool's own accounts and the lens. Valuing never reverts for what a feed does.
library Health {
    /// @notice Begins an account without positions: its cash and other collateral, as each margin counts them.
    function begin(Money forInitial, Money forMaintenance) internal pure returns (Standing memory standing) {
        standing.collateral = forInitial;
        standing.valueForInitial = forInitial;
        standing.valueForMaintenance = forMaintenance;
    }

    /// @notice Adds a position at prices and funding of `timestamp`.
    function add(
        Standing memory standing,
        Position memory position,
        MarketSnapshot memory market,
        uint256 timestamp
    ) internal pure {
        Price price = _worsePrice(position, market);
        Money worth = _worth(position, market, price, timestamp);
        Money notional = Quantities.notionalUp(position.size, price);
        standing.valueForInitial = standing.valueForInitial + worth;
        standing.initialMargin = standing.initialMargin + MarginMath.initialMargin(market.tiers, notional);
        standing.withdrawFloor = standing.withdrawFloor + Quantities.shareUp(notional, market.tiers.withdrawFloor());
        // At one price the two halves see the same.
        if (market.price.low != market.price.high) {
            price = betterPrice(position, market.price);
            worth = _worth(position, market, price, timestamp);
            notional = Quantities.notionalUp(position.size, price);
        }
        standing.valueForMaintenance = standing.valueForMaintenance + worth;
        Money margin = MarginMath.maintenanceMargin(market.tiers, notional);
        Money reward = market.tiers.minReward();
        if (reward > standing.minReward) {
            margin = margin + reward - standing.minReward;
            standing.minReward = reward;
        }
        standing.maintenanceMargin = standing.maintenanceMargin + margin;
    }

    /// @notice The half that opening and growing ask for: what the position is worth to its account, and its margin.
    function initialOf(
        Position memory position,
        MarketSnapshot memory market,
        uint256 timestamp
    ) internal pure returns (Money worth, Money margin) {
        Price worse = _worsePrice(position, market);
        worth = _worth(position, market, worse, timestamp);
        margin = MarginMath.initialMargin(market.tiers, Quantities.notionalUp(position.size, worse));
    }

    /// @notice What a position bids a withdrawal to leave as account value: notional x withdrawal floor.
    function withdrawFloorOf(Position memory position, MarketSnapshot memory market) internal pure returns (Money) {
        Money notional = Quantities.notionalUp(position.size, _worsePrice(position, market));
        return Quantities.shareUp(notional, market.tiers.withdrawFloor());
    }

    /// @notice The half that liquidation asks for: what the position is worth to its account, and its margin.
    function maintenanceOf(
        Position memory position,
        MarketSnapshot memory market,
        uint256 timestamp
    ) internal pure returns (Money worth, Money margin) {
        Price better = betterPrice(position, market.price);
        worth = _worth(position, market, better, timestamp);
        margin = MarginMath.maintenanceMargin(market.tiers, Quantities.notionalUp(position.size, better));
    }

    /// @notice What the position is worth to its account in that half, alone.
    function maintenanceWorthOf(
        Position memory position,
        MarketSnapshot memory market,
        uint256 timestamp
    ) internal pure returns (Money) {
        return _worth(position, market, betterPrice(position, market.price), timestamp);
    }

    /// @notice The price at which maintenance margin sees a position, and at which it is liquidated: the better for it.
    function betterPrice(Position memory position, PriceReading memory price) internal pure returns (Price) {
        return position.size > ZERO_SIZE ? price.high : price.low;
    }

    function _worsePrice(Position memory position, MarketSnapshot memory market) private pure returns (Price) {
        return position.size > ZERO_SIZE ? market.price.low : market.price.high;
    }

    /// @dev Unrealised profit at a price, less the funding due.
    function _worth(
        Position memory position,
        MarketSnapshot memory market,
        Price price,
        uint256 timestamp
    ) private pure returns (Money) {
        int256 index = market.state.fundingIndex;
        if (timestamp != market.state.accruedAt) {
            (index, ) = FundingMath.indexAt(
                market.state,
                market.price.mark,
                market.tiers.maxFundingRatePerSecond(),
                timestamp
            );
        }
        Money worth = FillMath.unrealizedPnl(position, price);
        return index == position.fundingIndex ? worth : worth - FundingMath.payment(position, index);
    }

    /// @notice Below maintenance margin: liquidation may begin. An account without positions needs none.
    function isLiquidatable(Standing memory standing) internal pure returns (bool) {
        return standing.valueForMaintenance < standing.maintenanceMargin;
    }

    function meetsInitialMargin(Standing memory standing) internal pure returns (bool) {
        return standing.valueForInitial >= standing.initialMargin;
    }

    /// @notice accountValue / maintenanceMargin in 1e-6, towards minus infinity; the largest int256 where nothing is required.
    function marginRatio(Standing memory standing) internal pure returns (int256) {
        if (standing.maintenanceMargin == ZERO_MONEY) return type(int256).max;
        int256 scaled = Money.unwrap(standing.valueForMaintenance) * int256(RATIO_ONE);
        return FixedPoint.divDown(scaled, uint256(Money.unwrap(standing.maintenanceMargin)));
    }

    /// @notice max(0, min(collateral, accountValue) - initialMargin): paper profit is never withdrawable.
    function freeCollateral(Money collateral, Money accountValue, Money initialMargin) internal pure returns (Money) {
        return positivePart(minMoney(collateral, accountValue) - initialMargin);
    }

    /// @notice The same of an account that was valued in full.
    function freeCollateral(Standing memory standing) internal pure returns (Money) {
        return freeCollateral(standing.collateral, standing.valueForInitial, standing.initialMargin);
    }

    /// @notice Whether value/margin did not fall, compared without a division. An account without a margin is at the top.
    /// @dev Values and margins of at most 160 bits would not fit a product; what an account holds in cash and unrealised
    /// profit is below 2^127 for sizes and prices at their limits divided by the price scale (72 + 80 - 53 bits).
    function ratioNotLower(
        Money value,
        Money margin,
        Money valueBefore,
        Money marginBefore
    ) internal pure returns (bool) {
        if (margin == ZERO_MONEY) return value >= ZERO_MONEY;
        return Money.unwrap(value) * Money.unwrap(marginBefore) >= Money.unwrap(valueBefore) * Money.unwrap(margin);
    }
}
