// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title The settlement token of local networks
/// @notice Six decimals and permit like the real one; anyone may mint, so never deploy it where money is.
contract SettlementToken is ERC20, ERC20Permit {
    constructor() ERC20("USD Coin (local)", "USDC") ERC20Permit("USD Coin (local)") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
