// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ActionTable} from "../risk/ActionTable.sol";
import {FundingMath} from "../risk/FundingMath.sol";
import {Health, Leg, MarketSnapshot, Standing} from "../risk/Health.sol";
import {TierPhasing} from "../risk/TierPhasing.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId, MAX_MARKETS} from "../types/MarketId.sol";
import {MarketState} from "../types/MarketSlot.sol";
import {Money} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {Size} from "../types/Size.sol";
import {TierSlot} from "../types/TierSlot.sol";
import {TradeSlot} from "../types/TradeSlot.sol";
import {Backing} from "./Backing.sol";
import {MarketRecord} from "./ClearingHouseStorage.sol";

/// @title What every part of the ledger does: load, accrue, value, store, emit
abstract contract Ledger is Backing {
    using Health for Standing;

    // --- markets ---

    function _requireListed(MarketId market) internal view {
        // A market above 63 has no bit, so it cannot be listed.
        require(MarketId.unwrap(market) < MAX_MARKETS && _listed & market.mask() != 0, UnknownMarket(market));
    }

    /// @dev A market in which the caller acts: records its price and brings its funding up to date.
    function _beginMarket(MarketId id) internal returns (MarketSnapshot memory market) {
        _beginMarketInto(market, id);
    }

    function _beginMarketInto(MarketSnapshot memory market, MarketId id) internal {
        MarketRecord storage record = _markets[id];
        market.id = id;
        record.state.unpackInto(market.state);
        market.tiers = _tiersOf(record);
        // A listed market has tiers: no rate of theirs is zero.
        require(TierSlot.unwrap(market.tiers) != 0, UnknownMarket(id));
        market.price = _ORACLE.recordPrice(id);
        _accrue(market);
    }

    /// @dev A market that is only valued.
    function _readMarket(MarketId id) internal view returns (MarketSnapshot memory market) {
        MarketRecord storage record = _markets[id];
        market.id = id;
        market.state = record.state.unpack();
        market.tiers = _tiersOf(record);
        market.price = _ORACLE.readPrice(id);
    }

    /// @dev The tiers that count now: those stored, unless their maintenance margins are on their way there.
    function _tiersOf(MarketRecord storage record) internal view returns (TierSlot tiers) {
        tiers = record.tiers;
        if (tiers.isPhasing()) tiers = TierPhasing.tiersAt(tiers, record.tierPhase, block.timestamp);
    }

    /// @dev With the old skew, before anything changes. While a market cannot be reduced no funding accrues: the outage
    /// counts from the call that records it to the first call after it.
    function _accrue(MarketSnapshot memory market) internal {
        _accrueIndex(market);
        _markFrozen(market);
    }

    function _accrueIndex(MarketSnapshot memory market) internal view {
        uint256 maxRate = market.tiers.maxFundingRatePerSecond();
        FundingMath.accrue(market.state, market.price.mark, maxRate, block.timestamp);
    }

    function _markFrozen(MarketSnapshot memory market) internal {
        MarketState memory state = market.state;
        bool frozen = !ActionTable.accruesFunding(market.price.validity);
        if (frozen != state.fundingFrozen) {
            state.fundingFrozen = frozen;
            emit FundingFrozen(market.id, frozen);
        }
    }

    /// @dev Traders' long minus short: what the pool's account of the market holds, with the other sign.
    function _skewOf(MarketSnapshot memory market) internal view returns (Size) {
        Position memory position;
        _current(_poolMarketId(market.id), market.id, position, market.state);
        return -position.size;
    }

    /// @dev After the pool's size or a parameter changed.
    function _setDrift(MarketState memory state, Size skew, TradeSlot parameters) internal pure {
        state.fundingDrift = FundingMath.drift(skew, parameters.skewScale(), parameters.maxFundingVelocity());
    }

    /// @dev Of a market in which nobody's position changed.
    function _storeMarket(MarketSnapshot memory market, Size skew) internal {
        MarketState memory state = market.state;
        _writeMarket(market);
        emit MarketUpdated(
            market.id,
            market.price.mark,
            state.fundingIndex,
            state.fundingRatePerSecond,
            state.openInterest,
            skew
        );
    }

    /// @dev The caller tells what it is.
    function _writeMarket(MarketSnapshot memory market) internal {
        _markets[market.id].state = market.state.pack();
    }

    // --- accounts ---

    /// @dev The account's positions with their markets, in ascending order, leaving out the markets of `without`. The
    /// account has caught up in all of them (`_syncOthers`).
    function _loadLegs(AccountId id, uint256 markets, uint256 without) internal view returns (Leg[] memory legs) {
        uint256 left = markets & ~without;
        // The empty list that is there already costs nothing.
        if (left == 0) return legs;
        legs = new Leg[](_count(left));
        uint256 next;
        for (uint8 number = 0; left != 0; ++number) {
            if (left & 1 != 0) {
                MarketId market = MarketId.wrap(number);
                legs[next].position = _positions[id][market].unpack();
                legs[next].market = _readMarket(market);
                ++next;
            }
            left >>= 1;
        }
    }

    /// @dev Values an account and its legs now.
    function _assess(
        AccountId id,
        Money cash,
        uint256 collaterals,
        Leg[] memory legs
    ) internal view returns (Standing memory standing) {
        (Money forInitial, Money forMaintenance) = _backing(id, cash, collaterals);
        standing = Health.begin(forInitial, forMaintenance);
        for (uint256 i = 0; i < legs.length; ++i) {
            standing.add(legs[i].position, legs[i].market, block.timestamp);
        }
    }

    /// @dev Takes funding up to the market's index off the position, rounded against the account.
    /// @return paid To be subtracted from the account's cash.
    function _realizeFunding(Position memory position, MarketState memory state) internal pure returns (Money paid) {
        paid = FundingMath.payment(position, state.fundingIndex);
        position.fundingIndex = state.fundingIndex;
        position.epoch = state.epoch;
    }

    /// @dev Bits in a set.
    function _count(uint256 set) internal pure returns (uint256 count) {
        unchecked {
            // At most 256 bits, and the set is not empty where one is taken out.
            for (; set != 0; set &= set - 1) ++count;
        }
    }
}
