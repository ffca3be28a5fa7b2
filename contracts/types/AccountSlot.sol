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
    /// Not used yet; kept as found.
    uint256 flags;
    /// Other accounts: liquidations so far, modulo 65,536. A liquidation always changes the word by it, so a copy from
    /// before one is told from the word itself, whatever happened to the cash.
    uint256 liquidations;
}

/// @notice An account in its storage word.
/// @dev Bits, low to high, of an ordinary account and of a pool's market account. The two kinds share what the other
/// does not need; which one a word is, its id tells.
///   cash           96  signed, +-3.9e22 USD
///   markets        64
///   flags          16
///   rewardedAt     32  until 2106      | insuranceOwed  40  1,099,511 USD, swept when full
///   liquidations   16  wraps           | treasuryOwed   40  1,099,511 USD, swept when full
///   (spare)        32                  |
///   sum           256
type AccountSlot is uint256;

using {unpack, unpackInto, unpackPool, unpackPoolInto, cashOf, withCash, marketsOf} for AccountSlot global;
using {pack, packPool, holds} for Account global;

/// @dev Largest fee that may be owed before it must be swept.
uint256 constant MAX_FEES_OWED = type(uint40).max;

function unpack(AccountSlot slot) pure returns (Account memory account) {
    slot.unpackInto(account);
}

/// @notice The same into memory that is there already: a hot path allocates once.
function unpackInto(AccountSlot slot, Account memory account) pure {
    uint256 word = AccountSlot.unwrap(slot);
    account.cash = Money.wrap(readSigned(word, 0, 96));
    account.markets = readUnsigned(word, 96, 64);
    account.flags = readUnsigned(word, 160, 16);
    account.rewardedAt = readUnsigned(word, 176, 32);
    account.liquidations = readUnsigned(word, 208, 16);
}

function unpackPool(AccountSlot slot) pure returns (Account memory account) {
    slot.unpackPoolInto(account);
}

/// @notice The same into memory that is there already: a hot path allocates once.
function unpackPoolInto(AccountSlot slot, Account memory account) pure {
    uint256 word = AccountSlot.unwrap(slot);
    account.cash = Money.wrap(readSigned(word, 0, 96));
    account.markets = readUnsigned(word, 96, 64);
    account.flags = readUnsigned(word, 160, 16);
    account.insuranceOwed = readUnsigned(word, 176, 40);
    account.treasuryOwed = readUnsigned(word, 216, 40);
}

function pack(Account memory account) pure returns (AccountSlot) {
    uint256 word = _packShared(account) | writeUnsigned(account.rewardedAt, 176, 32);
    return AccountSlot.wrap(word | ((account.liquidations & type(uint16).max) << 208));
}

/// @notice The cash alone.
function cashOf(AccountSlot slot) pure returns (Money) {
    return Money.wrap(readSigned(AccountSlot.unwrap(slot), 0, 96));
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

function packPool(Account memory account) pure returns (AccountSlot) {
    uint256 owed = writeUnsigned(account.insuranceOwed, 176, 40) | writeUnsigned(account.treasuryOwed, 216, 40);
    return AccountSlot.wrap(_packShared(account) | owed);
}

/// @notice Whether the account has a position in the market.
function holds(Account memory account, MarketId market) pure returns (bool) {
    return account.markets & market.mask() != 0;
}

/// @dev Flags come from the word they return to and markets from single bits below 64, so neither can overflow.
function _packShared(Account memory account) pure returns (uint256) {
    return writeSigned(Money.unwrap(account.cash), 0, 96) | (account.markets << 96) | (account.flags << 160);
}
