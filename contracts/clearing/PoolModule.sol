// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PoolValuation} from "../interfaces/IClearingHouse.sol";
import {CashReason} from "../interfaces/IClearingHouseEvents.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {ActionTable} from "../risk/ActionTable.sol";
import {Leg, Standing} from "../risk/Health.sol";
import {PoolMath} from "../risk/PoolMath.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money, ZERO_MONEY, minMoney, positivePart} from "../types/Money.sol";
import {PoolMarket} from "../types/PoolSlot.sol";
import {ClearingHouseStorage} from "./ClearingHouseStorage.sol";
import {InsuranceBudgets} from "./InsuranceBudgets.sol";
import {PoolValuationRules, PoolWorth} from "./PoolValuationRules.sol";
import {Withdrawals} from "./Withdrawals.sol";

/// @title The pool's cash
/// @notice Runs in the clearing house's storage. See IClearingHouse for every call. LP requests move cash between an LP's
/// account, escrow and main; main and one account per market lend each other what commitments say.
contract PoolModule is PoolValuationRules, Withdrawals, InsuranceBudgets {
    constructor(address authority_, IPriceOracle oracle_) ClearingHouseStorage(authority_, oracle_) {}

    // --- requests of LPs: the pool contract, holding the lock ---

    /// @notice See IClearingHouse. The pool has checked who asks.
    function escrowCash(AccountId from, Money amount) external onlyHolder(_pool) {
        _requireTrader(from);
        _requireSettlementSound();
        Money fromCash = _debit(from, amount);
        AccountId escrow = _poolEscrowId();
        emit CashMoved(from, escrow, CashReason.PoolDeposit, amount, fromCash, _addCash(escrow, amount));
    }

    /// @notice See IClearingHouse.
    function releaseEscrow(AccountId to, Money amount) external onlyHolder(_pool) {
        _requireTrader(to);
        _requireEscrowed(amount);
        _moveCash(_poolEscrowId(), to, amount, CashReason.PoolPayment);
    }

    /// @notice See IClearingHouse.
    function depositToPool(Money amount) external onlyHolder(_pool) {
        _requireEscrowed(amount);
        _requireSettlementSound();
        _moveCash(_poolEscrowId(), _poolMainId(), amount, CashReason.PoolDeposit);
    }

    /// @notice See IClearingHouse. Escrow takes payments too: there they wait to be claimed.
    function payFromPool(AccountId to, Money amount) external onlyHolder(_pool) {
        if (to != _poolEscrowId()) _requireTrader(to);
        require(amount > ZERO_MONEY, AmountOutOfRange(amount));
        PoolWorth memory worth = _poolWorth();
        Money most = _mostPayable(worth);
        require(amount <= most, InsufficientPoolCash(amount, most));
        _moveCash(_poolMainId(), to, amount, CashReason.PoolPayment);
    }

    // --- main and the market accounts: anyone ---

    /// @notice See IClearingHouse. Does nothing where nothing is missing, allowed or there.
    function refillMarket(MarketId market) external exclusive {
        _requireListed(market);
        PoolMarket memory parameters = _markets[market].pool.unpack();
        PoolMath.growAllowance(parameters, block.timestamp);
        PoolWorth memory worth = _poolWorth();
        Money amount = _fundable(market, parameters.commitment, parameters.refillAllowance, worth.mainCash);
        if (amount == ZERO_MONEY) return;
        _requireCommitmentsBacked(worth);
        parameters.refillAllowance = parameters.refillAllowance - amount;
        _markets[market].pool = parameters.pack();
        _moveCash(_poolMainId(), _poolMarketId(market), amount, CashReason.PoolFunding);
    }

    /// @notice See IClearingHouse. Like any withdrawal of an account with a position it needs a price that allows one.
    function returnSurplus(MarketId market) external exclusive {
        _requireListed(market);
        (Standing memory standing, Leg[] memory legs) = _standPoolMarket(market);
        if (legs.length != 0) {
            require(
                ActionTable.allowsWithdrawal(legs[0].market.price.validity),
                PriceNotUsable(market, legs[0].market.price.validity)
            );
        }
        Money commitment = _markets[market].pool.unpack().commitment;
        Money amount = PoolMath.surplus(
            standing.collateral,
            standing.valueForInitial,
            commitment,
            standing.initialMargin
        );
        if (amount == ZERO_MONEY) return;
        _moveCash(_poolMarketId(market), _poolMainId(), amount, CashReason.PoolSurplus);
    }

    /// @notice See IClearingHouse. What is owed was never in the account's cash, which therefore stays as it is.
    function sweepFees(MarketId market) external exclusive {
        _requireListed(market);
        AccountId id = _poolMarketId(market);
        Account memory account = _accounts[id].unpackPool();
        Money insurance = Money.wrap(int256(account.insuranceOwed));
        Money treasury = Money.wrap(int256(account.treasuryOwed));
        account.insuranceOwed = 0;
        account.treasuryOwed = 0;
        _accounts[id] = account.packPool();
        if (insurance != ZERO_MONEY) _payIntoInsurance(market, insurance, account.cash);
        if (treasury == ZERO_MONEY) return;
        AccountId to = _treasuryId();
        emit CashMoved(id, to, CashReason.FeeSweep, treasury, account.cash, _addCash(to, treasury));
    }

    // --- governance ---

    /// @notice See IClearingHouse. A rise is funded at once by at most what it adds, so that setting the same commitment
    /// again is no way round the daily refill; what main cannot pay follows by refills.
    function setCommitment(MarketId market, Money commitment) external restricted exclusive {
        _requireListed(market);
        PoolMarket memory parameters = _markets[market].pool.unpack();
        PoolMath.growAllowance(parameters, block.timestamp);
        Money previous = parameters.commitment;
        parameters.commitment = commitment;
        // Nothing grows in no time: this only cuts the allowance to the new commitment's tenth.
        PoolMath.growAllowance(parameters, block.timestamp);
        _markets[market].pool = parameters.pack();
        emit CommitmentChanged(market, previous, commitment);
        if (commitment <= previous) return;

        PoolWorth memory worth = _poolWorth();
        _requireCommitmentsBacked(worth);
        Money amount = _fundable(market, commitment, commitment - previous, worth.mainCash);
        if (amount == ZERO_MONEY) return;
        _moveCash(_poolMainId(), _poolMarketId(market), amount, CashReason.PoolFunding);
    }

    /// @notice See IClearingHouse.
    function collectTreasury(AccountId to, Money amount) external restricted exclusive {
        _requireTrader(to);
        require(amount > ZERO_MONEY, AmountOutOfRange(amount));
        Money cash = positivePart(_cashOf(_treasuryId()));
        require(amount <= cash, InsufficientFreeCollateral(_treasuryId(), amount, cash));
        _moveCash(_treasuryId(), to, amount, CashReason.TreasuryCollection);
    }

    // --- value ---

    /// @notice See IClearingHouse. The pool may ask under its own lock, when nothing is half done.
    function poolValuation() external view returns (PoolValuation memory valuation) {
        require(_lockHolder == address(0) || (_lockHolder == _pool && msg.sender == _pool), Locked());
        PoolWorth memory worth = _poolWorth();
        valuation.markValue = worth.markValue;
        valuation.unwindingValue = worth.unwindingValue;
        valuation.mainCash = worth.mainCash;
        valuation.payable_ = _mostPayable(worth);
        valuation.pricesValid = worth.pricesValid;
    }

    // --- internals ---

    /// @dev What commitments leave to LPs, and debts that main answers for.
    function _mostPayable(PoolWorth memory worth) private view returns (Money) {
        return minMoney(_payableNow(worth), positivePart(_debtBacking() - _debts.total()));
    }

    /// @dev What main sends to a market's account: what that lacks to its commitment, within a limit and main's cash. Where
    /// the price is not usable the account counts at the better one: main sends only what is missing for certain.
    function _fundable(MarketId market, Money commitment, Money limit, Money mainCash) private returns (Money) {
        (Standing memory standing, ) = _standPoolMarket(market);
        // Below zero it is closed first: what main sent before that would only spare those who bear what it lacks.
        if (standing.valueForMaintenance < ZERO_MONEY) return ZERO_MONEY;
        Money wanted = PoolMath.missing(standing.valueForMaintenance, commitment);
        return PoolMath.atMostCash(minMoney(wanted, limit), mainCash);
    }

    function _requireEscrowed(Money amount) private view {
        require(amount > ZERO_MONEY, AmountOutOfRange(amount));
        Money cash = _cashOf(_poolEscrowId());
        require(amount <= cash, InsufficientPoolCash(amount, cash));
    }
}
