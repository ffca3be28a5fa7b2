// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeeOnTransferToken} from "./FeeOnTransferToken.sol";

/// @title A settlement token that burns a share of every transfer
contract FeeOnTransferSettlementToken is FeeOnTransferToken {
    constructor(uint256 feeBps_) FeeOnTransferToken(feeBps_) {}

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
