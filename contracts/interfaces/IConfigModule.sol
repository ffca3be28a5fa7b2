// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketId} from "../types/MarketId.sol";

/// @title Events and errors of governance beside those of the listing rules
interface IConfigModule {
    /// @notice The pool contract, once and for all.
    event PoolSet(address indexed pool);

    /// @notice The pool is set already, or the address is no contract.
    error InvalidPool(address pool, address present);

    /// @notice The zero address is no venue.
    error InvalidVenue(address venue);

    /// @notice Maintenance margin would rise somewhere while accounts hold positions: one of them could become
    /// liquidatable in this very block. `openInterest` in size units.
    error MaintenanceRaised(MarketId market, uint256 openInterest);

    /// @notice The change loosens risk, and the caller's right to make it does not wait `minimum` seconds. To loosen, an
    /// account with that execution delay schedules the call and then makes it itself, not through the manager.
    error LooseningNotDelayed(address caller, uint256 delay, uint256 minimum);

    /// @notice The market's minimum size satisfies its inequality: there is nothing to raise. Size units.
    error MinSizeSufficient(MarketId market, uint256 minSize, uint256 least);
}
