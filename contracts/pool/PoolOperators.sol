// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILiquidityPool} from "../interfaces/ILiquidityPool.sol";

/// @title Who may act for an LP
/// @notice ERC-7540's operators: all or nothing, until taken back.
abstract contract PoolOperators is ILiquidityPool {
    mapping(address controller => mapping(address operator => bool approved)) public isOperator;

    function setOperator(address operator, bool approved) external returns (bool) {
        isOperator[msg.sender][operator] = approved;
        emit OperatorSet(msg.sender, operator, approved);
        return true;
    }

    function _mayActFor(address account) internal view returns (bool) {
        return account == msg.sender || isOperator[account][msg.sender];
    }

    function _requireMayActFor(address account) internal view {
        require(_mayActFor(account), NotAuthorizedInPool(account, msg.sender));
    }
}
