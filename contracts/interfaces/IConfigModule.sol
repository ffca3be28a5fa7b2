// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketId} from "../types/MarketId.sol";
import {Money} from "../types/Money.sol";
import {Ratio} from "../types/Ratio.sol";

/// @title Events and errors of governance beside those of the listing rules
interface IConfigModule {
    /// @notice The pool contract, once and for all.
    event PoolSet(address indexed pool);

    /// @notice The pool is set already, or the address is no contract.
    error InvalidPool(address pool, address present);

    /// @notice The zero address is no venue.
    error InvalidVenue(address venue);

    /// @notice Maintenance margin would rise while accounts hold positions, and a bound of the tiers (from 0) change with it:
    /// what rises over days does so at unchanged bounds.
    error TierBoundChanged(MarketId market, uint256 tier, Money bound, Money previous);

    /// @notice Over open positions one raise takes a maintenance rate (tiers from 0) to half more than what counts at most.
    error MaintenanceRisesTooFar(MarketId market, uint256 tier, Ratio rate, Ratio highest);

    /// @notice Over open positions one raise takes the least reward to half more than what counts at most.
    error MinRewardRisesTooFar(MarketId market, Money minReward, Money highest);

    /// @notice No raise of the market's maintenance margin is on its way.
    error NoTierPhase(MarketId market);

    /// @notice The raise of the market's maintenance margin has not arrived yet.
    error TierPhaseNotOver(MarketId market, uint256 timestamp, uint256 endsAt);

    /// @notice The change loosens risk, and the caller's right to make it does not wait `minimum` seconds. To loosen, an
    /// account with that execution delay schedules the call and then makes it itself, not through the manager.
    error LooseningNotDelayed(address caller, uint256 delay, uint256 minimum);

    /// @notice The market's minimum size satisfies its inequality: there is nothing to raise. Size units.
    error MinSizeSufficient(MarketId market, uint256 minSize, uint256 least);
}
