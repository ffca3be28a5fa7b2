// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token that burns a share of every transfer
/// @notice The receiver gets less than the sender gave, so a vault that books the argument is insolvent.
contract FeeOnTransferToken is ERC20 {
    uint256 private constant _BPS = 10_000;

    uint256 public feeBps;

    /// @notice The fee exceeds the whole transfer.
    error FeeTooHigh(uint256 feeBps, uint256 maximum);

    constructor(uint256 feeBps_) ERC20("Fee on Transfer", "FEE") {
        setFeeBps(feeBps_);
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function setFeeBps(uint256 feeBps_) public {
        require(feeBps_ <= _BPS, FeeTooHigh(feeBps_, _BPS));
        feeBps = feeBps_;
    }

    function _update(address from, address to, uint256 value) internal override {
        bool moves = from != address(0) && to != address(0);
        uint256 fee = moves ? (value * feeBps) / _BPS : 0;
        super._update(from, to, value - fee);
        if (fee != 0) super._update(from, address(0), fee);
    }
}
