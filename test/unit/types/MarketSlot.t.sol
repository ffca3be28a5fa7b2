// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketSlot, MarketState, MAX_FUNDING_DRIFT} from "../../../contracts/types/MarketSlot.sol";
import {SlotTest} from "./SlotTest.sol";

contract MarketSlotTest is SlotTest {
    int256 private constant _RATE_MOST = 2 ** 39 - 1;
    int256 private constant _RATE_LEAST = -(2 ** 39);
    uint256 private constant _EPOCH_MOST = 2 ** 19 - 1;

    function pack(MarketState calldata market) external pure returns (MarketSlot) {
        return market.pack();
    }

    function test_AFullMarketReadsBack() external pure {
        MarketState memory m = MarketState(
            type(int80).max,
            type(uint64).max,
            _RATE_MOST,
            MAX_FUNDING_DRIFT,
            type(uint32).max,
            _EPOCH_MOST,
            true
        );
        _same(abi.encode(m.pack().unpack()), abi.encode(m), "everything at its most");
        (m.fundingIndex, m.fundingRatePerSecond, m.fundingDrift) = (type(int80).min, _RATE_LEAST, -(2 ** 19));
        _same(abi.encode(m.pack().unpack()), abi.encode(m), "what is signed at its least");
    }

    function test_EachFieldFillsItsBits() external pure {
        _fills(_word(MarketState(-1, 0, 0, 0, 0, 0, false)), 0, 80, "fundingIndex");
        _signBit(_word(MarketState(type(int80).min, 0, 0, 0, 0, 0, false)), 0, 80, "fundingIndex");
        _fills(_word(MarketState(0, type(uint64).max, 0, 0, 0, 0, false)), 80, 64, "openInterest");
        _fills(_word(MarketState(0, 0, -1, 0, 0, 0, false)), 144, 40, "fundingRatePerSecond");
        _signBit(_word(MarketState(0, 0, _RATE_LEAST, 0, 0, 0, false)), 144, 40, "fundingRatePerSecond");
        _fills(_word(MarketState(0, 0, 0, -1, 0, 0, false)), 184, 20, "fundingDrift");
        _signBit(_word(MarketState(0, 0, 0, -(2 ** 19), 0, 0, false)), 184, 20, "fundingDrift");
        _fills(_word(MarketState(0, 0, 0, 0, type(uint32).max, 0, false)), 204, 32, "accruedAt");
        _fills(_word(MarketState(0, 0, 0, 0, 0, _EPOCH_MOST, false)), 236, 19, "epoch");
        _fills(_word(MarketState(0, 0, 0, 0, 0, 0, true)), 255, 1, "fundingFrozen");
    }

    function test_IndicesOnePastTheirEndsAreRefused() external {
        MarketState memory m;
        m.fundingIndex = int256(type(int80).max) + 1;
        _refuses(abi.encodeCall(this.pack, (m)), m.fundingIndex, 80);
        m.fundingIndex = int256(type(int80).min) - 1;
        _refuses(abi.encodeCall(this.pack, (m)), m.fundingIndex, 80);
    }

    function test_RatesOnePastTheirEndsAreRefused() external {
        MarketState memory m;
        m.fundingRatePerSecond = _RATE_MOST + 1;
        _refuses(abi.encodeCall(this.pack, (m)), _RATE_MOST + 1, 40);
        m.fundingRatePerSecond = _RATE_LEAST - 1;
        _refuses(abi.encodeCall(this.pack, (m)), _RATE_LEAST - 1, 40);
    }

    function test_TheLargestDriftIsTheFieldsEnd() external {
        MarketState memory m;
        m.fundingDrift = MAX_FUNDING_DRIFT;
        _equal(m.pack().unpack().fundingDrift, MAX_FUNDING_DRIFT, "the largest drift");
        m.fundingDrift = -MAX_FUNDING_DRIFT;
        _equal(m.pack().unpack().fundingDrift, -MAX_FUNDING_DRIFT, "and the other way");
        m.fundingDrift = MAX_FUNDING_DRIFT + 1;
        _refuses(abi.encodeCall(this.pack, (m)), 2 ** 19, 20);
        m.fundingDrift = -(2 ** 19) - 1;
        _refuses(abi.encodeCall(this.pack, (m)), -(2 ** 19) - 1, 20);
    }

    function test_OpenInterestTimesAndEpochsOnePastTheirEndsAreRefused() external {
        MarketState memory m;
        m.openInterest = 2 ** 64;
        _refuses(abi.encodeCall(this.pack, (m)), 2 ** 64, 64);
        m = MarketState(0, 0, 0, 0, 2 ** 32, 0, false);
        _refuses(abi.encodeCall(this.pack, (m)), 2 ** 32, 32);
        m = MarketState(0, 0, 0, 0, 0, _EPOCH_MOST + 1, false);
        _refuses(abi.encodeCall(this.pack, (m)), 2 ** 19, 19);
    }

    function testFuzz_EveryWordIsAMarket(MarketSlot slot) external pure {
        _equal(_word(slot.unpack()), MarketSlot.unwrap(slot), "every bit of the word is used");
    }

    function testFuzz_UnpackingOverAnotherMarketLeavesNothingOfIt(MarketSlot slot, MarketSlot other) external pure {
        MarketState memory m = other.unpack();
        slot.unpackInto(m);
        _equal(_word(m), MarketSlot.unwrap(slot), "the word");
    }

    function _word(MarketState memory market) private pure returns (uint256) {
        return MarketSlot.unwrap(market.pack());
    }
}
