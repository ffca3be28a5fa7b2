// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {Checkpoint} from "../types/CheckpointSlot.sol";
import {InsuranceBudget} from "../types/InsuranceSlot.sol";
import {MarketId} from "../types/MarketId.sol";
import {MarketState} from "../types/MarketSlot.sol";
import {Money} from "../types/Money.sol";
import {Operator} from "../types/OperatorSlot.sol";
import {Fill, Order} from "../types/Order.sol";
import {LiquidationParameters, Tiers, TradeParameters} from "../types/Parameters.sol";
import {PoolMarket} from "../types/PoolSlot.sol";
import {Position} from "../types/PositionSlot.sol";
import {Price} from "../types/Price.sol";
import {SideState} from "../types/SideSlot.sol";
import {Size} from "../types/Size.sol";
import {TierPhase} from "../types/TierPhaseSlot.sol";
import {TierSlot} from "../types/TierSlot.sol";
import {IClearingHouseErrors} from "./IClearingHouseErrors.sol";
import {IClearingHouseEvents} from "./IClearingHouseEvents.sol";
import {ICollateral} from "./ICollateral.sol";
import {IOperatorModule} from "./IOperatorModule.sol";
import {IPreviewModule} from "./IPreviewModule.sol";
import {IPriceOracle} from "./IPriceOracle.sol";
import {IVault} from "./IVault.sol";

/// @notice A fill between two accounts that a venue proposes.
struct VenueFill {
    MarketId market;
    AccountId taker;
    AccountId maker;
    /// Base units that the taker buys (+) or sells (-).
    Size sizeDelta;
    Price price;
    bool takerReduceOnly;
    bool makerReduceOnly;
}

/// @notice A listed market as the ledger holds it.
struct Market {
    MarketState state;
    /// What counts now.
    TierSlot tierSlot;
    /// What was set: maintenance margin may still be on its way there (`tierPhaseOf`).
    Tiers tiers;
    bool reduceOnly;
    TradeParameters trade;
    LiquidationParameters liquidation;
    PoolMarket pool;
    /// As it stands now.
    InsuranceBudget insurance;
}

/// @notice What the pool is worth, for shares.
struct PoolValuation {
    /// Cash of main and value of the pool's market accounts at mark, traders' profit and funding deducted.
    Money markValue;
    /// The same with every inventory unwound at its average premium: never above `markValue`.
    Money unwindingValue;
    /// Cash of main.
    Money mainCash;
    /// Cash that main may pay: what commitments (80 % rule) leave, never below zero.
    Money payable_;
    /// Whether the price is Valid in every market where the pool has inventory, and its account there not below zero.
    bool pricesValid;
}

/// @title The ledger: a trade is a transfer, and every action of an owner, operator or venue ends in the same check
/// @notice Signs: size > 0 is long; a positive funding payment is paid by the account. Amounts: Money in 1e-6 USD, Size in
/// the market's units, Price in 1e-16 money per unit.
interface IClearingHouse is IClearingHouseErrors, IClearingHouseEvents, IOperatorModule, IPreviewModule, ICollateral {
    // --- trading ---

    /// @notice Fills the order against the pool at index x (1 + (skew + delta/2) / skewScale) with the spread against
    /// the account. The account's owner, or an operator with PERMISSION_TRADE. Accrues funding first. A flip is a close and
    /// an open. Afterwards the account is at or above initial margin, or its risk strictly fell.
    function trade(Order calldata order) external returns (Fill memory);

    /// @notice Closes every position of the account in its markets' order, each as `trade` would, where fees and
    /// premium take at most the value that is left. The owner, or an operator with PERMISSION_TRADE.
    /// @param worstPrices One for each market held, in ascending order of market.
    function closeAccount(AccountId account, Price[] calldata worstPrices, uint256 deadline) external;

    /// @notice The door for venues: a fill between two accounts at the venue's price within the market's band. Only a
    /// registered venue that both owners have given PERMISSION_SETTLE. Both sides end in the margin check.
    function settle(VenueFill calldata venueFill) external;

    /// @notice Moves cash to another account; for the sender it is a withdrawal. Only the owner.
    function transferCash(AccountId from, AccountId to, Money amount) external;

    /// @notice Brings the market's funding up to date, or records that an outage began or ended. Anyone.
    function accrueFunding(MarketId market) external;

    /// @notice Moves the fees owed by the pool's account of the market to insurance and treasury. Anyone.
    function sweepFees(MarketId market) external;

    /// @notice Several of the calls above in one transaction, all or none.
    function multicall(bytes[] calldata calls) external returns (bytes[] memory results);

    // --- liquidation ---

    /// @notice Liquidates those of the accounts that are below maintenance margin; accounts below zero go first, others
    /// are skipped. Anyone, without capital. The engine chooses markets and sizes.
    /// @param beneficiary Ledger account that the rewards are credited to.
    /// @return liquidated How many accounts were; one whose tokens were sold before its positions were closed counts for both.
    /// @custom:error NothingLiquidated if none was.
    function liquidate(AccountId[] calldata accounts, AccountId beneficiary) external returns (uint256 liquidated);

    /// @notice Catches an account up with the deleveragings of its markets, as its next action would. Anyone.
    function syncAccount(AccountId account) external;

    /// @notice Catches the pool's account of a market up and lets it take over the whole units that rounding took from the
    /// others as they caught up. Anyone.
    function syncMarket(MarketId market) external;

    // --- vault and pool ---

    /// @notice Takes the one lock of the system. Only the vault and the pool.
    function acquireLock() external;
    /// @notice Gives the lock back. Only who holds it.
    function releaseLock() external;
    /// @notice Whether the lock is held: views that price anything revert then.
    function locked() external view returns (bool);
    /// @notice Credits a deposit whose tokens have arrived, and gives the lock back. Only the vault, holding the lock.
    function creditDeposit(AccountId account, address payer, Money amount) external;
    /// @notice Takes the lock, for the vault to give back once the tokens are gone, and debits a withdrawal by `caller`, who
    /// must be the owner: all of it from a flat account; else at most
    /// max(0, min(cash, accountValue) - initialMargin), at Valid prices, and accountValue stays at or above the larger of
    /// initial margin and withdrawal floor. Only the vault.
    function debitWithdrawal(AccountId account, address caller, address receiver, Money amount) external;

    /// @notice Moves cash from an LP's account into the pool's escrow, as a withdrawal of the LP's. Only the pool.
    function escrowCash(AccountId from, Money amount) external;
    /// @notice Returns cash from the pool's escrow to an account. Only the pool.
    function releaseEscrow(AccountId to, Money amount) external;
    /// @notice Moves cash from the pool's escrow into main. Only the pool.
    function depositToPool(Money amount) external;
    /// @notice Pays an account, or the escrow of claims, from main, at most what it may pay. Only the pool.
    function payFromPool(AccountId to, Money amount) external;
    /// @notice What the pool is worth. Accrues nothing; funding is valued up to now.
    function poolValuation() external view returns (PoolValuation memory);
    /// @notice Refills the pool's account of the market from main, to its commitment and within a tenth of it a day. Anyone.
    function refillMarket(MarketId market) external;
    /// @notice Returns what the pool's account of the market has beyond its commitment and initial margin to main. Anyone.
    function returnSurplus(MarketId market) external;

    // --- governance ---

    /// @notice Lists a market, reduce-only until that is lifted; its feed must stand in the oracle.
    function listMarket(
        MarketId market,
        string calldata name,
        Tiers calldata tiers,
        TradeParameters calldata trade_,
        LiquidationParameters calldata liquidation
    ) external;
    /// @notice Sets the market's tiers. All of them count at once, but a raise of maintenance margin or of the least reward
    /// over open positions: that arrives in a straight line over `TIER_PHASE_IN` (`TiersPhasedIn`), from what counts at that
    /// moment. Another change takes its place. The risk admin; what loosens waits.
    /// @custom:error TierBoundChanged where maintenance margin is raised over open positions and bounds change with it;
    /// MaintenanceRisesTooFar, MinRewardRisesTooFar where it is raised there by more than a half at once.
    function setTiers(MarketId market, Tiers calldata tiers) external;
    /// @notice Writes down that a raise of maintenance margin has arrived, so that readers of the market need not look. Anyone.
    /// @custom:error NoTierPhase, TierPhaseNotOver.
    function endTierPhase(MarketId market) external;
    function setTradeParameters(MarketId market, TradeParameters calldata trade_) external;
    function setLiquidationParameters(MarketId market, LiquidationParameters calldata liquidation) external;
    /// @notice Sets the pool's commitment and funds it from main at once as far as main can.
    function setCommitment(MarketId market, Money commitment) external;
    /// @notice Lets only reductions in. The guardian.
    function restrictMarket(MarketId market) external;
    /// @notice Lets all trades in again. Asserts the listing inequalities.
    function openMarket(MarketId market) external;
    /// @notice Raises the market's minimum size after its price fell, where the listing inequality needs it. Anyone.
    function raiseMinSize(MarketId market) external;
    /// @notice Sets what insurance may pay for the market; its fees and penalties add to it.
    function setInsuranceBudget(MarketId market, Money budget) external;
    function setVenue(address venue, bool registered) external;
    /// @notice Moves treasury cash to an account, as a ledger credit.
    function collectTreasury(AccountId to, Money amount) external;

    // --- state ---

    function accountState(AccountId account) external view returns (Account memory);
    function positionState(AccountId account, MarketId market) external view returns (Position memory);
    /// @notice The account and its positions, in ascending order of market.
    function fullState(AccountId account) external view returns (Account memory, MarketId[] memory, Position[] memory);
    function marketState(MarketId market) external view returns (Market memory);
    /// @notice How far a raise of the market's maintenance margin has come.
    function tierPhaseOf(MarketId market) external view returns (TierPhase memory);
    /// @notice One side of a market: what rounding owes it, its generations, and its checkpoint of an epoch.
    function sideState(
        MarketId market,
        bool long,
        uint256 epoch
    ) external view returns (SideState memory, Checkpoint memory);
    /// @notice Bit per listed market.
    function listedMarkets() external view returns (uint256);
    function marketName(MarketId market) external view returns (string memory);
    function operatorState(AccountId account, address operator) external view returns (Operator memory);
    function isVenue(address venue) external view returns (bool);
    function insuranceAccount() external view returns (AccountId);
    function treasuryAccount() external view returns (AccountId);
    /// @notice Main: the pool's cash that no market is funded with.
    function poolAccount() external view returns (AccountId);
    /// @notice Cash of LP requests that are not executed yet, and of executed redemptions that are not claimed yet.
    function poolEscrowAccount() external view returns (AccountId);
    /// @notice The pool's account of the market.
    function poolMarketAccount(MarketId market) external view returns (AccountId);
    function vault() external view returns (IVault);
    function oracle() external view returns (IPriceOracle);
    /// @notice The pool contract; zero until it is set, once, in deployment.
    function pool() external view returns (address);
    function setPool(address pool_) external;
}
