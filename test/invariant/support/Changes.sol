// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IClearingHouse, Market} from "../../../contracts/interfaces/IClearingHouse.sol";
import {CollateralId} from "../../../contracts/types/CollateralId.sol";
import {CollateralHoldings, CollateralParameters, CollateralSlot} from "../../../contracts/types/CollateralSlot.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Tiers, TradeParameters} from "../../../contracts/types/Parameters.sol";
import {Ratio} from "../../../contracts/types/Ratio.sol";
import {MARKETS, TOKENS} from "../../support/MarketSets.sol";
import {Valuation} from "../../support/Valuation.sol";
import {Draws} from "./Draws.sol";

/// @title Changes of parameters, and whether they loosen risk
/// @notice Drawn about the set that stands. What loosens is judged here from the rules of docs/roles.md.
library Changes {
    /// @return call_ Of the clearing house.
    /// @return loosens Whether it must have been announced.
    function draw(Draws memory draws, IClearingHouse house) internal view returns (bytes memory call_, bool loosens) {
        MarketId market = MarketId.wrap(uint8(draws.below(MARKETS)));
        uint256 kind = draws.below(8);
        if (kind < 3) {
            Tiers memory previous = house.marketState(market).tiers;
            Tiers memory current = _tiers(draws, house.marketState(market).tiers);
            return (abi.encodeCall(house.setTiers, (market, current)), _tiersLoosen(previous, current));
        }
        if (kind < 5) {
            TradeParameters memory previous = house.marketState(market).trade;
            TradeParameters memory current = _trade(draws, house.marketState(market).trade);
            return (abi.encodeCall(house.setTradeParameters, (market, current)), _tradeLoosens(previous, current));
        }
        if (kind == 5) {
            Market memory state = house.marketState(market);
            return (abi.encodeCall(house.setLiquidationParameters, (market, state.liquidation)), true);
        }
        if (kind == 6) {
            (, Money limit, ) = house.collateralDebts();
            int256 next = (Money.unwrap(limit) * int256(draws.between(50, 120))) / 100;
            return (abi.encodeCall(house.setDebtLimit, (Money.wrap(next))), next > Money.unwrap(limit));
        }
        return _token(draws, house, CollateralId.wrap(uint8(draws.below(TOKENS))));
    }

    // --- drawing ---

    /// @dev One or two of its fields, in whole basis points.
    function _tiers(Draws memory draws, Tiers memory set) private pure returns (Tiers memory) {
        uint256 kind = draws.below(8);
        uint256 step = draws.between(1, 40) * 100;
        bool up = !draws.chance(3);
        for (uint256 tier = 0; tier < 4; ++tier) {
            if (kind < 3) set.initial[tier] = _moved(set.initial[tier], step, up);
            if (kind == 3 || kind == 4)
                set.maintenance[tier] = _moved(set.maintenance[tier], (step / 4 / 100) * 100, up);
        }
        if (kind == 5) set.withdrawFloor = _moved(set.withdrawFloor, step, up);
        if (kind == 6) set.bounds[1] = Money.wrap(Money.unwrap(set.bounds[1]) + (up ? int256(-50e9) : int256(50e9)));
        if (kind == 7) set.maxFundingRatePerSecond = ((set.maxFundingRatePerSecond * (up ? 8 : 11)) / 10 / 1e5) * 1e5;
        if (Ratio.unwrap(set.initial[0]) > Ratio.unwrap(set.withdrawFloor)) set.withdrawFloor = set.initial[0];
        return set;
    }

    function _trade(Draws memory draws, TradeParameters memory set) private pure returns (TradeParameters memory) {
        uint256 kind = draws.below(9);
        bool up = !draws.chance(3);
        if (kind == 0) set.takerFee = _moved(set.takerFee, 50, up);
        if (kind == 1) set.makerFee = _moved(set.makerFee, 50, up);
        if (kind == 2) set.spread = _moved(set.spread, 50, up);
        if (kind == 3) set.maxSkew = _moved(set.maxSkew, 100, !up);
        if (kind == 4) set.maxOpenInterest = (set.maxOpenInterest * (up ? 95 : 105)) / 100;
        if (kind == 5) set.minSize = (set.minSize * (up ? 105 : 95)) / 100;
        if (kind == 6) set.skewScale = (set.skewScale * (up ? 110 : 90)) / 100;
        if (kind == 7) set.insuranceShare = _moved(set.insuranceShare, 10_000, up);
        if (kind == 8) set.maxFundingVelocity = (set.maxFundingVelocity * (up ? 90 : 110)) / 100;
        return set;
    }

    function _token(
        Draws memory draws,
        IClearingHouse house,
        CollateralId id
    ) private view returns (bytes memory call_, bool loosens) {
        (CollateralSlot slot, CollateralHoldings holdings) = house.collateralState(id);
        CollateralParameters memory set = CollateralParameters(
            slot.initialWeight(),
            slot.maintenanceWeight(),
            slot.discount(),
            holdings.depositCap()
        );
        uint256 kind = draws.below(4);
        uint256 step = draws.between(1, 200) * 100;
        bool up = draws.chance(3);
        if (kind < 2) set.initialWeight = _moved(set.initialWeight, step, up);
        if (kind == 1 || kind == 2) set.maintenanceWeight = _moved(set.maintenanceWeight, step, up);
        if (kind == 3) set.depositCap = (set.depositCap * (up ? 11 : 9)) / 10;
        if (draws.chance(8)) set.discount = _moved(set.discount, 100, up);
        loosens = up || Ratio.unwrap(set.discount) != Ratio.unwrap(slot.discount());
        return (abi.encodeCall(house.setCollateralParameters, (id, set)), loosens);
    }

    function _moved(Ratio ratio, uint256 step, bool up) private pure returns (Ratio) {
        uint256 value = Ratio.unwrap(ratio);
        if (!up && step >= value) return ratio;
        return Ratio.wrap(up ? value + step : value - step);
    }

    // --- judging ---

    /// @dev Margins are straight between the bounds of either set, so those and a notional far beyond decide.
    function _tiersLoosen(Tiers memory previous, Tiers memory current) private pure returns (bool) {
        if (Money.unwrap(current.minReward) < Money.unwrap(previous.minReward)) return true;
        if (Ratio.unwrap(current.withdrawFloor) < Ratio.unwrap(previous.withdrawFloor)) return true;
        if (current.maxFundingRatePerSecond > previous.maxFundingRatePerSecond) return true;
        for (uint256 i = 0; i < 7; ++i) {
            int256 notional = i == 6 ? int256(1e24) : Money.unwrap(i < 3 ? previous.bounds[i] : current.bounds[i - 3]);
            if (_less(current.bounds, current.initial, previous.bounds, previous.initial, notional)) return true;
            if (_less(current.bounds, current.maintenance, previous.bounds, previous.maintenance, notional))
                return true;
        }
        return false;
    }

    function _less(
        Money[3] memory bounds,
        Ratio[4] memory rates,
        Money[3] memory otherBounds,
        Ratio[4] memory otherRates,
        int256 notional
    ) private pure returns (bool) {
        return Valuation.margin(bounds, rates, notional) < Valuation.margin(otherBounds, otherRates, notional);
    }

    function _tradeLoosens(TradeParameters memory a, TradeParameters memory b) private pure returns (bool) {
        if (b.skewScale != a.skewScale || b.maxOpenInterest > a.maxOpenInterest || b.minSize < a.minSize) return true;
        if (b.maxFundingVelocity > a.maxFundingVelocity) return true;
        if (Ratio.unwrap(b.maxSkew) > Ratio.unwrap(a.maxSkew)) return true;
        if (Ratio.unwrap(b.takerFee) < Ratio.unwrap(a.takerFee)) return true;
        if (Ratio.unwrap(b.makerFee) < Ratio.unwrap(a.makerFee)) return true;
        if (Ratio.unwrap(b.spread) < Ratio.unwrap(a.spread)) return true;
        return
            Ratio.unwrap(b.insuranceShare) < Ratio.unwrap(a.insuranceShare) ||
            Ratio.unwrap(b.treasuryShare) > Ratio.unwrap(a.treasuryShare);
    }
}
