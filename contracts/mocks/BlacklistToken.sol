// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token whose issuer can block addresses, like USDC
/// @notice A blocked address neither sends nor receives; one blocked trader must not hold up anybody else.
contract BlacklistToken is ERC20 {
    mapping(address holder => bool blocked) public isBlacklisted;

    error Blacklisted(address holder);

    constructor() ERC20("Blacklist", "BLACK") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function setBlacklisted(address holder, bool blocked) external {
        isBlacklisted[holder] = blocked;
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function _update(address from, address to, uint256 value) internal override {
        require(!isBlacklisted[from], Blacklisted(from));
        require(!isBlacklisted[to], Blacklisted(to));
        super._update(from, to, value);
    }
}
