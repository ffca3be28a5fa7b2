// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PriceValidity} from "../types/PriceReading.sol";

/// @title What a price allows
/// @notice One function per row of this table, in which Expired is Stale past `maxLiquidationAge`. Depositing cash, and
/// withdrawing from an account without positions and debt, need no price and so have no row. A token's own price is what its
/// deposit asks for; tokens are never settled.
///
///   |                         | Valid | Settling | Diverged | Stale | Expired to Invalid | Liquidating | Settled |
///   | open or increase        | yes   | no       | no       | no    | no                 | no          | no      |
///   | reduce or close         | yes   | below    | yes      | below | no                 | no          | yes     |
///   | withdraw with positions | yes   | no       | yes      | no    | no                 | no          | yes     |
///   | liquidate               | yes   | yes      | yes      | yes   | no                 | yes         | yes     |
///   | LP request executed     | yes   | no       | no       | no    | no                 | no          | yes     |
///   | deposit a token         | yes   | yes      | yes      | yes   | SequencerDown only | –           | –       |
///   | funding accrues         | yes   | no       | yes      | no    | no                 | no          | no      |
///   | fills at the mark       | no    | no       | no       | no    | no                 | no          | yes     |
///
/// "Expired to Invalid" are Expired, Jumped, SequencerDown and Invalid. "below": only for an account below initial margin.
/// At which of two prices a Diverged market acts is no matter of this table: PriceReading carries both.
library ActionTable {
    // A row is the set of the validities that allow it.
    uint256 private constant _VALID = 1 << uint256(PriceValidity.Valid);
    uint256 private constant _SETTLING = 1 << uint256(PriceValidity.Settling);
    uint256 private constant _DIVERGED = 1 << uint256(PriceValidity.Diverged);
    uint256 private constant _STALE = 1 << uint256(PriceValidity.Stale);
    uint256 private constant _SEQUENCER_DOWN = 1 << uint256(PriceValidity.SequencerDown);
    uint256 private constant _LIQUIDATING = 1 << uint256(PriceValidity.Liquidating);
    uint256 private constant _SETTLED = 1 << uint256(PriceValidity.Settled);

    uint256 private constant _OPENING = _VALID;
    uint256 private constant _REDUCTION = _VALID | _DIVERGED | _SETTLED;
    uint256 private constant _REDUCTION_BELOW_INITIAL_MARGIN = _REDUCTION | _SETTLING | _STALE;
    uint256 private constant _WITHDRAWAL = _VALID | _DIVERGED | _SETTLED;
    uint256 private constant _LIQUIDATION = _VALID | _SETTLING | _DIVERGED | _STALE | _LIQUIDATING | _SETTLED;
    uint256 private constant _POOL_REQUEST = _VALID | _SETTLED;
    uint256 private constant _TOKEN_DEPOSIT = _VALID | _SETTLING | _DIVERGED | _STALE | _SEQUENCER_DOWN;
    uint256 private constant _FUNDING = _VALID | _DIVERGED;
    uint256 private constant _FILL_AT_MARK = _SETTLED;

    /// @notice Whether a position may be opened or grow.
    function allowsOpening(PriceValidity validity) internal pure returns (bool) {
        return _allows(_OPENING, validity);
    }

    /// @notice Whether a position may be reduced or closed by its owner.
    /// @param belowInitialMargin Whether the account is, before the reduction.
    function allowsReduction(PriceValidity validity, bool belowInitialMargin) internal pure returns (bool) {
        return _allows(belowInitialMargin ? _REDUCTION_BELOW_INITIAL_MARGIN : _REDUCTION, validity);
    }

    /// @notice Whether an account with a position in the market may withdraw.
    function allowsWithdrawal(PriceValidity validity) internal pure returns (bool) {
        return _allows(_WITHDRAWAL, validity);
    }

    /// @notice Whether a position may be liquidated. A price that allows it is called usable.
    function allowsLiquidation(PriceValidity validity) internal pure returns (bool) {
        return _allows(_LIQUIDATION, validity);
    }

    /// @notice Whether an LP's request may be executed; asked of every market in which the pool has inventory.
    function allowsPoolRequest(PriceValidity validity) internal pure returns (bool) {
        return _allows(_POOL_REQUEST, validity);
    }

    /// @notice Whether a collateral token may be deposited; asked of its own price. While the sequencer is down nothing is
    /// liquidated either, so nothing can be held off.
    function allowsTokenDeposit(PriceValidity validity) internal pure returns (bool) {
        return _allows(_TOKEN_DEPOSIT, validity);
    }

    /// @notice Whether funding accrues from one call to the next.
    function accruesFunding(PriceValidity validity) internal pure returns (bool) {
        return _allows(_FUNDING, validity);
    }

    /// @notice Whether a fill against the pool is at the mark, without premium, spread and fee.
    function fillsAtMark(PriceValidity validity) internal pure returns (bool) {
        return _allows(_FILL_AT_MARK, validity);
    }

    function _allows(uint256 row, PriceValidity validity) private pure returns (bool) {
        return (row >> uint256(validity)) & 1 != 0;
    }
}
