// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {ClearingHouseStorage, CollateralRecord} from "../clearing/ClearingHouseStorage.sol";
import {CollateralModule} from "../clearing/CollateralModule.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {IConfigModule} from "../interfaces/IConfigModule.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {CollateralPacking} from "../math/CollateralPacking.sol";
import {CollateralMath} from "../risk/CollateralMath.sol";
import {CollateralRules} from "../risk/CollateralRules.sol";
import {CollateralId, MAX_COLLATERALS} from "../types/CollateralId.sol";
import {CollateralHoldings, CollateralParameters, CollateralSlot, WEIGHT_PHASE_IN} from "../types/CollateralSlot.sol";
import {DebtSlot} from "../types/DebtSlot.sol";
import {Money, ZERO_MONEY} from "../types/Money.sol";
import {MarketId} from "../types/MarketId.sol";
import {PriceReading, PriceValidity} from "../types/PriceReading.sol";
import {Ratio} from "../types/Ratio.sol";

/// @title Other collateral, with its governance
/// @notice Runs in the clearing house's storage; see ICollateral. New tokens and loosened parameters wait; tightened ones
/// count at once, and where they could make an account liquidatable they arrive over days.
contract CollateralConfig is CollateralModule {
    /// @notice Seconds for which a change that loosens risk must have been announced.
    uint256 public immutable LOOSENING_DELAY;

    constructor(
        address authority_,
        IPriceOracle oracle_,
        uint256 looseningDelay
    ) ClearingHouseStorage(authority_, oracle_) {
        LOOSENING_DELAY = looseningDelay;
    }

    /// @notice See ICollateral.
    function listCollateral(
        CollateralId id,
        address token,
        CollateralParameters calldata parameters
    ) external restricted exclusive {
        _requireDelayed();
        require(CollateralId.unwrap(id) < MAX_COLLATERALS, UnknownCollateral(id));
        CollateralRecord storage record = _collaterals[id];
        require(!record.parameters.exists(), CollateralAlreadyListed(id));
        _requireFreeToken(token);
        MarketId feed = id.feedOf();
        PriceReading memory price = _ORACLE.recordPrice(feed);
        require(price.validity == PriceValidity.Valid, PriceNotUsable(feed, price.validity));
        CollateralRules.requireUnitWorth(price.mark);
        CollateralRules.requireAll(parameters, parameters.maintenanceWeight);

        (uint256 decimals, uint256 scale) = _scaleOf(token, _ORACLE.feedOf(feed).sizeDecimals);
        emit CollateralListed(id, token, decimals, scale);
        _store(record, id, token, scale, parameters, parameters.maintenanceWeight);
    }

    /// @notice See ICollateral.
    function setCollateralParameters(
        CollateralId id,
        CollateralParameters calldata parameters
    ) external restricted exclusive {
        _requireKnown(id);
        CollateralRecord storage record = _collaterals[id];
        CollateralSlot slot = record.parameters;
        // A weight between two basis points counts as the one above: nobody loses by a change.
        Ratio effective = CollateralPacking.wholeUp(CollateralMath.maintenanceWeightAt(slot, block.timestamp));
        if (CollateralRules.loosens(_parametersOf(record), parameters)) _requireDelayed();
        if (effective < parameters.maintenanceWeight) effective = parameters.maintenanceWeight;
        CollateralRules.requireAll(parameters, effective);
        _store(record, id, slot.token(), slot.scale(), parameters, effective);
    }

    /// @notice See ICollateral.
    function setDebtLimit(Money limit) external restricted exclusive {
        require(limit >= ZERO_MONEY, AmountOutOfRange(limit));
        DebtSlot debts = _debts;
        Money previous = debts.limit();
        if (limit > previous) _requireDelayed();
        _debts = debts.withLimit(limit, CollateralMath.debtLimitAt(debts, block.timestamp), block.timestamp);
        emit DebtLimitChanged(previous, limit);
    }

    // --- internals ---

    function _store(
        CollateralRecord storage record,
        CollateralId id,
        address token,
        uint256 scale,
        CollateralParameters calldata parameters,
        Ratio from
    ) private {
        CollateralParameters memory previous = _parametersOf(record);
        record.parameters = CollateralPacking.pack(
            token,
            scale,
            parameters.initialWeight,
            parameters.maintenanceWeight,
            from,
            parameters.discount,
            block.timestamp
        );
        record.holdings = record.holdings.withDepositCap(parameters.depositCap);
        emit CollateralParametersChanged(id, previous, parameters);
        if (from > parameters.maintenanceWeight) {
            emit MaintenanceWeightMoved(
                id,
                from,
                parameters.maintenanceWeight,
                block.timestamp,
                block.timestamp + WEIGHT_PHASE_IN
            );
        }
    }

    function _parametersOf(CollateralRecord storage record) private view returns (CollateralParameters memory) {
        (CollateralSlot slot, CollateralHoldings holdings) = (record.parameters, record.holdings);
        return
            CollateralParameters({
                initialWeight: slot.initialWeight(),
                maintenanceWeight: slot.maintenanceWeight(),
                discount: slot.discount(),
                depositCap: holdings.depositCap()
            });
    }

    /// @dev Each unit of a token counts in one place: not as cash too, not under two numbers, and never as a share of the pool
    /// that it would back.
    function _requireFreeToken(address token) private view {
        bool free =
            token.code.length != 0 &&
                token != _pool &&
                token != address(IClearingHouse(address(this)).vault().settlementToken());
        for (uint8 number = 0; free && number < MAX_COLLATERALS; ++number) {
            free = _collaterals[CollateralId.wrap(number)].parameters.token() != token;
        }
        require(free, InvalidCollateralToken(token));
    }

    /// @dev Power of ten between the token's own unit and the one that its feed prices.
    function _scaleOf(address token, int256 sizeDecimals) private view returns (uint256 decimals, uint256 scale) {
        decimals = IERC20Metadata(token).decimals();
        require(
            int256(decimals) >= sizeDecimals,
            UnsupportedCollateralDecimals(token, decimals, uint256(sizeDecimals < 0 ? int256(0) : sizeDecimals))
        );
        scale = uint256(int256(decimals) - sizeDecimals);
        require(
            scale <= CollateralRules.MOST_SCALE,
            UnsupportedCollateralDecimals(token, decimals, CollateralRules.MOST_SCALE)
        );
    }

    /// @dev `restricted` has let the caller in; where its right carries a delay, it has also consumed the schedule.
    function _requireDelayed() private view {
        if (LOOSENING_DELAY == 0) return;
        (, uint32 delay) = IAccessManager(authority()).canCall(msg.sender, address(this), msg.sig);
        require(delay >= LOOSENING_DELAY, IConfigModule.LooseningNotDelayed(msg.sender, delay, LOOSENING_DELAY));
    }
}
