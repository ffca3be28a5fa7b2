// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";

/// @title OpenZeppelin's ERC-4626 vault, which can lose assets and be told to lie
/// @notice Gains are donations: assets sent to it.
contract ShareVault is ERC4626 {
    enum Mode {
        Answer,
        Revert,
        BurnGas,
        ShortReturn,
        HugeReturn,
        Lie
    }

    Mode public mode;
    uint256 public lie;

    error VaultReverted();

    constructor(IERC20 asset_) ERC20("Vault share", "SHARE") ERC4626(asset_) {}

    function setMode(Mode mode_) external {
        mode = mode_;
    }

    /// @notice What `convertToAssets` answers in mode `Lie`.
    function setLie(uint256 lie_) external {
        (mode, lie) = (Mode.Lie, lie_);
    }

    /// @notice Assets are gone.
    function slash(uint256 assets) external {
        IERC20(asset()).transfer(address(1), assets);
    }

    function convertToAssets(uint256 shares) public view override returns (uint256) {
        if (mode == Mode.Lie) return lie;
        require(mode != Mode.Revert, VaultReverted());
        if (mode == Mode.BurnGas) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (mode != Mode.Answer) {
            uint256 length = mode == Mode.ShortReturn ? 31 : 100_000;
            assembly ("memory-safe") {
                return(mload(0x40), length)
            }
        }
        return super.convertToAssets(shares);
    }
}
