// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A caller that limits and counts gas
/// @notice Nothing that a call does, short of the transaction's own gas running out, makes the probe revert: tests see
/// what a contract that catches everything would see.
contract CallProbe {
    struct Outcome {
        bool success;
        bytes result;
        /// The call as its caller pays for it, with the access to a cold target.
        uint256 gasUsed;
    }

    /// @notice One call with at most `gasLimit` gas.
    function attempt(
        address target,
        bytes calldata data,
        uint256 gasLimit
    ) external returns (bool success, bytes memory result, uint256 gasUsed) {
        uint256 before = gasleft();
        (success, result) = target.call{gas: gasLimit}(data);
        gasUsed = before - gasleft();
    }

    /// @notice Calls one after another in one transaction, each with all the gas there is.
    function batch(address target, bytes[] calldata calls) external returns (Outcome[] memory outcomes) {
        outcomes = new Outcome[](calls.length);
        for (uint256 i = 0; i < calls.length; ++i) {
            uint256 before = gasleft();
            (outcomes[i].success, outcomes[i].result) = target.call(calls[i]);
            outcomes[i].gasUsed = before - gasleft();
        }
    }
}
