// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {ICollateral} from "../interfaces/ICollateral.sol";
import {IOperatorModule} from "../interfaces/IOperatorModule.sol";
import {IPreviewModule} from "../interfaces/IPreviewModule.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IVault} from "../interfaces/IVault.sol";
import {MarketSnapshot} from "../risk/Health.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money} from "../types/Money.sol";
import {Fill, Order} from "../types/Order.sol";
import {Vault} from "../vault/Vault.sol";
import {ClearingHouseStorage} from "./ClearingHouseStorage.sol";
import {ClearingHouseViews} from "./ClearingHouseViews.sol";
import {Trading} from "./Trading.sol";

/// @title ClearingHouse
/// @notice The ledger of Plimsoll; see IClearingHouse for every call, its units and who may make it.
/// @dev Trading and cash are here. Other ways to trade, liquidation, the pool's cash, operators and governance are modules that run
/// in this storage by
/// delegatecall, at addresses fixed at construction: `fallback` sends each of their functions to its module, so this
/// contract answers to the whole of IClearingHouse.
contract ClearingHouse is Trading, ClearingHouseViews, Multicall {
    IVault private immutable _VAULT;
    address private immutable _TRADING_MODULE;
    address private immutable _POOL_MODULE;
    address private immutable _OPERATOR_MODULE;
    address private immutable _PREVIEW_MODULE;
    address private immutable _CONFIG_MODULE;
    address private immutable _COLLATERAL_MODULE;

    /// @param token The settlement token; see Vault for what it must be.
    constructor(
        address authority_,
        IPriceOracle oracle_,
        IERC20Metadata token,
        address tradingModule,
        address liquidationModule,
        address poolModule,
        address operatorModule,
        address previewModule,
        address configModule,
        address collateralModule
    ) ClearingHouseStorage(authority_, oracle_) Trading(liquidationModule) {
        _VAULT = new Vault(token);
        _TRADING_MODULE = tradingModule;
        _POOL_MODULE = poolModule;
        _OPERATOR_MODULE = operatorModule;
        _PREVIEW_MODULE = previewModule;
        _CONFIG_MODULE = configModule;
        _COLLATERAL_MODULE = collateralModule;
    }

    /// @dev The functions of the modules; one that none of them has reverts there. Not payable: no function takes ether.
    fallback() external {
        _delegate(_moduleOf(msg.sig));
    }

    // --- trading: owners and operators ---

    function trade(Order calldata order) external exclusive returns (Fill memory fill) {
        _trade(order, fill);
    }

    /// @dev Intentionally open to anyone: it does what the next trade would do first.
    function accrueFunding(MarketId market) external exclusive {
        MarketSnapshot memory snapshot = _beginMarket(market);
        _storeMarket(snapshot, _skewOf(snapshot));
    }

    // --- the vault ---

    /// @dev The pool's calls under the lock go through its module, which asks who holds it.
    function acquireLock() external {
        require(msg.sender == address(_VAULT) || msg.sender == _pool, NotLockHolder(msg.sender));
        require(_lockHolder == address(0), Locked());
        _lockHolder = msg.sender;
    }

    function releaseLock() external onlyHolder(msg.sender) {
        _lockHolder = address(0);
    }

    function creditDeposit(AccountId account, address payer, Money amount) external onlyHolder(address(_VAULT)) {
        if (account != _insuranceId()) _requireTrader(account);
        emit Deposited(account, payer, amount, _addCash(account, amount));
        _lockHolder = address(0);
    }

    function vault() external view returns (IVault) {
        return _VAULT;
    }

    // --- modules ---

    function _moduleOf(bytes4 selector) private view returns (address) {
        if (
            selector == IClearingHouse.liquidate.selector ||
            selector == IClearingHouse.syncAccount.selector ||
            selector == IClearingHouse.syncMarket.selector
        ) return _LIQUIDATION_MODULE;
        if (selector == IClearingHouse.closeAccount.selector || selector == IClearingHouse.settle.selector)
            return _TRADING_MODULE;
        if (
            selector == IClearingHouse.poolValuation.selector ||
            selector == IClearingHouse.escrowCash.selector ||
            selector == IClearingHouse.releaseEscrow.selector ||
            selector == IClearingHouse.depositToPool.selector ||
            selector == IClearingHouse.payFromPool.selector ||
            selector == IClearingHouse.refillMarket.selector ||
            selector == IClearingHouse.returnSurplus.selector ||
            selector == IClearingHouse.setCommitment.selector ||
            selector == IClearingHouse.sweepFees.selector ||
            selector == IClearingHouse.collectTreasury.selector
        ) return _POOL_MODULE;
        if (
            selector == IClearingHouse.debitWithdrawal.selector ||
            selector == IClearingHouse.transferCash.selector ||
            selector == ICollateral.creditCollateral.selector ||
            selector == ICollateral.debitCollateral.selector ||
            selector == ICollateral.buyCollateral.selector ||
            selector == ICollateral.recordSettlementPrice.selector ||
            selector == ICollateral.refreshSettlementPrice.selector ||
            selector == ICollateral.sellBelowZero.selector ||
            selector == ICollateral.requireDebtAllowed.selector ||
            selector == ICollateral.listCollateral.selector ||
            selector == ICollateral.setCollateralParameters.selector ||
            selector == ICollateral.setDebtLimit.selector ||
            selector == ICollateral.collateralState.selector ||
            selector == ICollateral.collateralBalances.selector ||
            selector == ICollateral.collateralValues.selector ||
            selector == ICollateral.collateralSaleValues.selector ||
            selector == ICollateral.collateralDebts.selector ||
            selector == ICollateral.settlementPriceSound.selector
        ) return _COLLATERAL_MODULE;
        if (
            selector == IOperatorModule.setOperator.selector ||
            selector == IOperatorModule.setOperatorBySignature.selector ||
            selector == IOperatorModule.invalidateSignatures.selector ||
            selector == IOperatorModule.nonceOf.selector ||
            selector == IOperatorModule.domainSeparator.selector ||
            selector == IERC5267.eip712Domain.selector
        ) return _OPERATOR_MODULE;
        if (
            selector == IPreviewModule.previewTrade.selector ||
            selector == IPreviewModule.explainLiquidation.selector ||
            selector == IPreviewModule.packedStates.selector
        ) return _PREVIEW_MODULE;
        return _CONFIG_MODULE;
    }

    /// @dev Passes call and answer through as they are, in free memory: one block that overwrites what is in use would forbid
    /// the compiler to put anything there that the stack cannot reach, in the whole contract.
    function _delegate(address module) private {
        assembly ("memory-safe") {
            let place := mload(0x40)
            calldatacopy(place, 0, calldatasize())
            let success := delegatecall(gas(), module, place, calldatasize(), 0, 0)
            returndatacopy(place, 0, returndatasize())
            switch success
            case 0 {
                revert(place, returndatasize())
            }
            default {
                return(place, returndatasize())
            }
        }
    }
}
