// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketState} from "../../../contracts/types/MarketSlot.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Position, PositionSlot} from "../../../contracts/types/PositionSlot.sol";
import {MAX_ORDER_SIZE, Size} from "../../../contracts/types/Size.sol";
import {SlotTest} from "./SlotTest.sol";

contract PositionSlotTest is SlotTest {
    /// @dev What a position of one unit leaves in its word.
    uint256 private constant _ONE_UNIT = 1;

    function pack(Position calldata position) external pure returns (PositionSlot) {
        return position.pack();
    }

    function test_AFullPositionReadsBack() external pure {
        Position memory p = _position(type(int72).max, type(int64).min, type(int80).max, 2 ** 20 - 1);
        _same(abi.encode(p.pack().unpack()), abi.encode(p), "the largest long");
        p = _position(type(int72).min, type(int64).max, type(int80).min, 2 ** 20 - 1);
        _same(abi.encode(p.pack().unpack()), abi.encode(p), "the largest short");
    }

    function test_EachFieldFillsItsBits() external pure {
        _fills(_word(_position(-1, 0, 0, 0)), 0, 72, "size");
        _signBit(_word(_position(type(int72).min, 0, 0, 0)), 0, 72, "size");
        _fills(_word(_position(1, -1, 0, 0)) - _ONE_UNIT, 72, 64, "entryNotional");
        _fills(_word(_position(1, 0, -1, 0)) - _ONE_UNIT, 136, 80, "fundingIndex");
        _signBit(_word(_position(1, 0, type(int80).min, 0)) - _ONE_UNIT, 136, 80, "fundingIndex");
        _fills(_word(_position(1, 0, 0, 2 ** 20 - 1)) - _ONE_UNIT, 216, 20, "epoch");
    }

    function test_TheSpareBitsStayEmpty() external pure {
        _equal(_word(_position(-1, -1, -1, 2 ** 20 - 1)) >> 236, 0, "bits 236 to 255");
    }

    function test_SizesOnePastTheirEndsAreRefused() external {
        int256 beyond = int256(type(int72).max) + 1;
        _refuses(abi.encodeCall(this.pack, (_position(beyond, 0, 0, 0))), beyond, 72);
        beyond = int256(type(int72).min) - 1;
        _refuses(abi.encodeCall(this.pack, (_position(beyond, 0, 0, 0))), beyond, 72);
    }

    function test_EntryNotionalsOnePastTheirEndsAreRefused() external {
        int256 beyond = int256(type(int64).max) + 1;
        _refuses(abi.encodeCall(this.pack, (_position(1, beyond, 0, 0))), beyond, 64);
        beyond = int256(type(int64).min) - 1;
        _refuses(abi.encodeCall(this.pack, (_position(1, beyond, 0, 0))), beyond, 64);
    }

    function testFuzz_AClosedPositionLeavesAnEmptyWord(int64 entry, int80 index, uint16 epoch) external pure {
        _equal(_word(_position(0, entry, index, epoch)), 0, "nothing stays");
    }

    function testFuzz_AnyPositionReadsBack(int72 size, int64 entry, int80 index, uint256 epoch) external pure {
        Position memory p = _position(size == 0 ? int72(1) : size, entry, index, epoch & (2 ** 20 - 1));
        _same(abi.encode(p.pack().unpack()), abi.encode(p), "the position");
    }

    function testFuzz_UnpackingOverAnotherPositionLeavesNothingOfIt(
        int72 size,
        int64 entry,
        int80 index
    ) external pure {
        Position memory p = _position(size, entry, index, 7);
        PositionSlot slot = p.pack();
        Position memory other = _position(~size, ~entry, ~index, 2 ** 20 - 8);
        slot.unpackInto(other);
        _same(abi.encode(other), abi.encode(slot.unpack()), "the position");
    }

    /// @dev The position's word does not check these two: the market's word has.
    function testFuzz_EveryIndexAndEpochOfAMarketFits(int80 index, uint256 epoch) external pure {
        MarketState memory market;
        (market.fundingIndex, market.epoch) = (index, epoch & (2 ** 19 - 1));
        market = market.pack().unpack();
        Position memory p = _position(1, 0, market.fundingIndex, market.epoch).pack().unpack();
        _equal(p.fundingIndex, market.fundingIndex, "the index");
        _equal(p.epoch, market.epoch, "the epoch");
    }

    function test_TheLargestOrderIsTheLargestPosition() external pure {
        Position memory p = _position(MAX_ORDER_SIZE, 0, 0, 0);
        _equal(p.pack().unpack().size, Size.wrap(MAX_ORDER_SIZE), "bought");
        p = _position(-MAX_ORDER_SIZE, 0, 0, 0);
        _equal(p.pack().unpack().size, Size.wrap(-MAX_ORDER_SIZE), "sold");
        _equal(MAX_ORDER_SIZE, type(int72).max, "the field's end");
    }

    function _position(int256 size, int256 entry, int256 index, uint256 epoch) private pure returns (Position memory) {
        return Position(Size.wrap(size), Money.wrap(entry), index, epoch);
    }

    function _word(Position memory position) private pure returns (uint256) {
        return PositionSlot.unwrap(position.pack());
    }
}
