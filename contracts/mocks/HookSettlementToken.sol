// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {HookToken} from "./HookToken.sol";

/// @title A settlement token that calls out around every transfer
contract HookSettlementToken is HookToken {
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
