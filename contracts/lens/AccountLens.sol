// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    AccountHealth,
    AccountView,
    CollateralView,
    IAccountLens,
    MarketView,
    PositionView
} from "../interfaces/IAccountLens.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {Quantities} from "../math/Quantities.sol";
import {ActionTable} from "../risk/ActionTable.sol";
import {CollateralMath} from "../risk/CollateralMath.sol";
import {FillMath} from "../risk/FillMath.sol";
import {FundingMath} from "../risk/FundingMath.sol";
import {Health, MarketSnapshot, Standing} from "../risk/Health.sol";
import {PoolMath} from "../risk/PoolMath.sol";
import {AccountId} from "../types/AccountId.sol";
import {CollateralId, MAX_COLLATERALS} from "../types/CollateralId.sol";
import {CollateralHoldings, CollateralSlot} from "../types/CollateralSlot.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money, ZERO_MONEY} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {Size, longPart} from "../types/Size.sol";
import {LedgerStatements} from "./LedgerStatements.sol";
import {Book, LensBook} from "./LensBook.sol";

/// @title AccountLens
/// @notice Reads for wallets and keepers; see IAccountLens. Holds nothing and may be replaced: what it says comes from the
/// ledger's words and the same pure rules that the ledger decides by.
contract AccountLens is LedgerStatements, IAccountLens {
    using Health for Standing;

    int256 private constant _SECONDS_PER_HOUR = 3600;

    constructor(IClearingHouse clearingHouse_) LensBook(clearingHouse_) {
        emit LensOf(address(clearingHouse_));
    }

    /// @inheritdoc IAccountLens
    function clearingHouse() external view returns (IClearingHouse) {
        return _CLEARING_HOUSE;
    }

    /// @inheritdoc IAccountLens
    function healthOf(
        AccountId[] calldata accounts
    ) external view whenUnlocked returns (AccountHealth[] memory healths) {
        uint256 cursor = _readWords(accounts);
        Book memory book = _openBook();
        healths = new AccountHealth[](accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) {
            cursor = _setHealth(healths[i], accounts[i], cursor, book);
        }
    }

    /// @inheritdoc IAccountLens
    function accountOf(AccountId id) external view whenUnlocked returns (AccountView memory view_) {
        AccountId[] memory accounts = new AccountId[](1);
        accounts[0] = id;
        uint256[] memory words = _CLEARING_HOUSE.packedStates(accounts);
        uint256 cursor;
        assembly ("memory-safe") {
            cursor := add(words, 0x20)
        }
        Book memory book = _openBook();
        view_.account = id;
        view_.collateral = _CLEARING_HOUSE.collateralBalances(id);
        _setHealth(view_.health, id, cursor, book);
        view_.positions = new PositionView[](words.length - 1);
        uint256 left = _accountAt(cursor).marketsOf();
        uint256 next;
        for (uint256 number = 0; left != 0; ++number) {
            if (left & 1 != 0) {
                cursor = _after(cursor);
                MarketSnapshot memory market = book.markets[_placeOf(book, number)];
                _setPosition(view_.positions[next++], _positionAt(cursor).unpack(), market);
            }
            left >>= 1;
        }
    }

    /// @inheritdoc IAccountLens
    function markets() external view whenUnlocked returns (MarketView[] memory views) {
        Book memory book = _readAll();
        views = new MarketView[](book.count);
        for (uint256 i = 0; i < book.count; ++i) _setMarket(views[i], book.markets[i]);
    }

    /// @inheritdoc IAccountLens
    function collaterals() external view whenUnlocked returns (CollateralView[] memory views) {
        views = new CollateralView[](MAX_COLLATERALS);
        uint256 count;
        for (uint8 number = 0; number < MAX_COLLATERALS; ++number) {
            if (_setCollateral(views[count], CollateralId.wrap(number))) ++count;
        }
        assembly ("memory-safe") {
            // Shortens the list to what is listed.
            mstore(views, count)
        }
    }

    // --- accounts ---

    /// @param cursor At the account's word.
    /// @return next At the next account's word.
    function _setHealth(
        AccountHealth memory health,
        AccountId id,
        uint256 cursor,
        Book memory book
    ) private view returns (uint256 next) {
        Money cash = _accountAt(cursor).cashOf();
        uint256 left = _accountAt(cursor).marketsOf();
        next = _after(cursor);
        Standing memory standing = _begin(book, id, _accountAt(cursor));
        Position memory position;
        bool usable = false;
        unchecked {
            // Markets below 64.
            for (uint256 number = 0; left != 0; ++number) {
                if (left & 1 != 0) {
                    _positionAt(next).unpackInto(position);
                    next = _after(next);
                    MarketSnapshot memory market = book.markets[_placeOf(book, number)];
                    standing.add(position, market, block.timestamp);
                    if (ActionTable.allowsLiquidation(market.price.validity)) usable = true;
                }
                left >>= 1;
            }
        }
        // Nobody is rewarded for liquidating the pool's accounts, so no reward is kept back in them.
        if (id.owner() == address(_CLEARING_HOUSE)) {
            standing.maintenanceMargin = standing.maintenanceMargin - standing.minReward;
        }
        health.cash = cash;
        health.accountValue = standing.valueForMaintenance;
        health.maintenanceMargin = standing.maintenanceMargin;
        health.accountValueForInitial = standing.valueForInitial;
        health.initialMargin = standing.initialMargin;
        health.freeCollateral = standing.freeCollateral();
        health.marginRatio = standing.marginRatio();
        // Below zero tokens are sold, whether there are positions or not.
        bool sells = _accountAt(cursor).collateralsOf() != 0 && standing.valueForMaintenance < ZERO_MONEY;
        health.liquidatable =
            (usable && standing.isLiquidatable()) || (sells && id.owner() != address(_CLEARING_HOUSE));
    }

    function _setPosition(
        PositionView memory view_,
        Position memory position,
        MarketSnapshot memory market
    ) private pure {
        view_.market = market.id;
        view_.size = position.size;
        view_.entryNotional = position.entryNotional;
        view_.notional = Quantities.notionalUp(position.size, market.price.mark);
        view_.unrealizedPnl = FillMath.unrealizedPnl(position, market.price.mark);
        view_.fundingPayment = FundingMath.payment(position, market.state.fundingIndex);
        view_.price = market.price;
    }

    // --- markets and tokens ---

    /// @return listed False if there is no such token, and nothing was set.
    function _setCollateral(CollateralView memory view_, CollateralId id) private view returns (bool listed) {
        (CollateralSlot slot, CollateralHoldings holdings) = _CLEARING_HOUSE.collateralState(id);
        if (!slot.exists()) return false;
        view_.collateral = id;
        view_.token = slot.token();
        view_.price = _CLEARING_HOUSE.oracle().readPrice(id.feedOf());
        view_.initialWeight = slot.initialWeight();
        view_.maintenanceWeight = CollateralMath.maintenanceWeightAt(slot, block.timestamp);
        view_.discount = slot.discount();
        view_.held = holdings.held();
        view_.depositCap = holdings.depositCap();
        return true;
    }

    function _setMarket(MarketView memory view_, MarketSnapshot memory market) private view {
        MarketId id = market.id;
        Size poolSize = _CLEARING_HOUSE.positionState(_CLEARING_HOUSE.poolMarketAccount(id), id).size;
        view_.market = id;
        view_.name = _CLEARING_HOUSE.marketName(id);
        view_.price = market.price;
        view_.skew = -poolSize;
        // Open interest counts the pool; what is said here is the traders'.
        view_.longOpenInterest = PoolMath.tradersInterest(market.state.openInterest, longPart(poolSize));
        view_.shortOpenInterest = PoolMath.tradersInterest(market.state.openInterest, longPart(-poolSize));
        view_.fundingRatePerHour = market.state.fundingRatePerSecond * _SECONDS_PER_HOUR;
        view_.reduceOnly = market.tiers.reduceOnly();
    }
}
