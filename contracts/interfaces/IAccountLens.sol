// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountId} from "../types/AccountId.sol";
import {CollateralId} from "../types/CollateralId.sol";
import {MarketId} from "../types/MarketId.sol";
import {Money} from "../types/Money.sol";
import {PriceReading} from "../types/PriceReading.sol";
import {Ratio} from "../types/Ratio.sol";
import {Size} from "../types/Size.sol";
import {IClearingHouse} from "./IClearingHouse.sol";
import {ILedgerStatements} from "./ILedgerStatements.sol";

/// @notice How an account stands, at prices of one moment.
struct AccountHealth {
    Money cash;
    /// At maintenance prices: what liquidation compares.
    Money accountValue;
    Money maintenanceMargin;
    /// At initial prices.
    Money accountValueForInitial;
    Money initialMargin;
    Money freeCollateral;
    /// accountValue / maintenanceMargin in 1e-6, towards minus infinity; the largest int256 without positions.
    int256 marginRatio;
    /// Below maintenance, with a market whose price is usable. Whether pace lets something be done in this second,
    /// `explainLiquidation` says.
    bool liquidatable;
}

/// @notice A position as its owner sees it.
struct PositionView {
    MarketId market;
    Size size;
    Money entryNotional;
    Money notional;
    Money unrealizedPnl;
    Money fundingPayment;
    PriceReading price;
}

struct AccountView {
    AccountId account;
    AccountHealth health;
    PositionView[] positions;
    /// Balances of the collateral tokens by number, each in the token's own units.
    uint256[8] collateral;
}

struct MarketView {
    MarketId market;
    string name;
    PriceReading price;
    /// Size units.
    Size skew;
    uint256 longOpenInterest;
    uint256 shortOpenInterest;
    /// 1e-15 per hour, positive is paid by longs.
    int256 fundingRatePerHour;
    bool reduceOnly;
}

struct CollateralView {
    CollateralId collateral;
    address token;
    /// In settlement tokens.
    PriceReading price;
    Ratio initialWeight;
    /// What counts now: a lowered weight arrives over days.
    Ratio maintenanceWeight;
    Ratio discount;
    /// Sum of all balances and what a deposit may bring it to, in the token's own units.
    uint256 held;
    uint256 depositCap;
}

/// @title Reads for wallets and keepers; the core never imports it
/// @notice Reverts with `Locked` while the system's lock is held. Prices are read once per call, not once per account.
interface IAccountLens is ILedgerStatements {
    /// @notice A lens began to look at a clearing house: how a keeper that knows only a node finds one.
    event LensOf(address indexed clearingHouse);

    /// @notice The ledger that is looked at.
    function clearingHouse() external view returns (IClearingHouse);

    /// @notice Health of many accounts at the prices of this block.
    function healthOf(AccountId[] calldata accounts) external view returns (AccountHealth[] memory);

    /// @notice One account in full.
    function accountOf(AccountId account) external view returns (AccountView memory);

    /// @notice All listed markets.
    function markets() external view returns (MarketView[] memory);

    /// @notice All listed collateral tokens.
    function collaterals() external view returns (CollateralView[] memory);
}
