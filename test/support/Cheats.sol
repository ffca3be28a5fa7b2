// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What the test runner does on request
interface ICheats {
    /// @notice Sets the time of this block, for this call and those that follow. Unix seconds.
    function warp(uint256 timestamp) external;

    /// @notice The next call comes from `caller`.
    function prank(address caller) external;

    /// @notice Creation code of a contract that was built, as "path/File.sol:Name": deploying it so spares each test its
    /// own copy of the whole protocol, and minutes of compiling.
    function getCode(string calldata artifact) external view returns (bytes memory);
}

ICheats constant CHEATS = ICheats(address(uint160(uint256(keccak256("hevm cheat code")))));
