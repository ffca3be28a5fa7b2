// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {readSigned, readUnsigned, writeSigned, writeUnsigned} from "./Fields.sol";
import {MarketId} from "./MarketId.sol";
import {Money} from "./Money.sol";

/// @notice An account in memory.
struct Account {
    /// Settlement token, either sign.
    Money cash;
    /// Bit per market in which the account has a position.
    uint256 markets;
    /// Pool's market accounts: fees and penalties collected there that belong to the insurance fund, 1e-6 USD.
    uint256 insuranceOwed;
    /// Pool's market accounts: fees collected there that belong to the treasury, 1e-6 USD.
    uint256 treasuryOwed;
    /// Other accounts: `updatedAt` of the price at which insurance last topped up a liquidation reward, unix seconds.
    uint256 rewardedAt;
    /// Bit per collateral token of which the account has a balance; the settlement token is cash and has none.
    uint256 collaterals;
    /// Other accounts: liquidations so far, modulo 65,536. A liquidation always changes the word by it, so a copy from
    /// before one is told from the word itself, whatever happened to the cash.
    uint256 liquidations;
    /// Other accounts: first bite of the liquidation that is under way, unix seconds; zero while none is.
    uint256 bittenSince;
    /// Other accounts: seconds from the first bite to the latest one.
    uint256 bittenFor;
}

/// @notice An account in its storage word.
/// @dev Bits, low to high, of an ordinary account and of a pool's market account. The two kinds share what the other
/// does not need; which one a word is, its id tells.
///   cash           96  signed, +-3.9e22 USD
///   markets        64
///   collaterals     8
///   bittenFor       8                  | (spare)         8
///   rewardedAt     32  until 2106      | insuranceOwed  40  1,099,511 USD, swept when full
///   liquidations   16  wraps           | treasuryOwed   40  1,099,511 USD, swept when full
///   bittenSince    32  until 2106      |
///   sum           256
type AccountSlot is uint256;

using {
    unpack,
    unpackPool,
    cashOf,
    withCash,
    withHoldings,
    insuranceOwedOf,
    treasuryOwedOf,
    withOwed,
    rewardedAtOf,
    withRewardedAt,
    bittenSinceOf,
    bittenForOf,
    withBite,
    withLiquidationCounted,
    withCollaterals,
    withoutMarket,
    marketsOf,
    collateralsOf
} for AccountSlot global;
using {pack, packPool, holds} for Account global;

/// @dev Largest fee that may be owed before it must be swept.
uint256 constant MAX_FEES_OWED = type(uint40).max;

function unpack(AccountSlot slot) pure returns (Account memory account) {
    uint256 word = AccountSlot.unwrap(slot);
    account.cash = Money.wrap(readSigned(word, 0, 96));
    account.markets = readUnsigned(word, 96, 64);
    account.collaterals = readUnsigned(word, 160, 8);
    account.bittenFor = readUnsigned(word, 168, 8);
    account.rewardedAt = readUnsigned(word, 176, 32);
    account.liquidations = readUnsigned(word, 208, 16);
    account.bittenSince = word >> 224;
}

function unpackPool(AccountSlot slot) pure returns (Account memory account) {
    uint256 word = AccountSlot.unwrap(slot);
    account.cash = Money.wrap(readSigned(word, 0, 96));
    account.markets = readUnsigned(word, 96, 64);
    account.collaterals = readUnsigned(word, 160, 8);
    account.insuranceOwed = slot.insuranceOwedOf();
    account.treasuryOwed = slot.treasuryOwedOf();
}

/// @dev Bite times are the block's, which the caller keeps within their fields.
function pack(Account memory account) pure returns (AccountSlot) {
    uint256 word = _packShared(account) | (account.bittenFor << 168) | (account.bittenSince << 224);
    word |= writeUnsigned(account.rewardedAt, 176, 32);
    return AccountSlot.wrap(word | ((account.liquidations & type(uint16).max) << 208));
}

/// @notice The cash alone.
function cashOf(AccountSlot slot) pure returns (Money) {
    return Money.wrap(readSigned(AccountSlot.unwrap(slot), 0, 96));
}

/// @notice The set of collateral tokens alone.
function collateralsOf(AccountSlot slot) pure returns (uint256) {
    return readUnsigned(AccountSlot.unwrap(slot), 160, 8);
}

/// @notice The set of markets alone.
function marketsOf(AccountSlot slot) pure returns (uint256) {
    return readUnsigned(AccountSlot.unwrap(slot), 96, 64);
}

/// @notice The same word with other cash; serves both kinds of account.
function withCash(AccountSlot slot, Money cash) pure returns (AccountSlot) {
    uint256 kept = (AccountSlot.unwrap(slot) >> 96) << 96;
    return AccountSlot.wrap(kept | writeSigned(Money.unwrap(cash), 0, 96));
}

/// @notice The same word with other cash and another set of markets; serves both kinds of account. A fill changes no more of
/// a trader's, so it never unpacks the rest.
function withHoldings(AccountSlot slot, Money cash, uint256 markets) pure returns (AccountSlot) {
    uint256 kept = (AccountSlot.unwrap(slot) >> 160) << 160;
    // Markets are a set of single bits below 64.
    return AccountSlot.wrap(kept | (markets << 96) | writeSigned(Money.unwrap(cash), 0, 96));
}

/// @notice What a pool's market account owes insurance alone.
function insuranceOwedOf(AccountSlot slot) pure returns (uint256) {
    return readUnsigned(AccountSlot.unwrap(slot), 176, 40);
}

/// @notice What a pool's market account owes the treasury alone.
function treasuryOwedOf(AccountSlot slot) pure returns (uint256) {
    return readUnsigned(AccountSlot.unwrap(slot), 216, 40);
}

/// @notice The same word of a pool's market account with other fees owed.
function withOwed(AccountSlot slot, uint256 insurance, uint256 treasury) pure returns (AccountSlot) {
    uint256 kept = (AccountSlot.unwrap(slot) << 80) >> 80;
    return AccountSlot.wrap(kept | writeUnsigned(insurance, 176, 40) | writeUnsigned(treasury, 216, 40));
}

/// @notice Of a trader's word alone: when insurance last topped up a reward.
function rewardedAtOf(AccountSlot slot) pure returns (uint256) {
    return readUnsigned(AccountSlot.unwrap(slot), 176, 32);
}

/// @notice The same word of a trader with another time of its last top-up.
function withRewardedAt(AccountSlot slot, uint256 time) pure returns (AccountSlot) {
    uint256 kept = AccountSlot.unwrap(slot) & ~(uint256(type(uint32).max) << 176);
    return AccountSlot.wrap(kept | writeUnsigned(time, 176, 32));
}

/// @notice Of a trader's word alone: the first bite of the liquidation that is under way.
function bittenSinceOf(AccountSlot slot) pure returns (uint256) {
    return AccountSlot.unwrap(slot) >> 224;
}

/// @notice Of a trader's word alone: seconds from the first bite to the latest one.
function bittenForOf(AccountSlot slot) pure returns (uint256) {
    return readUnsigned(AccountSlot.unwrap(slot), 168, 8);
}

/// @notice The same word of a trader with other times of its bites.
function withBite(AccountSlot slot, uint256 since, uint256 seconds_) pure returns (AccountSlot) {
    uint256 kept = AccountSlot.unwrap(slot) & ~((uint256(type(uint32).max) << 224) | (uint256(type(uint8).max) << 168));
    return AccountSlot.wrap(kept | writeUnsigned(since, 224, 32) | writeUnsigned(seconds_, 168, 8));
}

/// @notice The same word of a trader with one liquidation more.
function withLiquidationCounted(AccountSlot slot) pure returns (AccountSlot) {
    unchecked {
        // Modulo 65,536.
        uint256 count = (readUnsigned(AccountSlot.unwrap(slot), 208, 16) + 1) & type(uint16).max;
        return AccountSlot.wrap((AccountSlot.unwrap(slot) & ~(uint256(type(uint16).max) << 208)) | (count << 208));
    }
}

/// @notice The same word with another set of collateral; serves both kinds of account.
function withCollaterals(AccountSlot slot, uint256 collaterals) pure returns (AccountSlot) {
    uint256 kept = AccountSlot.unwrap(slot) & ~(uint256(type(uint8).max) << 160);
    return AccountSlot.wrap(kept | writeUnsigned(collaterals, 160, 8));
}

/// @notice The same word without a market; serves both kinds of account.
function withoutMarket(AccountSlot slot, MarketId market) pure returns (AccountSlot) {
    return AccountSlot.wrap(AccountSlot.unwrap(slot) & ~(market.mask() << 96));
}

function packPool(Account memory account) pure returns (AccountSlot) {
    uint256 owed = writeUnsigned(account.insuranceOwed, 176, 40) | writeUnsigned(account.treasuryOwed, 216, 40);
    return AccountSlot.wrap(_packShared(account) | owed);
}

/// @notice Whether the account has a position in the market.
function holds(Account memory account, MarketId market) pure returns (bool) {
    return account.markets & market.mask() != 0;
}

/// @dev Markets and collaterals are sets of single bits below 64 and 8, so neither can overflow.
function _packShared(Account memory account) pure returns (uint256) {
    return writeSigned(Money.unwrap(account.cash), 0, 96) | (account.markets << 96) | (account.collaterals << 160);
}
