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
    function packedStates(AccountId[] calldata accounts) external view returns (uint256[] memory words) {
        uint256 length = accounts.length;
        for (uint256 i = 0; i < accounts.length; ++i) length += _count(_accounts[accounts[i]].marketsOf());
        words = new uint256[](length);
        uint256 next;
        for (uint256 i = 0; i < accounts.length; ++i) next = _write(words, next, accounts[i]);
        assembly ("memory-safe") {
            // Shortens the list to what was found: a position of which nothing is left is none.
            mstore(words, next)
        }
    }

    /// @return next The place after the account's words.
    function _write(uint256[] memory words, uint256 place, AccountId id) private view returns (uint256 next) {
        AccountSlot word = _accounts[id];
        uint256 left = word.marketsOf();
        next = place + 1;
        for (uint8 number = 0; left != 0; ++number) {
            if (left & 1 != 0) {
                MarketId market = MarketId.wrap(number);
                PositionSlot position = _positions[id][market];
                if (position.epochOf() != _markets[market].state.epochOf()) {
                    (word, position) = _caughtUp(id, word, market);
                }
                if (PositionSlot.unwrap(position) != 0) words[next++] = PositionSlot.unwrap(position);
            }
            left >>= 1;
        }
        words[place] = AccountSlot.unwrap(word);
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
