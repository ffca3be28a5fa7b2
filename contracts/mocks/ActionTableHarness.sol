// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ActionTable} from "../risk/ActionTable.sol";
import {PriceValidity} from "../types/PriceReading.sol";

/// @title The action table column by column, for tests
contract ActionTableHarness {
    struct Column {
        bool opening;
        bool reduction;
        bool reductionBelowInitialMargin;
        bool withdrawal;
        bool liquidation;
        bool poolRequest;
        bool tokenDeposit;
        bool funding;
        bool fillAtMark;
    }

    function column(PriceValidity validity) external pure returns (Column memory) {
        return
            Column({
                opening: ActionTable.allowsOpening(validity),
                reduction: ActionTable.allowsReduction(validity, false),
                reductionBelowInitialMargin: ActionTable.allowsReduction(validity, true),
                withdrawal: ActionTable.allowsWithdrawal(validity),
                liquidation: ActionTable.allowsLiquidation(validity),
                poolRequest: ActionTable.allowsPoolRequest(validity),
                tokenDeposit: ActionTable.allowsTokenDeposit(validity),
                funding: ActionTable.accruesFunding(validity),
                fillAtMark: ActionTable.fillsAtMark(validity)
            });
    }

    /// @notice The last of the validities, so that a test knows it has seen all.
    function worst() external pure returns (PriceValidity) {
        return type(PriceValidity).max;
    }
}
