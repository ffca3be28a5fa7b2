// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {CashReason} from "../interfaces/IClearingHouseEvents.sol";
import {Quantities} from "../math/Quantities.sol";
import {ActionTable} from "../risk/ActionTable.sol";
import {FillMath} from "../risk/FillMath.sol";
import {Health, MarketSnapshot, Standing} from "../risk/Health.sol";
import {CloseRequest, LiquidationMath} from "../risk/LiquidationMath.sol";
import {MarginMath} from "../risk/MarginMath.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money, ZERO_MONEY, maxMoney, minMoney, positivePart} from "../types/Money.sol";
import {LiquidationParameters} from "../types/Parameters.sol";
import {Position} from "../types/PositionSlot.sol";
import {Size, ZERO_SIZE} from "../types/Size.sol";
import {Desk, LiquidationDesks} from "./LiquidationDesks.sol";
import {Side} from "./Fills.sol";
import {ClearingHouseStorage} from "./ClearingHouseStorage.sol";

/// @title Liquidation
/// @notice Runs in the clearing house's storage. The engine chooses: accounts below zero go first; in an account the
/// market whose closing frees the most maintenance margin; of it just enough to reach the target ratio. The pool takes
/// every position at mark.
contract LiquidationModule is LiquidationDesks {
    using Health for Standing;

    /// @dev An account under liquidation.
    struct Target {
        AccountId id;
        Account account;
        /// Positions and their markets' desks; a closed one has size zero.
        Position[] positions;
        Desk[] desks;
        Standing standing;
        Bill bill;
    }

    /// @dev What the closed notional costs, before it is known what the account can pay.
    struct Bill {
        Money penalty;
        Money keeperPart;
        Money maxReward;
        /// Least reward of the markets closed.
        Money minReward;
        /// What insurance may add at most: mmr₁ x closed notional.
        Money topUpLimit;
        /// Newest round among the markets closed.
        uint256 priceRound;
    }

    constructor(address authority_, IPriceOracle oracle_) ClearingHouseStorage(authority_, oracle_) {}

    /// @notice See IClearingHouse. Anyone.
    function liquidate(
        AccountId[] calldata accounts,
        AccountId beneficiary
    ) external exclusive returns (uint256 liquidated) {
        _requireTrader(beneficiary);
        Desk[] memory desks = _openDesks(accounts);
        bool[] memory waiting = new bool[](accounts.length);
        Money rewards;
        for (uint256 i = 0; i < accounts.length; ++i) {
            Target memory target = _load(accounts[i], desks);
            if (!target.standing.isLiquidatable()) continue;
            if (target.standing.valueForMaintenance >= ZERO_MONEY) {
                waiting[i] = true;
                continue;
            }
            (bool done, Money reward) = _liquidate(target);
            if (done) ++liquidated;
            rewards = rewards + reward;
        }
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (!waiting[i]) continue;
            // Loaded again: an account may be in the batch twice, and must not be liquidated from an old copy.
            Target memory target = _load(accounts[i], desks);
            if (!target.standing.isLiquidatable()) continue;
            (bool done, Money reward) = _liquidate(target);
            if (done) ++liquidated;
            rewards = rewards + reward;
        }
        require(liquidated != 0, NothingLiquidated());
        _closeDesks(desks);
        if (rewards != ZERO_MONEY) {
            emit LiquidationRewarded(beneficiary, msg.sender, rewards, _addCash(beneficiary, rewards));
        }
    }

    // --- one account ---

    /// @dev An account that has no positions, or is the system's, stands healthy and is passed over.
    function _load(AccountId id, Desk[] memory desks) private view returns (Target memory target) {
        if (id.owner() == address(this)) return target;
        target.id = id;
        target.account = _accounts[id].unpack();
        uint256 count = _count(target.account.markets);
        target.positions = new Position[](count);
        target.desks = new Desk[](count);
        uint256 next;
        for (uint256 i = 0; next < count; ++i) {
            MarketId market = desks[i].market.id;
            if (!target.account.holds(market)) continue;
            target.positions[next] = _positions[id][market].unpack();
            target.desks[next] = desks[i];
            ++next;
        }
        target.standing = _stand(target);
    }

    function _stand(Target memory target) private view returns (Standing memory standing) {
        standing = Health.begin(target.account.cash);
        for (uint256 i = 0; i < target.positions.length; ++i) {
            if (target.positions[i].size == ZERO_SIZE) continue;
            standing.add(target.positions[i], target.desks[i].market, block.timestamp);
        }
    }

    /// @return done Whether anything could be closed: not where every price is unusable.
    function _liquidate(Target memory target) private returns (bool done, Money reward) {
        Money value = target.standing.valueForMaintenance;
        Money margin = target.standing.maintenanceMargin;
        Standing memory standing = target.standing;
        bool whole = value < ZERO_MONEY;
        while (true) {
            (bool found, uint256 leg) = _next(target);
            if (!found) break;
            done = true;
            bool reachesTarget = _close(target, leg, standing, whole);
            if (reachesTarget) break;
            standing = _stand(target);
            if (!whole && _atTarget(standing, target, leg)) break;
        }
        if (!done) return (false, ZERO_MONEY);
        reward = _bill(target, value, margin);
    }

    /// @dev The position, among those whose price is usable, whose closing frees the most maintenance margin.
    function _next(Target memory target) private pure returns (bool found, uint256 leg) {
        Money most;
        for (uint256 i = 0; i < target.positions.length; ++i) {
            MarketSnapshot memory market = target.desks[i].market;
            if (target.positions[i].size == ZERO_SIZE) continue;
            if (!ActionTable.allowsLiquidation(market.price.validity)) continue;
            Money notional = Quantities.notionalUp(target.positions[i].size, market.price.mark);
            Money frees = MarginMath.maintenanceMargin(market.tiers, notional);
            if (!found || frees > most) (found, leg, most) = (true, i, frees);
        }
    }

    /// @dev Whether what is left bears the target once the bill so far is paid.
    function _atTarget(Standing memory standing, Target memory target, uint256 leg) private pure returns (bool) {
        Money due = maxMoney(target.bill.penalty, target.bill.minReward);
        Money needed = Quantities.shareUp(standing.maintenanceMargin, target.desks[leg].liquidation.targetMarginRatio);
        return standing.valueForMaintenance - due >= needed;
    }

    /// @dev Moves a position, or the part of it that brings the account to its target, to the pool at mark.
    /// @return partly Whether a part was enough.
    function _close(
        Target memory target,
        uint256 leg,
        Standing memory standing,
        bool whole
    ) private returns (bool partly) {
        Desk memory desk = target.desks[leg];
        _useDesk(desk);
        Size size = target.positions[leg].size;
        uint256 units = size.abs();
        if (!whole) units = LiquidationMath.unitsToClose(_request(target, leg, standing));
        partly = units < size.abs();
        Size closed = size > ZERO_SIZE ? Size.wrap(int256(units)) : Size.wrap(-int256(units));

        Side memory side;
        side.id = target.id;
        side.account = target.account;
        side.leg.position = target.positions[leg];
        side.leg.market = desk.market;
        _realizeFunding(side.account, side.leg);
        Money quote = FillMath.quoteAtUp(desk.market.price.mark, -closed);
        _transfer(side, desk.pool, -closed, quote);
        _storePosition(side);
        _charge(target.bill, desk, Quantities.notionalUp(units, desk.market.price.mark));
        emit PositionLiquidated(
            target.id,
            desk.market.id,
            closed,
            desk.market.price.mark,
            desk.market.price.roundId,
            quote
        );
    }

    function _request(
        Target memory target,
        uint256 leg,
        Standing memory standing
    ) private pure returns (CloseRequest memory request) {
        Desk memory desk = target.desks[leg];
        request.size = target.positions[leg].size;
        request.mark = desk.market.price.mark;
        request.tiers = desk.market.tiers;
        request.accountValue = standing.valueForMaintenance - target.bill.penalty;
        request.maintenanceMargin = standing.maintenanceMargin;
        Money least = maxMoney(target.bill.minReward, desk.market.tiers.minReward());
        request.rewardLeft = positivePart(least - target.bill.penalty);
        request.targetMarginRatio = desk.liquidation.targetMarginRatio;
        request.penalty = desk.liquidation.penalty;
        request.minSize = desk.parameters.minSize;
    }

    /// @dev Adds a closed notional to the bill.
    function _charge(Bill memory bill, Desk memory desk, Money notional) private pure {
        LiquidationParameters memory parameters = desk.liquidation;
        Money penalty = Quantities.shareUp(notional, parameters.penalty);
        bill.penalty = bill.penalty + penalty;
        bill.keeperPart = bill.keeperPart + Quantities.shareDown(penalty, parameters.keeperShare);
        bill.maxReward = maxMoney(bill.maxReward, parameters.maxReward);
        bill.minReward = maxMoney(bill.minReward, desk.market.tiers.minReward());
        bill.topUpLimit = bill.topUpLimit + Quantities.shareDown(notional, desk.market.tiers.maintenanceRate(0));
        if (desk.market.price.updatedAt > bill.priceRound) bill.priceRound = desk.market.price.updatedAt;
    }

    // --- the bill ---

    /// @dev Charges the account what it can bear, pays the keeper, owes insurance the rest, books what is missing.
    function _bill(Target memory target, Money value, Money margin) private returns (Money reward) {
        Bill memory bill = target.bill;
        Account memory account = target.account;
        reward = LiquidationMath.rewardOf(bill.keeperPart, bill.minReward, bill.maxReward);
        Money due = maxMoney(bill.penalty, reward);
        Money paid = minMoney(due, _bearable(target, value, margin));
        Money topUp;
        if (paid < reward) {
            topUp = _topUp(account, bill, paid);
            reward = paid + topUp;
        }
        account.cash = account.cash - paid;
        _owe(target.desks[_billed(target)].pool, paid + topUp - reward, ZERO_MONEY);
        if (account.markets == 0 && account.cash < ZERO_MONEY) _bookDeficit(target.id, account);
        _accounts[target.id] = account.pack();
        emit AccountLiquidated(target.id, msg.sender, value, margin, paid, reward, topUp, account.cash);
    }

    /// @dev Everything that is left, if the account is closed. Else what does not lower its margin ratio: a target that was
    /// reached never meets this bound, an account with a position that cannot be closed now does.
    function _bearable(Target memory target, Money value, Money margin) private view returns (Money) {
        if (target.account.markets == 0) return positivePart(target.account.cash);
        return LiquidationMath.chargeAtEqualRatio(value, margin, _stand(target).maintenanceMargin);
    }

    /// @dev Where the account cannot pay the least reward insurance does, within bounds and once per account and price
    /// round, so that nobody can open accounts to be paid for closing them.
    function _topUp(Account memory account, Bill memory bill, Money paid) private returns (Money topUp) {
        if (bill.priceRound == account.rewardedAt) return ZERO_MONEY;
        topUp = minMoney(minMoney(positivePart(bill.minReward - paid), bill.topUpLimit), _insuranceCash());
        if (topUp == ZERO_MONEY) return topUp;
        account.rewardedAt = bill.priceRound;
        emit InsuranceFundDrawn(topUp, _addCash(_insuranceId(), -topUp));
    }

    /// @dev Insurance first; what it does not have the pool's main account bears, as debt where it has no cash.
    function _bookDeficit(AccountId id, Account memory account) private {
        Money deficit = -account.cash;
        Money fromInsurance = minMoney(deficit, _insuranceCash());
        Money fromPool = deficit - fromInsurance;
        account.cash = ZERO_MONEY;
        if (fromInsurance != ZERO_MONEY) {
            emit InsuranceFundDrawn(fromInsurance, _addCash(_insuranceId(), -fromInsurance));
        }
        if (fromPool != ZERO_MONEY) {
            Money poolCash = _addCash(_poolMainId(), -fromPool);
            emit CashMoved(_poolMainId(), id, CashReason.BadDebt, fromPool, poolCash, ZERO_MONEY);
        }
        emit BadDebtRealized(id, deficit, fromInsurance, fromPool);
    }

    function _insuranceCash() private view returns (Money) {
        return positivePart(_cashOf(_insuranceId()));
    }

    /// @dev The first market of the account that was closed: its pool account carries the insurance fund's share.
    function _billed(Target memory target) private pure returns (uint256 leg) {
        while (!target.desks[leg].used) ++leg;
    }
}
