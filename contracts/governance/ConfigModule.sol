// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {ClearingHouseStorage, MarketRecord} from "../clearing/ClearingHouseStorage.sol";
import {MarketViews} from "../clearing/MarketViews.sol";
import {IConfigModule} from "../interfaces/IConfigModule.sol";
import {FeedParameters, IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {ParameterPacking} from "../math/ParameterPacking.sol";
import {Quantities} from "../math/Quantities.sol";
import {MarketSnapshot} from "../risk/Health.sol";
import {InsuranceMath} from "../risk/InsuranceMath.sol";
import {ListingSet, OracleLimits} from "../risk/ListingLimits.sol";
import {ListingMarginRules} from "../risk/ListingMarginRules.sol";
import {ListingPoolRules} from "../risk/ListingPoolRules.sol";
import {ListingPriceRules} from "../risk/ListingPriceRules.sol";
import {ListingRules} from "../risk/ListingRules.sol";
import {ParameterDirection} from "../risk/ParameterDirection.sol";
import {TierPhasing} from "../risk/TierPhasing.sol";
import {InsuranceBudget} from "../types/InsuranceSlot.sol";
import {LiquidationSlot} from "../types/LiquidationSlot.sol";
import {MarketId, MAX_MARKETS} from "../types/MarketId.sol";
import {Money} from "../types/Money.sol";
import {LiquidationParameters, Tiers, TradeParameters} from "../types/Parameters.sol";
import {PriceReading, PriceValidity} from "../types/PriceReading.sol";
import {Ratio} from "../types/Ratio.sol";
import {Size} from "../types/Size.sol";
import {packTierPhase, TIER_PHASE_IN} from "../types/TierPhaseSlot.sol";
import {TIER_COUNT, TierSlot} from "../types/TierSlot.sol";
import {TradeSlot} from "../types/TradeSlot.sol";

/// @title Governance of the clearing house: markets, parameters, venues and the pool
/// @notice Runs in the clearing house's storage; its functions are documented in IClearingHouse. Who may call which one
/// is the access manager's table (docs/roles.md). Funding is accrued with the old parameters before new ones are stored,
/// and every new set passes the listing rules as a whole.
contract ConfigModule is MarketViews, IConfigModule {
    using ParameterPacking for Tiers;
    using ParameterPacking for TradeParameters;
    using ParameterPacking for LiquidationParameters;

    /// @notice Seconds between an LP's request and its execution, as the pool has it.
    uint256 public immutable POOL_REQUEST_DELAY;

    /// @notice Seconds for which a change that loosens risk must have been announced.
    uint256 public immutable LOOSENING_DELAY;

    constructor(
        address authority_,
        IPriceOracle oracle_,
        uint256 poolRequestDelay,
        uint256 looseningDelay
    ) ClearingHouseStorage(authority_, oracle_) {
        POOL_REQUEST_DELAY = poolRequestDelay;
        LOOSENING_DELAY = looseningDelay;
    }

    function listMarket(
        MarketId id,
        string calldata name,
        Tiers calldata tiers,
        TradeParameters calldata trade,
        LiquidationParameters calldata liquidation
    ) external restricted exclusive {
        require(MarketId.unwrap(id) < MAX_MARKETS, UnknownMarket(id));
        require(_listed & id.mask() == 0, MarketAlreadyListed(id));
        MarketRecord storage record = _markets[id];
        MarketSnapshot memory market;
        market.id = id;
        market.price = _requireValid(id, _ORACLE.recordPrice(id));
        market.state.accruedAt = block.timestamp;
        ListingPriceRules.requireUnitWorth(market.price.mark);

        _listed |= id.mask();
        record.name = name;
        emit MarketListed(id, name);
        _storeTiers(record, id, tiers.pack().withReduceOnly(true));
        emit ReduceOnlySet(id, true);
        _storeTrade(record, id, trade);
        _storeLiquidation(record, id, liquidation);
        _requireRules(record, market);
        _storeMarket(market, _skewOf(market));
    }

    function setTiers(MarketId id, Tiers calldata tiers) external restricted exclusive {
        MarketSnapshot memory market = _beginMarket(id);
        MarketRecord storage record = _markets[id];
        TierSlot counting = market.tiers;
        TierSlot current = tiers.pack().withReduceOnly(counting.reduceOnly());
        // What a raise was going to is also not given up at once.
        if (ParameterDirection.loosens(counting, current) || ParameterDirection.loosens(record.tiers, current)) {
            _requireDelayed();
        }
        bool rises = market.state.openInterest != 0 && ParameterDirection.raisesMaintenance(counting, current);
        _storeTiers(record, id, current.withPhase(rises));
        if (rises) _beginPhase(record, id, counting, current);
        // What counts today is no worse than it was: the rules are asked of where it goes.
        _requireRules(record, market, current);
        _storeMarket(market, _skewOf(market));
    }

    /// @dev Open to everybody on purpose: it changes nothing that counts.
    function endTierPhase(MarketId id) external exclusive {
        _requireListed(id);
        MarketRecord storage record = _markets[id];
        require(record.tiers.isPhasing(), NoTierPhase(id));
        uint256 endsAt = record.tierPhase.phaseStartedAt() + TIER_PHASE_IN;
        require(block.timestamp >= endsAt, TierPhaseNotOver(id, block.timestamp, endsAt));
        record.tiers = record.tiers.withPhase(false);
    }

    function setTradeParameters(MarketId id, TradeParameters calldata trade) external restricted exclusive {
        MarketSnapshot memory market = _beginMarket(id);
        MarketRecord storage record = _markets[id];
        TradeParameters memory previous = record.trade.unpack();
        if (ParameterDirection.loosens(previous, trade)) _requireDelayed();
        if (trade.skewScale < previous.skewScale) _requireSkewFits(market, trade);
        _changeTrade(record, market, trade);
        bool grows = ParameterDirection.growsInventory(previous, trade);
        if (grows && !market.tiers.reduceOnly()) _requireCommitment(record, market);
    }

    function setLiquidationParameters(
        MarketId id,
        LiquidationParameters calldata liquidation
    ) external restricted exclusive {
        // None of these has a direction in which nobody loses, so each change is announced.
        _requireDelayed();
        MarketSnapshot memory market = _beginMarket(id);
        MarketRecord storage record = _markets[id];
        _storeLiquidation(record, id, liquidation);
        _requireRules(record, market);
        _storeMarket(market, _skewOf(market));
    }

    function restrictMarket(MarketId id) external restricted exclusive {
        _requireListed(id);
        _setReduceOnly(_markets[id], id, true);
    }

    function openMarket(MarketId id) external restricted exclusive {
        MarketSnapshot memory market = _beginMarket(id);
        MarketRecord storage record = _markets[id];
        _requireValid(id, market.price);
        _requireRules(record, market);
        _requireCommitment(record, market);
        _setReduceOnly(record, id, false);
        _storeMarket(market, _skewOf(market));
    }

    /// @dev Open to everybody on purpose: what is stored depends on the market and its price alone.
    function raiseMinSize(MarketId id) external exclusive {
        MarketSnapshot memory market = _beginMarket(id);
        MarketRecord storage record = _markets[id];
        _requireValid(id, market.price);
        TradeParameters memory trade = record.trade.unpack();
        uint256 least = ListingMarginRules.leastMinSize(
            market.tiers.unpack(),
            record.liquidation.unpack(),
            market.price.mark
        );
        require(trade.minSize < least, MinSizeSufficient(id, trade.minSize, least));
        trade.minSize = least;
        // No other inequality is asked: after a fall one of them may fail that this call cannot mend.
        _storeTrade(record, id, trade);
        _storeMarket(market, _skewOf(market));
    }

    /// @dev More of it lets one market spend what others saved: such a change is announced.
    function setInsuranceBudget(MarketId id, Money budget) external restricted exclusive {
        _requireListed(id);
        InsuranceBudget memory insurance = _budgetOf(id);
        if (budget > insurance.budget) _requireDelayed();
        InsuranceMath.set(insurance, budget);
        _storeBudget(id, insurance);
    }

    function setVenue(address venue, bool registered) external restricted exclusive {
        require(venue != address(0), InvalidVenue(venue));
        _venues[venue] = registered;
        emit VenueSet(venue, registered);
    }

    function setPool(address pool_) external restricted exclusive {
        require(_pool == address(0) && pool_.code.length != 0, InvalidPool(pool_, _pool));
        _pool = pool_;
        emit PoolSet(pool_);
    }

    // --- storing ---

    /// @dev The drift follows scale and velocity.
    function _changeTrade(
        MarketRecord storage record,
        MarketSnapshot memory market,
        TradeParameters memory trade
    ) private {
        Size skew = _skewOf(market);
        _storeTrade(record, market.id, trade);
        _requireRules(record, market);
        _setDrift(market.state, skew, record.trade);
        _storeMarket(market, skew);
    }

    function _storeTiers(MarketRecord storage record, MarketId id, TierSlot current) private {
        TierSlot previous = record.tiers;
        record.tiers = current;
        emit TiersChanged(id, previous.unpack(), current.unpack());
    }

    /// @dev No account becomes liquidatable by it in this block: nothing of the maintenance margin is above what counted.
    function _beginPhase(MarketRecord storage record, MarketId id, TierSlot counting, TierSlot current) private {
        for (uint256 tier = 0; tier < TIER_COUNT; ++tier) {
            (Ratio rate, Ratio highest) = (
                current.maintenanceRate(tier),
                TierPhasing.highestRate(counting.maintenanceRate(tier))
            );
            require(rate <= highest, MaintenanceRisesTooFar(id, tier, rate, highest));
            if (tier == TIER_COUNT - 1) break;
            (Money bound, Money previous) = (current.bound(tier), counting.bound(tier));
            require(bound == previous, TierBoundChanged(id, tier, bound, previous));
        }
        Money most = TierPhasing.highestReward(counting.minReward());
        require(current.minReward() <= most, MinRewardRisesTooFar(id, current.minReward(), most));
        TierSlot from = TierPhasing.start(counting, current);
        record.tierPhase = packTierPhase(from, block.timestamp);
        emit TiersPhasedIn(id, from.unpack(), current.unpack(), block.timestamp, block.timestamp + TIER_PHASE_IN);
    }

    function _storeTrade(MarketRecord storage record, MarketId id, TradeParameters memory current) private {
        TradeSlot previous = record.trade;
        record.trade = current.pack();
        emit TradeParametersChanged(id, previous.unpack(), current);
    }

    function _storeLiquidation(MarketRecord storage record, MarketId id, LiquidationParameters memory current) private {
        LiquidationSlot previous = record.liquidation;
        record.liquidation = current.pack();
        emit LiquidationParametersChanged(id, previous.unpack(), current);
    }

    function _setReduceOnly(MarketRecord storage record, MarketId id, bool value) private {
        record.tiers = record.tiers.withReduceOnly(value);
        emit ReduceOnlySet(id, value);
    }

    // --- checks ---

    /// @dev Over what is stored, so that what was asserted is what holds: of tiers on their way, over those that count now as
    /// well. What lies between the two passes where both do, since each rule is linear in what rises.
    function _requireRules(MarketRecord storage record, MarketSnapshot memory market) private view {
        _requireRules(record, market, record.tiers);
        if (record.tiers.isPhasing()) _requireRules(record, market, _tiersOf(record));
    }

    function _requireRules(MarketRecord storage record, MarketSnapshot memory market, TierSlot tiers) private view {
        ListingRules.requireAll(
            ListingSet({
                tiers: tiers.unpack(),
                trade: record.trade.unpack(),
                liquidation: record.liquidation.unpack(),
                oracle: _oracleLimits(market.id),
                price: market.price.mark,
                poolRequestDelay: POOL_REQUEST_DELAY
            })
        );
    }

    /// @dev The premium grows as the scale is cut: what is open must lie within the cap that bounds it.
    function _requireSkewFits(MarketSnapshot memory market, TradeParameters memory trade) private view {
        (uint256 skew, uint256 cap) = (_skewOf(market).abs(), Quantities.shareDown(trade.skewScale, trade.maxSkew));
        require(skew <= cap, SkewCapExceeded(market.id, skew, cap));
    }

    function _requireCommitment(MarketRecord storage record, MarketSnapshot memory market) private view {
        ListingPoolRules.requireCommitment(
            record.tiers.unpack(),
            record.trade.unpack(),
            market.price.mark,
            record.pool.unpack().commitment
        );
    }

    /// @dev `restricted` has let the caller in; where its right carries a delay, it has also consumed the schedule.
    function _requireDelayed() private view {
        if (LOOSENING_DELAY == 0) return;
        (, uint32 delay) = IAccessManager(authority()).canCall(msg.sender, address(this), msg.sig);
        require(delay >= LOOSENING_DELAY, LooseningNotDelayed(msg.sender, delay, LOOSENING_DELAY));
    }

    function _oracleLimits(MarketId id) private view returns (OracleLimits memory) {
        FeedParameters memory feed = _ORACLE.feedOf(id);
        return
            OracleLimits({
                heartbeat: feed.heartbeat,
                maxLiquidationAge: feed.maxLiquidationAge,
                upperBound: feed.upperBound,
                jumpBound: feed.jumpBound,
                jumpHold: _ORACLE.jumpHold(),
                settleTime: _ORACLE.settleTime(),
                divergenceBound: _ORACLE.secondFeedOf(id).divergenceBound,
                fallbackDelay: _ORACLE.fallbackDelay(),
                settlementDelay: _ORACLE.settlementDelay()
            });
    }

    function _requireValid(MarketId id, PriceReading memory price) private pure returns (PriceReading memory) {
        require(price.validity == PriceValidity.Valid, PriceNotUsable(id, price.validity));
        return price;
    }
}
