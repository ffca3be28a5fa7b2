// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Market} from "../interfaces/IClearingHouse.sol";
import {AccountId} from "../types/AccountId.sol";
import {Checkpoint} from "../types/CheckpointSlot.sol";
import {MarketId} from "../types/MarketId.sol";
import {Operator} from "../types/OperatorSlot.sol";
import {SideState} from "../types/SideSlot.sol";
import {TIER_PHASE_IN, TierPhase, TierPhaseSlot} from "../types/TierPhaseSlot.sol";
import {MarketRecord, SideRecord} from "./ClearingHouseStorage.sol";
import {InsuranceBudgets} from "./InsuranceBudgets.sol";

/// @title Markets, venues and operators as they are stored
/// @notice As with accounts, nothing here prices anything. Beside governance, which writes them, for the room they take.
abstract contract MarketViews is InsuranceBudgets {
    function marketState(MarketId market) external view returns (Market memory view_) {
        _requireListed(market);
        MarketRecord storage record = _markets[market];
        view_.state = record.state.unpack();
        view_.tierSlot = _tiersOf(record);
        view_.tiers = record.tiers.unpack();
        view_.reduceOnly = record.tiers.reduceOnly();
        view_.trade = record.trade.unpack();
        view_.liquidation = record.liquidation.unpack();
        view_.pool = record.pool.unpack();
        view_.insurance = _budgetOf(market);
    }

    function tierPhaseOf(MarketId market) external view returns (TierPhase memory phase) {
        _requireListed(market);
        MarketRecord storage record = _markets[market];
        if (!record.tiers.isPhasing()) return phase;
        TierPhaseSlot slot = record.tierPhase;
        phase.rising = true;
        phase.startedAt = slot.phaseStartedAt();
        phase.endsAt = phase.startedAt + TIER_PHASE_IN;
        phase.from = record.tiers.withMaintenance(slot.phasedMaintenance(), slot.phasedMinReward()).unpack();
    }

    function sideState(
        MarketId market,
        bool long,
        uint256 epoch
    ) external view returns (SideState memory, Checkpoint memory) {
        SideRecord storage side = _sideOf(_markets[market], long);
        return (side.state.unpack(), _checkpointOf(side, epoch));
    }

    function marketName(MarketId market) external view returns (string memory) {
        _requireListed(market);
        return _markets[market].name;
    }

    function operatorState(AccountId account, address operator) external view returns (Operator memory) {
        return _operators[account][operator];
    }

    function isVenue(address venue) external view returns (bool) {
        return _venues[venue];
    }
}
