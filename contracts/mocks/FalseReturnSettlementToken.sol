// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FalseReturnToken} from "./FalseReturnToken.sol";

/// @title A settlement token that fails by returning false
contract FalseReturnSettlementToken is FalseReturnToken {
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
