// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountHealth, AccountView, IAccountLens, MarketView, PositionView} from "../interfaces/IAccountLens.sol";
import {IClearingHouse, Market} from "../interfaces/IClearingHouse.sol";
import {IClearingHouseErrors} from "../interfaces/IClearingHouseErrors.sol";
import {FixedPoint} from "../math/FixedPoint.sol";
import {Quantities} from "../math/Quantities.sol";
import {ActionTable} from "../risk/ActionTable.sol";
import {FillMath} from "../risk/FillMath.sol";
import {FundingMath} from "../risk/FundingMath.sol";
import {Health, MarketSnapshot, Standing} from "../risk/Health.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money, ZERO_MONEY} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {RATIO_ONE} from "../types/Ratio.sol";
import {Size, longPart} from "../types/Size.sol";
import {CollateralBook, CollateralPage} from "./CollateralBook.sol";

/// @title AccountLens
/// @notice Reads for wallets and keepers; see IAccountLens. Holds nothing and may be replaced: what it says comes from the
/// ledger's words and the same pure rules that the ledger decides by.
contract AccountLens is IAccountLens {
    using CollateralBook for CollateralPage[];
    using Health for Standing;

    int256 private constant _SECONDS_PER_HOUR = 3600;

    IClearingHouse private immutable _CLEARING_HOUSE;

    /// @dev Prices in the middle of an action would be half of one state and half of another.
    modifier whenUnlocked() {
        require(!_CLEARING_HOUSE.locked(), IClearingHouseErrors.Locked());
        _;
    }

    constructor(IClearingHouse clearingHouse_) {
        _CLEARING_HOUSE = clearingHouse_;
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
        MarketSnapshot[] memory book = new MarketSnapshot[](_listedCount());
        CollateralPage[] memory pages = CollateralBook.open();
        healths = new AccountHealth[](accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) {
            (Account memory account, MarketId[] memory held, Position[] memory positions) = _CLEARING_HOUSE.fullState(
                accounts[i]
            );
            Standing memory standing = _stand(accounts[i], account, pages);
            _setHealth(healths[i], standing, accounts[i], account, held, positions, book);
        }
    }

    /// @inheritdoc IAccountLens
    function accountOf(AccountId id) external view whenUnlocked returns (AccountView memory view_) {
        MarketSnapshot[] memory book = new MarketSnapshot[](_listedCount());
        (Account memory account, MarketId[] memory held, Position[] memory positions) = _CLEARING_HOUSE.fullState(id);
        view_.account = id;
        Standing memory standing = _stand(id, account, CollateralBook.open());
        _setHealth(view_.health, standing, id, account, held, positions, book);
        view_.collateral = _CLEARING_HOUSE.collateralBalances(id);
        view_.positions = new PositionView[](held.length);
        for (uint256 i = 0; i < held.length; ++i) {
            view_.positions[i] = _positionView(positions[i], _lookUp(book, held[i]));
        }
    }

    /// @inheritdoc IAccountLens
    function markets() external view whenUnlocked returns (MarketView[] memory views) {
        views = new MarketView[](_listedCount());
        uint256 left = _CLEARING_HOUSE.listedMarkets();
        uint256 next;
        for (uint8 number = 0; left != 0; ++number) {
            if (left & 1 != 0) views[next++] = _marketView(MarketId.wrap(number));
            left >>= 1;
        }
    }

    // --- accounts ---

    /// @dev An account's cash and tokens, before its positions.
    function _stand(
        AccountId id,
        Account memory account,
        CollateralPage[] memory pages
    ) private view returns (Standing memory) {
        (Money initial, Money maintenance) = pages.valuesOf(_CLEARING_HOUSE, id, account.collaterals);
        return Health.begin(account.cash + initial, account.cash + maintenance);
    }

    function _setHealth(
        AccountHealth memory health,
        Standing memory standing,
        AccountId id,
        Account memory account,
        MarketId[] memory held,
        Position[] memory positions,
        MarketSnapshot[] memory book
    ) private view {
        bool usable = false;
        for (uint256 i = 0; i < positions.length; ++i) {
            MarketSnapshot memory market = _lookUp(book, held[i]);
            standing.add(positions[i], market, block.timestamp);
            if (ActionTable.allowsLiquidation(market.price.validity)) usable = true;
        }
        // Nobody is rewarded for liquidating the pool's accounts, so no reward is kept back in them.
        if (id.owner() == address(_CLEARING_HOUSE)) {
            standing.maintenanceMargin = standing.maintenanceMargin - standing.minReward;
        }
        health.cash = account.cash;
        health.accountValue = standing.valueForMaintenance;
        health.maintenanceMargin = standing.maintenanceMargin;
        health.accountValueForInitial = standing.valueForInitial;
        health.initialMargin = standing.initialMargin;
        health.freeCollateral = standing.freeCollateral();
        health.marginRatio = _marginRatio(standing);
        health.liquidatable = usable && standing.isLiquidatable();
    }

    function _marginRatio(Standing memory standing) private pure returns (int256) {
        if (standing.maintenanceMargin == ZERO_MONEY) return type(int256).max;
        int256 scaled = Money.unwrap(standing.valueForMaintenance) * int256(RATIO_ONE);
        return FixedPoint.divDown(scaled, uint256(Money.unwrap(standing.maintenanceMargin)));
    }

    function _positionView(
        Position memory position,
        MarketSnapshot memory market
    ) private view returns (PositionView memory view_) {
        (int256 index, ) = FundingMath.indexAt(
            market.state,
            market.price.mark,
            market.tiers.maxFundingRatePerSecond(),
            block.timestamp
        );
        view_.market = market.id;
        view_.size = position.size;
        view_.entryNotional = position.entryNotional;
        view_.notional = Quantities.notionalUp(position.size, market.price.mark);
        view_.unrealizedPnl = FillMath.unrealizedPnl(position, market.price.mark);
        view_.fundingPayment = FundingMath.payment(position, index);
        view_.price = market.price;
    }

    // --- markets ---

    function _marketView(MarketId id) private view returns (MarketView memory view_) {
        MarketSnapshot memory market;
        _readInto(market, id);
        (, int256 rate) = FundingMath.indexAt(
            market.state,
            market.price.mark,
            market.tiers.maxFundingRatePerSecond(),
            block.timestamp
        );
        Size poolSize = _CLEARING_HOUSE.positionState(_CLEARING_HOUSE.poolMarketAccount(id), id).size;
        view_.market = id;
        view_.name = _CLEARING_HOUSE.marketName(id);
        view_.price = market.price;
        view_.skew = -poolSize;
        // Open interest counts the pool; what is said here is the traders'.
        view_.longOpenInterest = market.state.openInterest - longPart(poolSize);
        view_.shortOpenInterest = market.state.openInterest - longPart(-poolSize);
        view_.fundingRatePerHour = rate * _SECONDS_PER_HOUR;
        view_.reduceOnly = market.tiers.reduceOnly();
    }

    /// @dev A market out of the call's book, which is filled as markets are met: no price is read twice.
    function _lookUp(MarketSnapshot[] memory book, MarketId id) private view returns (MarketSnapshot memory market) {
        for (uint256 entry = 0; ; ++entry) {
            market = book[entry];
            // Every listed market has accrued at least at its listing.
            if (market.state.accruedAt == 0) {
                _readInto(market, id);
                return market;
            }
            if (market.id == id) return market;
        }
    }

    function _readInto(MarketSnapshot memory snapshot, MarketId id) private view {
        Market memory market = _CLEARING_HOUSE.marketState(id);
        snapshot.id = id;
        snapshot.state = market.state;
        snapshot.tiers = market.tierSlot;
        snapshot.price = _CLEARING_HOUSE.oracle().readPrice(id);
    }

    function _listedCount() private view returns (uint256 count) {
        for (uint256 left = _CLEARING_HOUSE.listedMarkets(); left != 0; left &= left - 1) ++count;
    }
}
