// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Market} from "../interfaces/IClearingHouse.sol";
import {
    AccountStatement,
    ILedgerStatements,
    MarketStatement,
    MarketSums,
    SystemStatement
} from "../interfaces/ILedgerStatements.sol";
import {IVault} from "../interfaces/IVault.sol";
import {ActionTable} from "../risk/ActionTable.sol";
import {FillMath} from "../risk/FillMath.sol";
import {FundingMath} from "../risk/FundingMath.sol";
import {Health, MarketSnapshot, Standing} from "../risk/Health.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {CollateralId, MAX_COLLATERALS} from "../types/CollateralId.sol";
import {CollateralHoldings, CollateralSlot} from "../types/CollateralSlot.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money, ZERO_MONEY} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {SideState} from "../types/SideSlot.sol";
import {longPart} from "../types/Size.sol";
import {Book, LensBook} from "./LensBook.sol";

/// @title What the system holds and owes
/// @notice See ILedgerStatements.
abstract contract LedgerStatements is LensBook, ILedgerStatements {
    using Health for Standing;

    /// @inheritdoc ILedgerStatements
    function statementOf(
        AccountId[] calldata accounts
    ) external view whenUnlocked returns (AccountStatement memory statement) {
        Book memory book = _readAll();
        statement.markets = new MarketSums[](book.count);
        for (uint256 i = 0; i < book.count; ++i) statement.markets[i].market = book.markets[i].id;
        statement.liquidatable = new AccountId[](accounts.length);
        uint256 cursor = _readWords(accounts);
        uint256 found;
        for (uint256 i = 0; i < accounts.length; ++i) {
            bool liquidatable;
            (cursor, liquidatable) = _addAccount(statement, book, accounts[i], cursor);
            if (liquidatable) statement.liquidatable[found++] = accounts[i];
        }
        AccountId[] memory list = statement.liquidatable;
        assembly ("memory-safe") {
            // Shortens the list to what was found.
            mstore(list, found)
        }
        statement.claims = statement.claims + statement.cash - statement.debts;
    }

    /// @inheritdoc ILedgerStatements
    function systemStatement() external view whenUnlocked returns (SystemStatement memory statement) {
        IVault vault = _CLEARING_HOUSE.vault();
        statement.vaultBalance = vault.settlementToken().balanceOf(address(vault));
        statement.insuranceCash = _cashOf(_CLEARING_HOUSE.insuranceAccount());
        statement.treasuryCash = _cashOf(_CLEARING_HOUSE.treasuryAccount());
        statement.mainCash = _cashOf(_CLEARING_HOUSE.poolAccount());
        statement.escrowCash = _cashOf(_CLEARING_HOUSE.poolEscrowAccount());
        statement.poolValue = _CLEARING_HOUSE.poolValuation().markValue;
        Book memory book = _readAll();
        statement.markets = new MarketStatement[](book.count);
        for (uint256 i = 0; i < book.count; ++i) {
            MarketStatement memory market = statement.markets[i];
            _setMarket(market, book.markets[i]);
            statement.insuranceOwed = statement.insuranceOwed + market.insuranceOwed;
            statement.treasuryOwed = statement.treasuryOwed + market.treasuryOwed;
        }
    }

    /// @inheritdoc ILedgerStatements
    function systemAccounts() external view returns (AccountId[] memory accounts) {
        uint256 left = _CLEARING_HOUSE.listedMarkets();
        accounts = new AccountId[](4 + _openBook().markets.length);
        accounts[0] = _CLEARING_HOUSE.insuranceAccount();
        accounts[1] = _CLEARING_HOUSE.treasuryAccount();
        accounts[2] = _CLEARING_HOUSE.poolAccount();
        accounts[3] = _CLEARING_HOUSE.poolEscrowAccount();
        uint256 next = 4;
        for (uint8 number = 0; left != 0; ++number) {
            if (left & 1 != 0) accounts[next++] = _CLEARING_HOUSE.poolMarketAccount(MarketId.wrap(number));
            left >>= 1;
        }
    }

    /// @inheritdoc ILedgerStatements
    function collateralSumsOf(
        AccountId[] calldata accounts
    ) external view whenUnlocked returns (uint256[8] memory sums) {
        for (uint256 i = 0; i < accounts.length; ++i) {
            uint256[8] memory balances = _CLEARING_HOUSE.collateralBalances(accounts[i]);
            for (uint256 number = 0; number < MAX_COLLATERALS; ++number) sums[number] += balances[number];
        }
    }

    /// @inheritdoc ILedgerStatements
    function collateralTotals()
        external
        view
        whenUnlocked
        returns (uint256[8] memory held, uint256[8] memory vaultBalances)
    {
        address vault = address(_CLEARING_HOUSE.vault());
        for (uint8 number = 0; number < MAX_COLLATERALS; ++number) {
            (CollateralSlot slot, CollateralHoldings holdings) = _CLEARING_HOUSE.collateralState(
                CollateralId.wrap(number)
            );
            if (!slot.exists()) continue;
            held[number] = holdings.held();
            vaultBalances[number] = IERC20(slot.token()).balanceOf(vault);
        }
    }

    // --- accounts ---

    /// @param cursor At the account's word.
    /// @return next At the next account's word.
    /// @return liquidatable Whether `liquidate` has something to do for it, as far as margin and prices decide.
    function _addAccount(
        AccountStatement memory statement,
        Book memory book,
        AccountId id,
        uint256 cursor
    ) private view returns (uint256 next, bool liquidatable) {
        Money cash = _accountAt(cursor).cashOf();
        uint256 left = _accountAt(cursor).marketsOf();
        next = _after(cursor);
        if (cash < ZERO_MONEY) statement.debts = statement.debts - cash;
        else statement.cash = statement.cash + cash;
        if (left == 0) return (next, false);

        Standing memory standing = _begin(book, id, _accountAt(cursor));
        Position memory position;
        for (uint256 number = 0; left != 0; ++number) {
            if (left & 1 != 0) {
                _positionAt(next).unpackInto(position);
                next = _after(next);
                uint256 place = _placeOf(book, number);
                MarketSnapshot memory market = book.markets[place];
                _addPosition(statement, statement.markets[place], position, market);
                standing.add(position, market, block.timestamp);
                if (ActionTable.allowsLiquidation(market.price.validity)) liquidatable = true;
            }
            left >>= 1;
        }
        // The pool's own accounts are margined too, but hold no reward and are no trader's.
        bool below = standing.isLiquidatable() && id.owner() != address(_CLEARING_HOUSE);
        if (below) ++statement.belowMaintenance;
        return (next, liquidatable && below);
    }

    function _addPosition(
        AccountStatement memory statement,
        MarketSums memory sums,
        Position memory position,
        MarketSnapshot memory market
    ) private pure {
        Money profit = FillMath.unrealizedPnl(position, market.price.mark);
        Money funding = FundingMath.payment(position, market.state.fundingIndex);
        sums.unrealizedPnl = sums.unrealizedPnl + profit;
        sums.fundingPayment = sums.fundingPayment + funding;
        if (longPart(position.size) == 0) sums.shorts += position.size.abs();
        else sums.longs += position.size.abs();
        statement.claims = statement.claims + profit - funding;
        ++statement.positions;
    }

    function _cashOf(AccountId id) private view returns (Money) {
        return _CLEARING_HOUSE.accountState(id).cash;
    }

    // --- markets ---

    function _setMarket(MarketStatement memory statement, MarketSnapshot memory snapshot) private view {
        MarketId id = snapshot.id;
        Market memory market = _CLEARING_HOUSE.marketState(id);
        AccountId poolId = _CLEARING_HOUSE.poolMarketAccount(id);
        Account memory pool = _CLEARING_HOUSE.accountState(poolId);
        statement.market = id;
        statement.price = snapshot.price;
        statement.openInterest = market.state.openInterest;
        statement.epoch = market.state.epoch;
        statement.longResidue = _residueOf(id, true);
        statement.shortResidue = _residueOf(id, false);
        statement.poolSize = _CLEARING_HOUSE.positionState(poolId, id).size;
        statement.poolCash = pool.cash;
        statement.insuranceOwed = Money.wrap(int256(pool.insuranceOwed));
        statement.treasuryOwed = Money.wrap(int256(pool.treasuryOwed));
        statement.insurance = market.insurance;
    }

    function _residueOf(MarketId id, bool long) private view returns (int256) {
        (SideState memory side, ) = _CLEARING_HOUSE.sideState(id, long, 0);
        return side.residue;
    }
}
