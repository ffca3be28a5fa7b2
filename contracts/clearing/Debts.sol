// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICollateral} from "../interfaces/ICollateral.sol";
import {AccountId} from "../types/AccountId.sol";
import {Money, ZERO_MONEY, positivePart} from "../types/Money.sol";
import {Ledger} from "./Ledger.sol";

/// @title What stops opening, LP entry and new debt
/// @notice The questions are cheap where they are not met by a rule; the rules are the collateral module's, which this
/// contract asks at the clearing house's address.
abstract contract Debts is Ledger {
    /// @dev What was found sound of the settlement token's price lately stands.
    function _requireSettlementSound() internal {
        if (_settlement.isRuled() && !_settlement.isSoundAt(block.timestamp)) {
            ICollateral(address(this)).refreshSettlementPrice();
        }
    }

    /// @dev Of an account before its cash is stored. Asked where a withdrawal or an increase would worsen a debt; never of a
    /// reduction, of funding or of a liquidation.
    function _requireDebtAllowed(AccountId id, uint256 collaterals, Money cash) internal {
        if (collaterals == 0 || cash >= ZERO_MONEY) return;
        Money added = -cash - positivePart(-_cashOf(id));
        if (added > ZERO_MONEY) ICollateral(address(this)).requireDebtAllowed(id, -cash, added);
    }

    /// @dev Insurance and main, which answer for debts that collateral does not cover.
    function _debtBacking() internal view returns (Money) {
        return positivePart(_cashOf(_insuranceId())) + positivePart(_cashOf(_poolMainId()));
    }
}
