// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TradePreview} from "../interfaces/IPreviewModule.sol";
import {FixedPoint} from "../math/FixedPoint.sol";
import {Quantities} from "../math/Quantities.sol";
import {FundingMath} from "../risk/FundingMath.sol";
import {Health, Leg, MarketSnapshot, Standing} from "../risk/Health.sol";
import {LiquidationPriceMath} from "../risk/LiquidationPriceMath.sol";
import {PoolMath} from "../risk/PoolMath.sol";
import {MarketState} from "../types/MarketSlot.sol";
import {Money, ZERO_MONEY} from "../types/Money.sol";
import {TradeParameters} from "../types/Parameters.sol";
import {Position} from "../types/PositionSlot.sol";
import {Price, PRICE_SCALE} from "../types/Price.sol";
import {Size, longPart} from "../types/Size.sol";

/// @title What a preview says beside the fill
library PreviewFigures {
    using Health for Standing;

    /// @dev Rates are in 1e-15 per second.
    uint256 private constant _RATE_SCALE = 1e15;
    int256 private constant _DAY = 1 days;

    /// @notice How the account stands.
    function setHealth(TradePreview memory preview, Standing memory standing) internal pure {
        preview.accountValue = standing.valueForMaintenance;
        preview.maintenanceMargin = standing.maintenanceMargin;
        preview.accountValueForInitial = standing.valueForInitial;
        preview.initialMargin = standing.initialMargin;
        preview.freeCollateral = standing.freeCollateral();
        preview.marginRatio = standing.marginRatio();
    }

    /// @notice The position, if there still is one.
    function setPosition(TradePreview memory preview, Standing memory standing, Leg memory leg) internal view {
        (Position memory position, MarketSnapshot memory market) = (leg.position, leg.market);
        preview.size = position.size;
        preview.entryNotional = position.entryNotional;
        preview.fundingPerDay = fundingPerDay(position.size, market);
        // What stands behind it whatever its price does.
        (, Money margin) = Health.maintenanceOf(position, market, block.timestamp);
        Money value = Quantities.valueDown(position.size, Health.betterPrice(position, market.price));
        preview.liquidationPrice = LiquidationPriceMath.lastSafePrice(
            market.tiers,
            position.size,
            standing.valueForMaintenance - value - (standing.maintenanceMargin - margin)
        );
    }

    /// @notice What the caps leave. Open interest counts the pool, whose size has the sign opposite to the skew.
    function setRoom(
        TradePreview memory preview,
        MarketState memory state,
        Size poolSize,
        TradeParameters memory parameters
    ) internal pure {
        uint256 longs = PoolMath.tradersInterest(state.openInterest, longPart(poolSize));
        uint256 shorts = PoolMath.tradersInterest(state.openInterest, longPart(-poolSize));
        preview.longOpenInterestLeft = _left(parameters.maxOpenInterest, int256(longs));
        preview.shortOpenInterestLeft = _left(parameters.maxOpenInterest, int256(shorts));
        uint256 cap = Quantities.shareDown(parameters.skewScale, parameters.maxSkew);
        preview.skewLeftToBuy = _left(cap, -Size.unwrap(poolSize));
        preview.skewLeftToSell = _left(cap, Size.unwrap(poolSize));
    }

    /// @notice Funding of a size in a day at today's rate and mark, rounded up: + the account pays. Zero while none accrues.
    /// @dev 72 bits of size, 80 of price, 40 of rate and 17 of a day.
    function fundingPerDay(Size size, MarketSnapshot memory market) internal view returns (Money) {
        if (market.state.fundingFrozen) return ZERO_MONEY;
        Price mark = market.price.mark;
        uint256 cap = market.tiers.maxFundingRatePerSecond();
        (, int256 rate) = FundingMath.indexAt(market.state, mark, cap, block.timestamp);
        int256 exact = Size.unwrap(size) * int256(Price.unwrap(mark)) * rate * _DAY;
        return Money.wrap(FixedPoint.divUp(exact, PRICE_SCALE * _RATE_SCALE));
    }

    function _left(uint256 cap, int256 used) private pure returns (uint256) {
        int256 left = int256(cap) - used;
        return left > 0 ? uint256(left) : 0;
    }
}
