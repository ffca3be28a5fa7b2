// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPreviewModule} from "../interfaces/IPreviewModule.sol";
import {AccountSlot} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {MarketId} from "../types/MarketId.sol";
import {MarketState} from "../types/MarketSlot.sol";
import {Position, PositionSlot} from "../types/PositionSlot.sol";
import {ZERO_SIZE} from "../types/Size.sol";
import {Ledger} from "./Ledger.sol";

/// @title Accounts in their words
/// @notice For readers of many accounts, to whom structs cost more than what is in them. See IPreviewModule.
abstract contract PackedStates is Ledger, IPreviewModule {
    /// @inheritdoc IPreviewModule
    /// @dev Written where it is returned from, as the ABI has it: an offset, the length, the words. Nothing is cleared or copied.
    function packedStates(AccountId[] calldata accounts) external view returns (uint256[] memory) {
        uint256 start;
        assembly ("memory-safe") {
            start := mload(0x40)
            // As if every account held every market; what is not written costs nothing. What catches up goes behind it.
            mstore(0x40, add(start, mul(add(mul(accounts.length, 65), 2), 0x20)))
        }
        uint256 end = start + 0x40;
        for (uint256 i = 0; i < accounts.length; ++i) end = _write(end, accounts[i]);
        assembly ("memory-safe") {
            mstore(start, 0x20)
            mstore(add(start, 0x20), shr(5, sub(sub(end, start), 0x40)))
            return(start, sub(end, start))
        }
    }

    /// @return next The place after the account's words.
    function _write(uint256 place, AccountId id) private view returns (uint256 next) {
        AccountSlot word = _accounts[id];
        mapping(MarketId market => PositionSlot) storage held = _positions[id];
        uint256 left = word.marketsOf();
        unchecked {
            // Places of memory, and markets below 64.
            next = place + 0x20;
            for (uint8 number = 0; left != 0; ++number) {
                if (left & 1 != 0) {
                    MarketId market = MarketId.wrap(number);
                    PositionSlot position = held[market];
                    if (position.epochOf() != _markets[market].state.epochOf()) {
                        (word, position) = _caughtUp(id, word, market);
                    }
                    // Of which nothing is left, that is none.
                    if (PositionSlot.unwrap(position) != 0) {
                        assembly ("memory-safe") {
                            mstore(next, position)
                        }
                        next += 0x20;
                    }
                }
                left >>= 1;
            }
        }
        assembly ("memory-safe") {
            mstore(place, word)
        }
    }

    function _caughtUp(
        AccountId id,
        AccountSlot word,
        MarketId market
    ) private view returns (AccountSlot, PositionSlot) {
        Position memory position;
        MarketState memory state = _markets[market].state.unpack();
        word = word.withCash(word.cashOf() + _current(id, market, position, state));
        if (position.size == ZERO_SIZE) word = word.withoutMarket(market);
        // A position of no size has an empty word.
        return (word, position.pack());
    }
}
