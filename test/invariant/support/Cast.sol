// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountId, toAccountId} from "../../../contracts/types/AccountId.sol";

/// @dev Trades from two accounts.
address constant ALICE = address(0xA11CE);
/// @dev Trades, has an isolated account, and is an LP.
address constant BOB = address(0xB0B);
/// @dev Is a venue of her own, between her own two accounts and against Dave, for whom she may also trade.
address constant CAROL = address(0xCA401);
address constant DAVE = address(0xDA7E);
/// @dev Trades, and liquidates, herself included.
address constant EVE = address(0xE7E);
/// @dev The first LP, who trades too.
address constant PROVIDER = address(0x1F);
/// @dev A registered venue that is nobody's.
address constant VENUE = address(0x7E90E);
/// @dev Has no account and no rights.
address constant STRANGER = address(0x57A);

uint256 constant ACCOUNTS = 9;
uint256 constant PEOPLE = 6;

/// @title Who takes part
library Cast {
    function account(uint256 index) internal pure returns (AccountId) {
        if (index == 0) return toAccountId(ALICE, 0);
        if (index == 1) return toAccountId(ALICE, 1);
        if (index == 2) return toAccountId(BOB, 0);
        if (index == 3) return toAccountId(BOB, type(uint96).max);
        if (index == 4) return toAccountId(CAROL, 0);
        if (index == 5) return toAccountId(CAROL, 1);
        if (index == 6) return toAccountId(DAVE, 0);
        if (index == 7) return toAccountId(EVE, 0);
        return toAccountId(PROVIDER, 0);
    }

    /// @dev 1e-6 USD.
    function money(uint256 index) internal pure returns (uint256) {
        uint256[ACCOUNTS] memory amounts = [uint256(100_000e6), 20e9, 200e9, 10e9, 50e9, 50e9, 100e9, 20e9, 100e9];
        return amounts[index];
    }

    function person(uint256 index) internal pure returns (address) {
        if (index == 0) return ALICE;
        if (index == 1) return BOB;
        if (index == 2) return CAROL;
        if (index == 3) return DAVE;
        if (index == 4) return EVE;
        return PROVIDER;
    }
}
