// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICollateral} from "../interfaces/ICollateral.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {Money} from "../types/Money.sol";
import {Positions} from "./Positions.sol";

/// @title What an account has beside its positions
/// @notice Tokens are valued by the module that knows them, which this contract asks at the clearing house's address: only
/// accounts that hold some pay for the call, and only one contract carries the code.
abstract contract Backing is Positions {
    /// @dev Cash and other collateral as initial and as maintenance margin count them. The account is caught up.
    function _backing(
        AccountId id,
        Money cash,
        uint256 collaterals
    ) internal view returns (Money forInitial, Money forMaintenance) {
        (forInitial, forMaintenance) = (cash, cash);
        if (collaterals != 0) {
            (Money initial, Money maintenance, ) = _collateralValues(id, collaterals);
            (forInitial, forMaintenance) = (forInitial + initial, forMaintenance + maintenance);
        }
    }

    /// @dev The first of the two alone.
    function _initialBacking(AccountId id, Money cash, uint256 collaterals) internal view returns (Money) {
        if (collaterals == 0) return cash;
        (Money initial, , ) = _collateralValues(id, collaterals);
        return cash + initial;
    }

    /// @dev The second alone.
    function _maintenanceBacking(AccountId id, Money cash, uint256 collaterals) internal view returns (Money) {
        if (collaterals == 0) return cash;
        (, Money maintenance, ) = _collateralValues(id, collaterals);
        return cash + maintenance;
    }

    /// @dev Cash and other collateral where something is about to leave.
    function _withdrawableBacking(AccountId id, Account memory account) internal view returns (Money backing) {
        backing = account.cash;
        if (account.collaterals != 0) {
            (, , Money withdrawable) = _collateralValues(id, account.collaterals);
            backing = backing + withdrawable;
        }
    }

    function _collateralValues(AccountId id, uint256 collaterals) private view returns (Money, Money, Money) {
        return ICollateral(address(this)).collateralValues(id, collaterals);
    }
}
