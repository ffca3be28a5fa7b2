// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Account, AccountSlot, MAX_FEES_OWED} from "../../../contracts/types/AccountSlot.sol";
import {MarketId, MAX_MARKETS} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {SlotTest} from "./SlotTest.sol";

contract AccountSlotTest is SlotTest {
    Money private constant _MOST = Money.wrap(type(int96).max);
    Money private constant _LEAST = Money.wrap(type(int96).min);
    uint256 private constant _ALL_MARKETS = type(uint64).max;
    uint256 private constant _POOL_SPARE = uint256(type(uint8).max) << 168;

    function pack(Account calldata account) external pure returns (AccountSlot) {
        return account.pack();
    }

    function withHoldings(AccountSlot slot, Money cash, uint256 markets) external pure returns (AccountSlot) {
        return slot.withHoldings(cash, markets);
    }

    function withOwed(AccountSlot slot, uint256 insurance, uint256 treasury) external pure returns (AccountSlot) {
        return slot.withOwed(insurance, treasury);
    }

    function packPool(Account calldata account) external pure returns (AccountSlot) {
        return account.packPool();
    }

    function withCash(AccountSlot slot, Money cash) external pure returns (AccountSlot) {
        return slot.withCash(cash);
    }

    function test_AFullAccountReadsBack() external pure {
        Account memory account = Account(
            _MOST,
            _ALL_MARKETS,
            0,
            0,
            type(uint32).max,
            type(uint8).max,
            type(uint16).max,
            type(uint32).max,
            type(uint8).max
        );
        _same(abi.encode(account.pack().unpack()), abi.encode(account), "with the most cash");
        account.cash = _LEAST;
        _same(abi.encode(account.pack().unpack()), abi.encode(account), "with the most debt");
    }

    function test_AFullPoolAccountReadsBack() external pure {
        Account memory account = Account(
            _MOST,
            _ALL_MARKETS,
            MAX_FEES_OWED,
            MAX_FEES_OWED,
            0,
            type(uint8).max,
            0,
            0,
            0
        );
        _same(abi.encode(account.packPool().unpackPool()), abi.encode(account), "with the most cash");
        account.cash = _LEAST;
        _same(abi.encode(account.packPool().unpackPool()), abi.encode(account), "with the most debt");
    }

    function test_EachFieldFillsItsBits() external pure {
        Account memory a;
        a.cash = Money.wrap(-1);
        _fills(_word(a.pack()), 0, 96, "cash");
        _fills(_word(a.packPool()), 0, 96, "the pool's cash");
        a.cash = _LEAST;
        _signBit(_word(a.pack()), 0, 96, "cash");
        a = Account(Money.wrap(0), _ALL_MARKETS, 0, 0, 0, 0, 0, 0, 0);
        _fills(_word(a.pack()), 96, 64, "markets");
        a = Account(Money.wrap(0), 0, 0, 0, 0, type(uint8).max, 0, 0, 0);
        _fills(_word(a.pack()), 160, 8, "collaterals");
        a = Account(Money.wrap(0), 0, 0, 0, 0, 0, 0, 0, type(uint8).max);
        _fills(_word(a.pack()), 168, 8, "bittenFor");
        a = Account(Money.wrap(0), 0, 0, 0, 0, 0, 0, type(uint32).max, 0);
        _fills(_word(a.pack()), 224, 32, "bittenSince");
        a = Account(Money.wrap(0), 0, 0, 0, 0, 0, type(uint16).max, 0, 0);
        _fills(_word(a.pack()), 208, 16, "liquidations");
        a.liquidations = uint256(type(uint16).max) + 1;
        _equal(_word(a.pack()), 0, "liquidations wrap");
        a = Account(Money.wrap(0), 0, 0, 0, type(uint32).max, 0, 0, 0, 0);
        _fills(_word(a.pack()), 176, 32, "rewardedAt");
        a = Account(Money.wrap(0), 0, MAX_FEES_OWED, 0, 0, 0, 0, 0, 0);
        _fills(_word(a.packPool()), 176, 40, "insuranceOwed");
        a = Account(Money.wrap(0), 0, 0, MAX_FEES_OWED, 0, 0, 0, 0, 0);
        _fills(_word(a.packPool()), 216, 40, "treasuryOwed");
    }

    function test_EachKindStoresOnlyItsOwnFields() external pure {
        Account memory a = Account(Money.wrap(0), 0, MAX_FEES_OWED, MAX_FEES_OWED, type(uint32).max, 0, 0, 0, 0);
        _fills(_word(a.pack()), 176, 32, "a trader's word keeps rewardedAt, which");
        _fills(_word(a.packPool()), 176, 80, "the pool's word keeps the fees owed, which");
    }

    function test_CashOnePastItsEndsIsRefused() external {
        Account memory a;
        a.cash = Money.wrap(int256(type(int96).max) + 1);
        _refuses(abi.encodeCall(this.pack, (a)), int256(type(int96).max) + 1, 96);
        _refuses(abi.encodeCall(this.packPool, (a)), int256(type(int96).max) + 1, 96);
        a.cash = Money.wrap(int256(type(int96).min) - 1);
        _refuses(abi.encodeCall(this.pack, (a)), int256(type(int96).min) - 1, 96);
        _refuses(abi.encodeCall(this.packPool, (a)), int256(type(int96).min) - 1, 96);
    }

    function test_TimesAndFeesOnePastTheirEndsAreRefused() external {
        Account memory a;
        a.rewardedAt = 2 ** 32;
        _refuses(abi.encodeCall(this.pack, (a)), 2 ** 32, 32);
        a = Account(Money.wrap(0), 0, MAX_FEES_OWED + 1, 0, 0, 0, 0, 0, 0);
        _refuses(abi.encodeCall(this.packPool, (a)), 2 ** 40, 40);
        a = Account(Money.wrap(0), 0, 0, MAX_FEES_OWED + 1, 0, 0, 0, 0, 0);
        _refuses(abi.encodeCall(this.packPool, (a)), 2 ** 40, 40);
    }

    function testFuzz_NewCashKeepsTheRestOfTheWord(uint256 word, int96 cash) external pure {
        AccountSlot slot = AccountSlot.wrap(word).withCash(Money.wrap(cash));
        _equal(slot.cashOf(), Money.wrap(cash), "the cash");
        _equal(_word(slot) >> 96, word >> 96, "the rest");
    }

    function test_NewCashOnePastItsEndsIsRefused() external {
        int256 beyond = int256(type(int96).max) + 1;
        _refuses(abi.encodeCall(this.withCash, (AccountSlot.wrap(0), Money.wrap(beyond))), beyond, 96);
        beyond = int256(type(int96).min) - 1;
        _refuses(abi.encodeCall(this.withCash, (AccountSlot.wrap(0), Money.wrap(beyond))), beyond, 96);
    }

    function testFuzz_AnyTradersWordReadsBack(
        int96 cash,
        uint64 markets,
        uint8 collaterals,
        uint32 time,
        uint16 count,
        uint32 since,
        uint8 bitten
    ) external pure {
        Account memory a = Account(Money.wrap(cash), markets, 0, 0, time, collaterals, count, since, bitten);
        _same(abi.encode(a.pack().unpack()), abi.encode(a), "the account");
        _equal(a.pack().cashOf(), a.cash, "the cash alone");
        _equal(a.pack().marketsOf(), a.markets, "the markets alone");
        _equal(a.packPool().marketsOf(), a.markets, "of the pool too");
        _equal(a.pack().collateralsOf(), collaterals, "the collaterals alone");
    }

    function testFuzz_LeavingAMarketKeepsTheRestOfTheWord(uint256 word, uint8 number) external pure {
        MarketId market = MarketId.wrap(number & 63);
        _equal(_word(AccountSlot.wrap(word).withoutMarket(market)), word & ~(market.mask() << 96), "the word");
    }

    function testFuzz_AnyPoolWordReadsBack(uint256 word) external pure {
        AccountSlot slot = AccountSlot.wrap(word & ~_POOL_SPARE);
        _equal(_word(slot.unpackPool().packPool()), _word(slot), "every bit but the spare ones is used");
    }

    function testFuzz_WhatALiquidationChangesKeepsTheRestOfTheWord(
        uint256 word,
        uint32 since,
        uint8 bitten,
        uint32 time
    ) external pure {
        Account memory a = AccountSlot.wrap(word).unpack();
        (a.bittenSince, a.bittenFor, a.rewardedAt) = (since, bitten, time);
        unchecked {
            // Wraps in its field.
            ++a.liquidations;
        }
        AccountSlot slot = AccountSlot.wrap(word).withBite(since, bitten).withRewardedAt(time).withLiquidationCounted();
        _equal(_word(slot), _word(a.pack()), "the word");
        _equal(slot.bittenSinceOf(), since, "the first bite alone");
        _equal(slot.bittenForOf(), bitten, "the latest alone");
        _equal(slot.rewardedAtOf(), time, "the last top-up alone");
    }

    function testFuzz_OtherHoldingsKeepTheRestOfTheWord(uint256 word, int96 cash, uint64 markets) external pure {
        AccountSlot slot = AccountSlot.wrap(word).withHoldings(Money.wrap(cash), markets);
        _equal(slot.cashOf(), Money.wrap(cash), "the cash");
        _equal(slot.marketsOf(), markets, "the markets");
        _equal(_word(slot) >> 160, word >> 160, "the rest");
    }

    function testFuzz_OtherFeesOwedKeepTheRestOfTheWord(uint256 word, uint40 insurance, uint40 treasury) external pure {
        AccountSlot slot = AccountSlot.wrap(word).withOwed(insurance, treasury);
        _equal(slot.insuranceOwedOf(), insurance, "of insurance");
        _equal(slot.treasuryOwedOf(), treasury, "of the treasury");
        _equal(_word(slot) << 80, word << 80, "the rest");
    }

    function test_FeesOwedOnePastTheirEndsAreRefused() external {
        _refuses(abi.encodeCall(this.withOwed, (AccountSlot.wrap(0), 2 ** 40, 0)), 2 ** 40, 40);
        _refuses(abi.encodeCall(this.withOwed, (AccountSlot.wrap(0), 0, 2 ** 40)), 2 ** 40, 40);
    }

    function test_NewHoldingsWithCashOnePastItsEndsAreRefused() external {
        int256 beyond = int256(type(int96).max) + 1;
        _refuses(abi.encodeCall(this.withHoldings, (AccountSlot.wrap(0), Money.wrap(beyond), 0)), beyond, 96);
        beyond = int256(type(int96).min) - 1;
        _refuses(abi.encodeCall(this.withHoldings, (AccountSlot.wrap(0), Money.wrap(beyond), 0)), beyond, 96);
    }

    function test_EachMarketHasABitOfItsOwn() external pure {
        uint256 seen;
        for (uint8 number = 0; number < MAX_MARKETS; ++number) {
            MarketId market = MarketId.wrap(number);
            _holds(seen & market.mask() == 0, "a bit that no market before has");
            seen |= market.mask();
            Account memory a;
            a.markets = market.mask();
            _holds(a.pack().unpack().holds(market), "the account holds the market");
            a.markets = ~market.mask() & _ALL_MARKETS;
            _holds(!a.pack().unpack().holds(market), "the account holds all others");
        }
        _equal(seen, _ALL_MARKETS, "together they are the set");
    }

    function test_ANumberWithoutABitIsNeverHeld() external pure {
        Account memory a;
        a.markets = _ALL_MARKETS;
        for (uint256 number = MAX_MARKETS; number <= type(uint8).max; ++number) {
            _holds(!a.holds(MarketId.wrap(uint8(number))), "no such market");
        }
    }

    function _word(AccountSlot slot) private pure returns (uint256) {
        return AccountSlot.unwrap(slot);
    }
}
