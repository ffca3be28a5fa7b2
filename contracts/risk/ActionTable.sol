// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PriceValidity} from "../types/PriceReading.sol";

/// @title What a price allows
library ActionTable {
    function allowsOpening(PriceValidity v) internal pure returns (bool) {
        return v == PriceValidity.Valid;
    }
    function allowsReduction(PriceValidity v, bool below) internal pure returns (bool) {
        return
            v == PriceValidity.Valid ||
            v == PriceValidity.Diverged ||
            (below && (v == PriceValidity.Settling || v == PriceValidity.Stale));
    }
    function allowsWithdrawal(PriceValidity v) internal pure returns (bool) {
        return v == PriceValidity.Valid || v == PriceValidity.Diverged;
    }
    function allowsLiquidation(PriceValidity v) internal pure returns (bool) {
        return v <= PriceValidity.Stale;
    }
    function allowsPoolRequest(PriceValidity v) internal pure returns (bool) {
        return v == PriceValidity.Valid;
    }
}
