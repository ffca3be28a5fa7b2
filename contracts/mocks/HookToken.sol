// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token that calls out around every transfer
/// @notice Reentrancy tests point a hook at any contract with any calldata and read afterwards what the call met.
/// A hook fires once per transfer and not inside another hook, so a test sees one entry and no endless recursion.
contract HookToken is ERC20 {
    struct Hook {
        address target;
        bool bubble;
        bytes data;
    }

    struct Outcome {
        uint256 calls;
        bool success;
        bytes returned;
    }

    Hook public beforeTransfer;
    Hook public afterTransfer;
    Outcome public beforeOutcome;
    Outcome public afterOutcome;

    bool private _inHook;

    constructor() ERC20("Hook", "HOOK") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @param target Contract to call before a transfer; zero switches the hook off.
    /// @param data Calldata of that call.
    /// @param bubble Whether the call's revert becomes the transfer's.
    function setBeforeTransfer(address target, bytes calldata data, bool bubble) external {
        beforeTransfer = Hook(target, bubble, data);
    }

    /// @notice As `setBeforeTransfer`, for the call after the balances moved.
    function setAfterTransfer(address target, bytes calldata data, bool bubble) external {
        afterTransfer = Hook(target, bubble, data);
    }

    function _update(address from, address to, uint256 value) internal override {
        bool moves = from != address(0) && to != address(0) && !_inHook;
        if (moves) _fire(beforeTransfer, beforeOutcome);
        super._update(from, to, value);
        if (moves) _fire(afterTransfer, afterOutcome);
    }

    function _fire(Hook storage hook, Outcome storage outcome) private {
        if (hook.target == address(0)) return;
        _inHook = true;
        (bool success, bytes memory returned) = hook.target.call(hook.data);
        _inHook = false;
        if (!success && hook.bubble) {
            assembly ("memory-safe") {
                revert(add(returned, 0x20), mload(returned))
            }
        }
        outcome.calls += 1;
        outcome.success = success;
        outcome.returned = returned;
    }
}
