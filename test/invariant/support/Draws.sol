// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A stream of draws from one fuzzed word.
struct Draws {
    uint256 word;
}

using {below, chance, between} for Draws global;

/// @notice 0 to bound - 1.
function below(Draws memory draws, uint256 bound) pure returns (uint256) {
    draws.word = uint256(keccak256(abi.encode(draws.word)));
    return draws.word % bound;
}

/// @notice Once in `times`.
function chance(Draws memory draws, uint256 times) pure returns (bool) {
    return below(draws, times) == 0;
}

/// @notice low to high, both included.
function between(Draws memory draws, uint256 low, uint256 high) pure returns (uint256) {
    return low + below(draws, high - low + 1);
}
