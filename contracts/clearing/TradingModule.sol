// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VenueFill} from "../interfaces/IClearingHouse.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {AccountId} from "../types/AccountId.sol";
import {Price} from "../types/Price.sol";
import {ClearingHouseStorage} from "./ClearingHouseStorage.sol";
import {Trading} from "./Trading.sol";
import {Venues} from "./Venues.sol";

/// @title The ways to trade that are not the one everybody takes
/// @notice Runs in the clearing house's storage: closing a whole account, and venues' fills. See IClearingHouse.
contract TradingModule is Trading, Venues {
    constructor(
        address authority_,
        IPriceOracle oracle_,
        address liquidationModule
    ) ClearingHouseStorage(authority_, oracle_) Trading(liquidationModule) {}

    /// @notice See IClearingHouse. The owner, or an operator with PERMISSION_TRADE.
    function closeAccount(AccountId account, Price[] calldata worstPrices, uint256 deadline) external exclusive {
        _closeAccount(account, worstPrices, deadline);
    }

    /// @notice See IClearingHouse. A registered venue that both owners have let.
    function settle(VenueFill calldata venueFill) external exclusive {
        _settle(venueFill);
    }
}
