// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";

/// @title An ERC-4626 vault whose share has twelve decimals more than its asset
/// @notice So does every vault of USDC that follows OpenZeppelin's advice against inflation.
contract OffsetVault is ERC4626 {
    constructor(IERC20 asset_) ERC20("Offset share", "OFFSET") ERC4626(asset_) {}

    function _decimalsOffset() internal pure override returns (uint8) {
        return 12;
    }
}
