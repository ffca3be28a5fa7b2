// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountId} from "../types/AccountId.sol";
import {InsuranceBudget} from "../types/InsuranceSlot.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money} from "../types/Money.sol";
import {PriceReading} from "../types/PriceReading.sol";
import {Size} from "../types/Size.sol";

/// @notice What the accounts of a list hold in one market.
struct MarketSums {
    MarketId market;
    /// Sums of |size| over its longs and over its shorts, size units.
    uint256 longs;
    uint256 shorts;
    /// At mark; each position rounded against its account.
    Money unrealizedPnl;
    /// Owed up to now: + the accounts pay; each position rounded against its account.
    Money fundingPayment;
}

/// @notice What a list of accounts holds and is owed, 1e-6 USD. Lists may be cut into pages: every number adds up.
struct AccountStatement {
    /// Sums of the cash above zero, and of the cash below it without its sign.
    Money cash;
    Money debts;
    /// cash - debts + unrealized profit - funding owed, in all markets: what the system owes the accounts.
    Money claims;
    /// Every listed market, ascending.
    MarketSums[] markets;
    /// Open positions.
    uint256 positions;
    /// Traders' accounts below maintenance margin, whatever their prices allow.
    uint256 belowMaintenance;
    /// Those of them that have a market whose price lets liquidate.
    AccountId[] liquidatable;
}

/// @notice A market beside the accounts in it.
struct MarketStatement {
    MarketId market;
    PriceReading price;
    /// Sum of all longs and of all shorts, the pool's among them, size units.
    uint256 openInterest;
    /// What deleveragings' roundings took from caught-up longs and added to caught-up shorts, and nobody has booked yet, in
    /// 2^-64 of a unit: open interest = positions of the side + residue, each position not yet caught up to within a unit.
    int256 longResidue;
    int256 shortResidue;
    /// Deleveragings so far.
    uint256 epoch;
    /// The pool's account of the market.
    Size poolSize;
    Money poolCash;
    /// Collected there for insurance and treasury, and in nobody's cash yet.
    Money insuranceOwed;
    Money treasuryOwed;
    /// What insurance may pay for the market, grown up to now.
    InsuranceBudget insurance;
}

/// @notice What the system holds, and what belongs to it, 1e-6 USD.
struct SystemStatement {
    /// Settlement tokens in the vault.
    uint256 vaultBalance;
    Money insuranceCash;
    Money treasuryCash;
    /// The pool's main account; below zero it is main's debt.
    Money mainCash;
    /// Of LP requests that wait, and of redemptions that wait to be claimed.
    Money escrowCash;
    /// The pool at mark.
    Money poolValue;
    /// Over all markets: what no account's cash contains, and P2 counts beside the claims.
    Money insuranceOwed;
    Money treasuryOwed;
    /// Every listed market, ascending.
    MarketStatement[] markets;
}

/// @title P1 and P2 for who knows every account
/// @notice docs/audit.md says how to find the accounts and what to compare. Reverts with Locked while the system's lock is held.
interface ILedgerStatements {
    /// @notice Sums over the accounts; over all pages each account is named once. Funding up to this block's time.
    function statementOf(AccountId[] calldata accounts) external view returns (AccountStatement memory);

    /// @notice What stands beside the accounts of people.
    function systemStatement() external view returns (SystemStatement memory);

    /// @notice The accounts of the system, which belong into the lists too: insurance, treasury, main, escrow and the pool's
    /// account of every listed market.
    function systemAccounts() external view returns (AccountId[] memory);

    /// @notice Balances of the accounts summed, by collateral token in its own units; each account must be named once.
    function collateralSumsOf(AccountId[] calldata accounts) external view returns (uint256[8] memory sums);

    /// @notice What the ledger says that all accounts hold of each token, and what the vault has: P2 is that the second is never
    /// less. Zero where no token is listed.
    function collateralTotals() external view returns (uint256[8] memory held, uint256[8] memory vaultBalances);
}
