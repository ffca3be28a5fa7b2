// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    IPreviewModule,
    LiquidationExplanation,
    LiquidationLeg,
    LiquidationVerdict,
    TradePreview
} from "../interfaces/IPreviewModule.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {ActionTable} from "../risk/ActionTable.sol";
import {DeleveragingMath} from "../risk/DeleveragingMath.sol";
import {Health, Leg, MarketSnapshot, Standing} from "../risk/Health.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money} from "../types/Money.sol";
import {Order} from "../types/Order.sol";
import {Position} from "../types/PositionSlot.sol";
import {Size, ZERO_SIZE} from "../types/Size.sol";
import {ClearingHouseStorage} from "./ClearingHouseStorage.sol";
import {LiquidationModule} from "./LiquidationModule.sol";
import {AccountReceipt} from "./LiquidationTargets.sol";
import {PackedStates} from "./PackedStates.sol";
import {PreviewFigures} from "./PreviewFigures.sol";
import {Trading} from "./Trading.sol";

/// @title Previews
/// @notice Runs in the clearing house's storage. The action itself runs in a frame of its own, which then reverts with what it
/// came to: there is one path of code, and nothing of it stays. See IPreviewModule.
/// @dev The frames `simulateTrade` and `simulateLiquidation` are no functions of the clearing house: its fallback does not know
/// them. Whoever calls them elsewhere finds that they always revert.
contract PreviewModule is Trading, PackedStates {
    using Health for Standing;

    /// @dev How the frames end.
    error TradeSimulated(TradePreview preview);
    error LiquidationSimulated(LiquidationExplanation explanation);

    address private immutable _SELF;

    constructor(
        address authority_,
        IPriceOracle oracle_,
        address liquidationModule
    ) ClearingHouseStorage(authority_, oracle_) Trading(liquidationModule) {
        _SELF = address(this);
    }

    /// @inheritdoc IPreviewModule
    /// @dev Intentionally without `exclusive`: the frame asks for the lock, and nothing happens outside it.
    function previewTrade(Order calldata order) external returns (TradePreview memory) {
        bytes memory outcome = _outcomeOf(abi.encodeCall(this.simulateTrade, (order)), TradeSimulated.selector);
        return abi.decode(outcome, (TradePreview));
    }

    /// @inheritdoc IPreviewModule
    /// @dev Intentionally open to anyone, as `liquidate` is; without `exclusive` for the same reason as above.
    function explainLiquidation(AccountId account) external returns (LiquidationExplanation memory) {
        bytes memory outcome = _outcomeOf(
            abi.encodeCall(this.simulateLiquidation, (account)),
            LiquidationSimulated.selector
        );
        return abi.decode(outcome, (LiquidationExplanation));
    }

    // --- frames ---

    /// @notice Trades and always reverts: with TradeSimulated, or with what the trade reverts with.
    function simulateTrade(Order calldata order) external {
        _takeLock();
        uint256 epoch = _markets[order.market].state.epochOf();
        TradePreview memory preview;
        _trade(order, preview.filled);
        preview.poolDeleveraged = _markets[order.market].state.epochOf() != epoch;
        bool long = order.sizeDelta < ZERO_SIZE;
        Money received = long ? -preview.filled.quote : preview.filled.quote;
        preview.fillPrice = DeleveragingMath.priceOf(received, order.sizeDelta.abs(), long);

        // What the pool's deleveraging left of the account, if it took from its side.
        _syncOthers(order.account, 0);
        Account memory account = _accounts[order.account].unpack();
        Leg[] memory legs = _loadLegs(order.account, account.markets, 0);
        Standing memory standing = _assess(order.account, account.cash, account.collaterals, legs);
        PreviewFigures.setHealth(preview, standing);
        for (uint256 i = 0; i < legs.length; ++i) {
            if (legs[i].market.id == order.market) PreviewFigures.setPosition(preview, standing, legs[i]);
        }
        Position memory pool;
        MarketSnapshot memory market = _readMarket(order.market);
        _current(_poolMarketId(order.market), order.market, pool, market.state);
        PreviewFigures.setRoom(preview, market.state, pool.size, _markets[order.market].trade.unpack());
        revert TradeSimulated(preview);
    }

    /// @notice Liquidates the account and always reverts: with LiquidationSimulated, or with what the liquidation reverts with.
    function simulateLiquidation(AccountId id) external {
        _takeLock();
        LiquidationExplanation memory explanation;
        bool usable = _lookAt(id, explanation);

        AccountId[] memory accounts = new AccountId[](1);
        accounts[0] = id;
        (bool done, bytes memory answer) = _LIQUIDATION_MODULE.delegatecall(
            abi.encodeCall(LiquidationModule.liquidateAndTell, (accounts))
        );
        if (done) _takeOver(id, explanation, answer);
        else if (bytes4(answer) == NothingLiquidated.selector) explanation.verdict = _whyNot(id, explanation, usable);
        else _bubble(answer);
        revert LiquidationSimulated(explanation);
    }

    // --- liquidation ---

    /// @dev The account before the call. Catching up is what `liquidate` does first.
    /// @return usable Whether a price of its markets lets liquidate.
    function _lookAt(AccountId id, LiquidationExplanation memory explanation) private returns (bool usable) {
        _syncOthers(id, 0);
        Account memory account = _accountOf(id);
        Leg[] memory legs = _loadLegs(id, account.markets, 0);
        Standing memory standing = _assess(id, account.cash, account.collaterals, legs);
        explanation.cash = account.cash;
        explanation.accountValue = standing.valueForMaintenance;
        explanation.maintenanceMargin = standing.maintenanceMargin;
        // Nobody is rewarded for liquidating the pool's accounts, so no reward is kept back in them.
        if (_isPoolMarket(id)) {
            explanation.maintenanceMargin = explanation.maintenanceMargin - standing.minReward;
        }
        explanation.legs = new LiquidationLeg[](legs.length);
        for (uint256 i = 0; i < legs.length; ++i) {
            MarketSnapshot memory market = legs[i].market;
            LiquidationLeg memory leg = explanation.legs[i];
            leg.market = market.id;
            leg.price = market.price;
            leg.size = legs[i].position.size;
            (, leg.maintenanceMargin) = Health.maintenanceOf(legs[i].position, market, block.timestamp);
            if (ActionTable.allowsLiquidation(market.price.validity)) usable = true;
        }
    }

    function _accountOf(AccountId id) private view returns (Account memory) {
        return _isPoolMarket(id) ? _accounts[id].unpackPool() : _accounts[id].unpack();
    }

    /// @dev What came of it, from the receipts; of the pool's account, which has none, from what is left.
    function _takeOver(AccountId id, LiquidationExplanation memory explanation, bytes memory answer) private view {
        explanation.verdict = LiquidationVerdict.Liquidatable;
        (AccountReceipt[] memory receipts, Size[] memory closed) = abi.decode(answer, (AccountReceipt[], Size[]));
        bool ofPool = receipts.length == 0;
        for (uint256 i = 0; i < explanation.legs.length; ++i) {
            LiquidationLeg memory leg = explanation.legs[i];
            leg.sizeClosed =
                ofPool ? leg.size - _positions[id][leg.market].unpack().size : closed[MarketId.unwrap(leg.market)];
        }
        if (ofPool) {
            explanation.cash = _accountOf(id).cash;
            return;
        }
        AccountReceipt memory receipt = receipts[0];
        explanation.accountValue = receipt.accountValue;
        explanation.maintenanceMargin = receipt.maintenanceMargin;
        explanation.penalty = receipt.penalty;
        explanation.reward = receipt.reward;
        explanation.rewardFromInsurance = receipt.rewardFromInsurance;
        explanation.penaltyToInsurance = receipt.penalty + receipt.rewardFromInsurance - receipt.reward;
        explanation.cash = receipt.cash;
    }

    function _whyNot(
        AccountId id,
        LiquidationExplanation memory explanation,
        bool usable
    ) private view returns (LiquidationVerdict) {
        if (explanation.legs.length == 0) return LiquidationVerdict.NoPositions;
        if (explanation.accountValue >= explanation.maintenanceMargin) return LiquidationVerdict.Healthy;
        if (!usable) return LiquidationVerdict.NoUsablePrice;
        bool underWay = !_isPoolMarket(id) && _accounts[id].unpack().bittenSince != 0;
        return underWay ? LiquidationVerdict.PaceExhausted : LiquidationVerdict.NothingLeft;
    }

    // --- the frames' ends ---

    /// @dev Free again when the frame has reverted.
    function _takeLock() private {
        require(_lockHolder == address(0), Locked());
        _lockHolder = address(this);
    }

    /// @dev Runs a frame that always reverts.
    /// @param ending Selector of the error that carries its result; any other is passed on.
    /// @return outcome What that error carries.
    function _outcomeOf(bytes memory frame, bytes4 ending) private returns (bytes memory outcome) {
        (bool done, bytes memory answer) = _SELF.delegatecall(frame);
        assert(!done);
        if (bytes4(answer) != ending) _bubble(answer);
        assembly ("memory-safe") {
            // Without the selector; its length stands before what is left of it.
            outcome := add(answer, 4)
            mstore(outcome, sub(mload(answer), 4))
        }
    }

    function _bubble(bytes memory reason) private pure {
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }
}
