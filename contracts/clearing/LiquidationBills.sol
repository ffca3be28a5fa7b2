// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Quantities} from "../math/Quantities.sol";
import {MarketSnapshot} from "../risk/Health.sol";
import {LiquidationMath} from "../risk/LiquidationMath.sol";
import {Money, ZERO_MONEY, maxMoney, minMoney, positivePart} from "../types/Money.sol";
import {LiquidationParameters} from "../types/Parameters.sol";
import {Counter, Desk} from "./LiquidationDesks.sol";
import {Bill, LiquidationTargets, Target} from "./LiquidationTargets.sol";
import {Side} from "./Fills.sol";

/// @title Who pays for a liquidation, and what
abstract contract LiquidationBills is LiquidationTargets {
    /// @dev Adds a closed notional to the bill.
    function _charge(
        Bill memory bill,
        MarketSnapshot memory market,
        LiquidationParameters memory parameters,
        Money notional
    ) internal pure {
        Money penalty = Quantities.shareUp(notional, parameters.penalty);
        bill.penalty = bill.penalty + penalty;
        bill.keeperPart = bill.keeperPart + Quantities.shareDown(penalty, parameters.keeperShare);
        bill.maxReward = maxMoney(bill.maxReward, parameters.maxReward);
        bill.minReward = maxMoney(bill.minReward, market.tiers.minReward());
        bill.topUpLimit = bill.topUpLimit + Quantities.shareDown(notional, market.tiers.maintenanceRate(0));
        bill.notional = bill.notional + notional;
        if (market.price.updatedAt > bill.priceRound) bill.priceRound = market.price.updatedAt;
    }

    /// @dev Charges the account what it can bear, pays the keeper, owes insurance the rest, books what is missing.
    function _settleBill(Target memory target, Desk[] memory desks) internal {
        Side memory side = target.side;
        Bill memory bill = target.bill;
        Counter memory counter = desks[bill.firstDesk].counters[0];
        Money reward = LiquidationMath.rewardOf(bill.keeperPart, bill.minReward, bill.maxReward);
        Money paid = maxMoney(bill.penalty, reward);
        // Who keeps positions and bears the target can pay all of it.
        if (!bill.atTarget) paid = minMoney(paid, _bearable(target, bill));
        if (paid < bill.penalty) {
            // The keeper's share of what is paid, not of what was due: else who liquidates himself would be spared.
            Money part = LiquidationMath.keeperPartOf(bill.keeperPart, paid, bill.penalty);
            reward = LiquidationMath.rewardOf(part, bill.minReward, bill.maxReward);
        }
        Money topUp;
        if (paid < reward) {
            topUp = _topUp(side, bill, paid, counter.pool);
            reward = paid + topUp;
        }
        side.cash = side.cash - paid;
        _owe(counter.pool, paid + topUp - reward, ZERO_MONEY);
        if (side.markets == 0 && side.word.collateralsOf() == 0 && side.cash < ZERO_MONEY) {
            _payOwedInsurance(counter.pool);
            _bookDeficit(side.id, -side.cash);
            side.cash = ZERO_MONEY;
        }
        _storeAccount(side.id, side.word.withHoldings(side.cash, side.markets).withLiquidationCounted());
        (bill.paid, bill.reward, bill.topUp) = (paid, reward, topUp);
        emit AccountLiquidated(side.id, msg.sender, bill.value, bill.marginBefore, paid, reward, topUp, side.cash);
    }

    /// @dev Everything that is left, if the account is closed: cash, and what its tokens count for, against which the bill is
    /// owed. Else, of an account that keeps positions below its target, what does not lower its margin ratio.
    function _bearable(Target memory target, Bill memory bill) private view returns (Money) {
        Side memory side = target.side;
        if (side.markets == 0) {
            return positivePart(_maintenanceBacking(side.id, side.cash, side.word.collateralsOf()));
        }
        if (target.value <= ZERO_MONEY) return ZERO_MONEY;
        return LiquidationMath.chargeAtEqualRatio(bill.value, bill.marginBefore, target.margin);
    }

    /// @dev Where the account cannot pay the least reward insurance does, within the market's budget, within bounds and once
    /// per account and price round, so that nobody can open accounts to be paid for closing them.
    function _topUp(Side memory side, Bill memory bill, Money paid, Side memory pool) private returns (Money topUp) {
        if (bill.priceRound <= side.word.rewardedAtOf()) return ZERO_MONEY;
        // What the market owes insurance is there first.
        _payOwedInsurance(pool);
        topUp = _drawFor(_marketOfPool(pool.id), minMoney(positivePart(bill.minReward - paid), bill.topUpLimit));
        if (topUp != ZERO_MONEY) side.word = side.word.withRewardedAt(bill.priceRound);
    }
}
