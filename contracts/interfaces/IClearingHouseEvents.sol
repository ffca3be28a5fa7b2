// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money} from "../types/Money.sol";
import {LiquidationParameters, Tiers, TradeParameters} from "../types/Parameters.sol";
import {Price} from "../types/Price.sol";
import {PriceValidity} from "../types/PriceReading.sol";
import {Size} from "../types/Size.sol";

/// @notice Why an account's cash changed where no position of its own did.
enum CashReason {
    Transfer,
    /// Pool escrow and main: LP requests.
    PoolDeposit,
    PoolPayment,
    /// Main and the pool's market accounts.
    PoolFunding,
    PoolSurplus,
    /// Fees and penalties from a pool's market account to insurance and treasury.
    FeeSweep,
    TreasuryCollection,
    /// A liquidation's reward.
    Reward,
    /// Insurance or main made good a deficit.
    BadDebt
}

/// @title What happened: enough to rebuild every balance and position from logs alone
/// @notice Every event that changes a balance carries the balance afterwards; of several the last one holds.
/// Cash: `cash`, `fromCash`, `toCash` and `poolCash` of the account named. In a liquidation `AccountLiquidated` has it.
/// Positions: `size` and `entryNotional` of `Traded`, `PositionLiquidated`, `PositionSynced` and `PositionChanged`. Between two of
/// them a position shrinks with its side (`SideDeleveraged`).
/// The pool's account of a market is owned by the clearing house, with sub-account 256 + market: its size is -skew, its entry
/// notional and cash those of `Traded` and `PoolAccountUpdated`.
/// Markets: price, funding, open interest and skew of `Traded`, `PoolAccountUpdated` and `MarketUpdated`; the funding rate has its
/// slope from skew and parameters. A position has caught up with the funding index of its own event, or of the
/// `PoolAccountUpdated` of the same transaction; after `PositionSynced` with that of its market's last event, or, where a
/// `SideDeleveraged` of the same call came in between, with the one accrued to the block.
interface IClearingHouseEvents {
    event Deposited(AccountId indexed account, address indexed payer, Money amount, Money cash);
    event Withdrawn(AccountId indexed account, address indexed receiver, Money amount, Money cash);
    /// @notice Cash moved between two accounts of the ledger; both balances afterwards.
    event CashMoved(
        AccountId indexed from,
        AccountId indexed to,
        CashReason indexed reason,
        Money amount,
        Money fromCash,
        Money toCash
    );

    /// @notice A fill of an account: against the pool, or, where `VenueFilled` follows, against that event's other side.
    /// @param quote Paid by the account (+) or to it (-), without fees.
    /// @param fee Paid by the account. Of it insurance and treasury are owed their shares of the market's parameters, each
    /// rounded down; the pool's account has the rest.
    /// @param size Of the position afterwards, as `entryNotional`; `cash` is the account's.
    /// @param poolEntryNotional Of the pool's account of the market afterwards, as `poolCash`; its size is -skew.
    /// @param markPrice Of the market afterwards, as the rest. Index in 1e-16 money per unit, rate in 1e-15 per second, sizes in
    /// units.
    event Traded(
        AccountId indexed account,
        MarketId indexed market,
        address indexed caller,
        Size sizeDelta,
        Money quote,
        Money fee,
        Size size,
        Money entryNotional,
        Money cash,
        Money poolEntryNotional,
        Money poolCash,
        Price markPrice,
        int256 fundingIndex,
        int256 fundingRatePerSecond,
        uint256 openInterest,
        Size skew
    );
    /// @notice A venue's fill of two accounts, whose `Traded` events stand before it: both say how pool and market are after both.
    event VenueFilled(
        address indexed venue,
        AccountId indexed taker,
        AccountId indexed maker,
        MarketId market,
        Size sizeDelta,
        Price price
    );
    /// @notice A pool's account of a market in the middle of a call, before or after its side is deleveraged; a
    /// `PoolAccountUpdated` follows.
    event PositionChanged(
        AccountId indexed account,
        MarketId indexed market,
        Size size,
        Money entryNotional,
        Money cash
    );
    /// @notice A position caught up with deleveragings of its side: what it and its account's cash are now. `cashGained` is
    /// what they brought since its last touch, funding included.
    event PositionSynced(
        AccountId indexed account,
        MarketId indexed market,
        Size size,
        Money entryNotional,
        Money cashGained,
        Money cash
    );
    /// @notice A market and the pool's account of it, whose size is -skew, after liquidations, `syncMarket` or what a trade that the
    /// pool could not bear led to. `roundId` is the round of `markPrice`; the other fields are those of `MarketUpdated`.
    event PoolAccountUpdated(
        MarketId indexed market,
        Money entryNotional,
        Money cash,
        Price markPrice,
        uint80 roundId,
        int256 fundingIndex,
        int256 fundingRatePerSecond,
        uint256 openInterest,
        Size skew
    );
    /// @notice A market in which funding was brought up to date or a parameter changed, but no position. Index in 1e-16 money per
    /// unit, rate in 1e-15 per second, sizes in units.
    event MarketUpdated(
        MarketId indexed market,
        Price markPrice,
        int256 fundingIndex,
        int256 fundingRatePerSecond,
        uint256 openInterest,
        Size skew
    );
    /// @notice Funding stopped accruing (true) or resumed (false).
    event FundingFrozen(MarketId indexed market, bool frozen);

    /// @notice The receipt of a liquidation: what it decided on. The positions it closed stand before it, as
    /// `PositionLiquidated`; prices of the others it was valued at follow at the end of the call (`LiquidationPriced`).
    /// @param accountValue Before the call, at maintenance prices.
    /// @param maintenanceMargin Before the call.
    /// @param penalty Paid by the account.
    /// @param reward Of the liquidator, of which `rewardFromInsurance` came from insurance. The rest of the penalty is owed
    /// to insurance by the pool's account of the first market closed.
    /// @param cash Of the account afterwards.
    event AccountLiquidated(
        AccountId indexed account,
        address indexed liquidator,
        Money accountValue,
        Money maintenanceMargin,
        Money penalty,
        Money reward,
        Money rewardFromInsurance,
        Money cash
    );
    /// @notice A price that decided in a call to `liquidate` and that its `PoolAccountUpdated` leaves out: of a market that a
    /// liquidated account was valued in but nothing was closed in, or whose low and high differ. Of the others that has price and
    /// round, and the three prices are one. Longs are valued and closed at `high` and shorts at `low`; funding up to the block's
    /// time goes by `markPrice`.
    event LiquidationPriced(
        MarketId indexed market,
        uint80 roundId,
        PriceValidity validity,
        Price markPrice,
        Price low,
        Price high
    );
    /// @notice The rewards of a call to `liquidate`, and the cash of the account they went to.
    event LiquidationRewarded(AccountId indexed beneficiary, address indexed liquidator, Money reward, Money cash);
    /// @notice Insurance paid a deficit or a reward; its cash afterwards.
    event InsuranceFundDrawn(Money amount, Money cash);
    /// @notice What insurance may pay for a market now, and of it in this hour.
    event InsuranceBudgetChanged(MarketId indexed market, Money budget, Money allowance);
    /// @notice One side of a market took `units` off the other at `price`: every position of it shrank by the same fraction,
    /// 1 − scale / scaleBefore. Positions catch up at their next touch (`PositionSynced`). An epoch of two more than the last
    /// means that a generation of the side ended with this scale and the next began at the full one.
    event SideDeleveraged(
        MarketId indexed market,
        bool indexed long,
        uint256 epoch,
        uint256 units,
        Price price,
        uint256 scaleBefore,
        uint256 scale
    );
    /// @notice The pool's account took over units that rounding took from longs and added to shorts as they caught up.
    event ResidueBooked(MarketId indexed market, uint256 fromLongs, uint256 fromShorts);
    /// @notice One market of a liquidation: the size taken from the account (signed as the position was), at the price it was
    /// valued at. `quote` is what that came to, + paid by the account, a deficit that the opposite side bears (`BadDebtShared`)
    /// deducted. `size` and `entryNotional` are left of the position. Price and round are the market's in the whole call, and so
    /// told once: by its `LiquidationPriced`, or where there is none by its `PoolAccountUpdated`.
    event PositionLiquidated(
        AccountId indexed account,
        MarketId indexed market,
        Size sizeClosed,
        Money quote,
        Size size,
        Money entryNotional
    );
    /// @notice A market's share of the deficit of an account that is closed in it: what insurance paid of it, and by how much
    /// the price moved at which the opposite side took the position.
    event BadDebtShared(
        AccountId indexed account,
        MarketId indexed market,
        Money badDebt,
        Money fromInsurance,
        Money fromOppositeSide
    );
    /// @notice The pool's account of a market gave `sizeClosed` (signed as its position was) to the opposite side for `quote`.
    event PoolDeleveraged(MarketId indexed market, Size sizeClosed, Price markPrice, uint80 roundId, Money quote);
    /// @notice What a closed account lacked and no market answered for was made good: its cash is zero.
    event BadDebtRealized(AccountId indexed account, Money badDebt, Money fromInsurance, Money fromPool);

    event OperatorSet(AccountId indexed account, address indexed operator, uint8 permissions, uint40 expiresAt);
    event VenueSet(address indexed venue, bool registered);

    event MarketListed(MarketId indexed market, string name);
    event TiersChanged(MarketId indexed market, Tiers previous, Tiers current);
    /// @notice Maintenance rates and least reward go from those of `from` to those of `to` in a straight line between the two
    /// times, unix seconds. Comes after `TiersChanged`; the next such event ends it.
    event TiersPhasedIn(MarketId indexed market, Tiers from, Tiers to, uint256 startedAt, uint256 endsAt);
    event TradeParametersChanged(MarketId indexed market, TradeParameters previous, TradeParameters current);
    event LiquidationParametersChanged(
        MarketId indexed market,
        LiquidationParameters previous,
        LiquidationParameters current
    );
    event CommitmentChanged(MarketId indexed market, Money previous, Money current);
    event ReduceOnlySet(MarketId indexed market, bool reduceOnly);
}
