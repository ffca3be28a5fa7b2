// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountId} from "../../../contracts/types/AccountId.sol";
import {PERMISSION_SETTLE, PERMISSION_TRADE} from "../../../contracts/types/OperatorSlot.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {Protocol, ProtocolDeployment} from "../../support/ProtocolDeployment.sol";
import {Handlers} from "../handlers/Handlers.sol";
import {ACCOUNTS, CAROL, Cast, PROVIDER, VENUE} from "./Cast.sol";
import {Promises} from "./Promises.sol";

/// @title The world in which a campaign begins
abstract contract CampaignWorld is ProtocolDeployment, Promises {
    function _createWorld() internal {
        _protocol = _deployProtocol(PROVIDER);
        _protocol.house.setVenue(VENUE, true);
        _protocol.house.setVenue(CAROL, true);
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            AccountId id = Cast.account(i);
            _fund(_protocol, id.owner(), id, Cast.money(i));
            _approve(id, VENUE, PERMISSION_SETTLE);
        }
        // Alice's isolated account, both of Carol's own, and Dave's: for hers and his she may trade as well.
        _approve(Cast.account(1), CAROL, PERMISSION_SETTLE);
        _approve(Cast.account(4), CAROL, PERMISSION_SETTLE);
        _approve(Cast.account(5), CAROL, PERMISSION_SETTLE);
        _approve(Cast.account(6), CAROL, PERMISSION_SETTLE | PERMISSION_TRADE);
        _handlers = _createHandlers(_protocol);
    }

    function _createHandlers(Protocol memory protocol) internal virtual returns (Handlers);

    function _approve(AccountId id, address operator, uint8 permissions) private {
        CHEATS.prank(id.owner());
        _protocol.house.setOperator(id, operator, permissions, type(uint40).max);
    }
}
