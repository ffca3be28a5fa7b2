// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountId} from "./AccountId.sol";
import {MarketId} from "./MarketId.sol";
import {Money} from "./Money.sol";
import {Price} from "./Price.sol";
import {Size} from "./Size.sol";

/// @notice A market order against the pool.
struct Order {
    AccountId account;
    MarketId market;
    /// Base units to buy (+) or sell (-).
    Size sizeDelta;
    /// Worst acceptable average fill price, before fees: at most this for a buy, at least this for a sale.
    Price worstPrice;
    /// Last second in which the order may fill, unix seconds.
    uint256 deadline;
    /// Refuse to open, increase or flip.
    bool reduceOnly;
}

/// @notice What a fill came to.
struct Fill {
    /// Filled, in base units. Less than ordered where a deleveraging in the same call took what the order would have closed.
    Size sizeDelta;
    /// Paid by the account (+) or to it (-), without fees.
    Money quote;
    /// Paid by the account.
    Money fee;
    /// Result of what was closed, in cash.
    Money realizedPnl;
    /// Funding that moved into cash; + was paid by the account.
    Money fundingPayment;
}
