// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Quantities} from "../math/Quantities.sol";
import {MarketSnapshot} from "../risk/Health.sol";
import {LiquidationMath} from "../risk/LiquidationMath.sol";
import {Account} from "../types/AccountSlot.sol";
import {Money, ZERO_MONEY, maxMoney, minMoney, positivePart} from "../types/Money.sol";
import {LiquidationParameters} from "../types/Parameters.sol";
import {Desk} from "./LiquidationDesks.sol";
import {AccountReceipt, LiquidationTargets, Target} from "./LiquidationTargets.sol";
import {Side} from "./Fills.sol";

/// @notice One account's liquidation: how it goes, and what the closed notional costs before it is known what the account can
/// pay.
struct Bill {
    /// Of the account before the call, at maintenance prices.
    Money value;
    Money marginBefore;
    /// Place of the first market closed, once one is: the pool's account there owes insurance its share.
    uint256 firstDesk;
    bool begun;
    /// Whether everything must go; whether pace ends the call; whether what is left bears the target.
    bool whole;
    bool paced;
    bool atTarget;
    Money penalty;
    Money keeperPart;
    Money maxReward;
    /// Least reward of the markets closed.
    Money minReward;
    /// What insurance may add at most: mmr₁ x closed notional.
    Money topUpLimit;
    /// Newest round among the markets closed.
    uint256 priceRound;
    Money notional;
}

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
    function _settleBill(Target memory target, Bill memory bill, Desk[] memory desks) internal returns (Money reward) {
        Account memory account = target.account;
        Desk memory desk = desks[bill.firstDesk];
        reward = LiquidationMath.rewardOf(bill.keeperPart, bill.minReward, bill.maxReward);
        Money paid = maxMoney(bill.penalty, reward);
        // Who keeps positions and bears the target can pay all of it.
        if (!bill.atTarget) paid = minMoney(paid, _bearable(target, bill));
        if (paid < bill.penalty) {
            // The keeper's share of what is paid, not of what was due: else who liquidates himself would be spared.
            Money part = LiquidationMath.keeperPartOf(bill.keeperPart, paid, bill.penalty);
            reward = LiquidationMath.rewardOf(part, bill.minReward, bill.maxReward);
        }
        Money topUp;
        Side memory pool = desk.counters[0].pool;
        if (paid < reward) {
            topUp = _topUp(account, bill, paid, desk);
            reward = paid + topUp;
        }
        account.cash = account.cash - paid;
        _owe(pool, paid + topUp - reward, ZERO_MONEY);
        if (account.markets == 0 && account.collaterals == 0 && account.cash < ZERO_MONEY) {
            _payOwedInsurance(pool);
            _bookDeficit(target.id, -account.cash);
            account.cash = ZERO_MONEY;
        }
        ++account.liquidations;
        _storeCollaterals(target.id, account.pack());
        target.receipts = new AccountReceipt[](1);
        target.receipts[0] = AccountReceipt(bill.value, bill.marginBefore, paid, reward, topUp, account.cash);
        emit AccountLiquidated(target.id, msg.sender, bill.value, bill.marginBefore, paid, reward, topUp, account.cash);
    }

    /// @dev Everything that is left, if the account is closed: cash, and what its tokens count for, against which the bill is
    /// owed. Else, of an account that keeps positions below its target, what does not lower its margin ratio.
    function _bearable(Target memory target, Bill memory bill) private view returns (Money) {
        if (target.account.markets == 0) {
            (, Money left) = _backing(target.id, target.account);
            return positivePart(left);
        }
        if (target.value <= ZERO_MONEY) return ZERO_MONEY;
        return LiquidationMath.chargeAtEqualRatio(bill.value, bill.marginBefore, target.margin);
    }

    /// @dev Where the account cannot pay the least reward insurance does, within the market's budget, within bounds and once
    /// per account and price round, so that nobody can open accounts to be paid for closing them.
    function _topUp(
        Account memory account,
        Bill memory bill,
        Money paid,
        Desk memory desk
    ) private returns (Money topUp) {
        if (bill.priceRound <= account.rewardedAt) return ZERO_MONEY;
        // What the market owes insurance is there first.
        _payOwedInsurance(desk.counters[0].pool);
        topUp = _drawFor(desk.market.id, minMoney(positivePart(bill.minReward - paid), bill.topUpLimit));
        if (topUp != ZERO_MONEY) account.rewardedAt = bill.priceRound;
    }
}
