// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DeleveragingMath} from "../../../contracts/risk/DeleveragingMath.sol";
import {Checkpoint, FULL_SCALE, LEAST_SCALE} from "../../../contracts/types/CheckpointSlot.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Position} from "../../../contracts/types/PositionSlot.sol";
import {Price, PRICE_SCALE} from "../../../contracts/types/Price.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {RiskFuzz} from "./RiskFuzz.sol";

/// @title What the tests of deleveraging draw from
abstract contract DeleveragingFuzz is RiskFuzz {
    uint256 internal constant OPEN_INTEREST_MAX = 2 ** 64 - 1;

    int256 internal constant UNIT = int256(PRICE_SCALE);

    /// @dev One deleveraging of one side.
    struct Cut {
        bool long;
        uint256 units;
        uint256 openInterest;
        Price price;
        int256 fundingIndex;
    }

    /// @dev Any side that a generation may be in.
    function _anySideBefore(uint256 word) internal pure returns (Checkpoint memory side) {
        uint256 scale = _log(word, 96);
        side.scale = scale < LEAST_SCALE ? (word & 1 == 0 ? LEAST_SCALE : FULL_SCALE) : scale;
        side.cash = _logSigned(_next(word), 150);
    }

    /// @dev Any deleveraging, a whole side's among them.
    function _anyCut(uint256 word) internal pure returns (Cut memory cut) {
        cut.long = word & 1 == 0;
        cut.openInterest = _log(_next(word), 64);
        if (cut.openInterest == 0) cut.openInterest = OPEN_INTEREST_MAX;
        cut.units = _in(_next(_next(word)), 1, cut.openInterest);
        cut.price = _anyPrice(~word);
        cut.fundingIndex = _logSigned(_next(~word), 79);
    }

    function _apply(Checkpoint memory side, Cut memory cut) internal pure returns (Checkpoint memory) {
        return DeleveragingMath.deleverage(side, cut.long, cut.units, cut.openInterest, cut.price, cut.fundingIndex);
    }

    function _held(bool long, uint256 magnitude, int256 entry, int256 index) internal pure returns (Position memory) {
        return _position(long ? int256(magnitude) : -int256(magnitude), entry, index);
    }

    /// @dev Catches a position up between two states of its side, from its own funding index to another.
    function _catchUp(
        Position memory position,
        Checkpoint memory then,
        Checkpoint memory side,
        int256 index
    ) internal pure returns (Money cash, int256 residue) {
        bool long = Size.unwrap(position.size) > 0;
        int256 from = DeleveragingMath.cashIndex(then, long, position.fundingIndex);
        int256 to = DeleveragingMath.cashIndex(side, long, index);
        return DeleveragingMath.shrink(position, then.scale, side.scale, to - from, 0);
    }

    /// @dev Value of cash and position in 1e-16 money.
    function _value(Position memory position, Money cash, Price mark) internal pure returns (int256) {
        return
            Size.unwrap(position.size) * int256(Price.unwrap(mark)) +
            (Money.unwrap(cash) + Money.unwrap(position.entryNotional)) * UNIT;
    }
}
