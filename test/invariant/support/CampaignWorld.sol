// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountId} from "../../../contracts/types/AccountId.sol";
import {CollateralId} from "../../../contracts/types/CollateralId.sol";
import {PERMISSION_SETTLE, PERMISSION_TRADE} from "../../../contracts/types/OperatorSlot.sol";
import {TokenAmount} from "../../../contracts/types/TokenAmount.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {Protocol} from "../../support/ProtocolDeployment.sol";
import {Handlers} from "../handlers/Handlers.sol";
import {ACCOUNTS, CAROL, Cast, PROVIDER, VENUE} from "./Cast.sol";
import {Extras, FullDeployment} from "./FullDeployment.sol";
import {Promises} from "./Promises.sol";
import {SHARES, TOKEN} from "./TokenSets.sol";

/// @title The world in which a campaign begins
abstract contract CampaignWorld is FullDeployment, Promises {
    function _createWorld() internal {
        _protocol = _deployProtocol(PROVIDER);
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
        // Some 30,000 USD of tokens each: Bob's isolated account, Dave, and Eve have little beside them.
        _pledge(Cast.account(3), TOKEN, 20e18);
        _pledge(Cast.account(6), TOKEN, 20e18);
        _pledge(Cast.account(6), SHARES, 20e18);
        _pledge(Cast.account(7), SHARES, 30e18);
        _handlers = _createHandlers(_protocol, _extras);
        _prepare(_handlers);
    }

    function _createHandlers(Protocol memory protocol, Extras memory extras) internal virtual returns (Handlers);

    function _beforeSeal(Protocol memory protocol) internal override {
        protocol.house.setVenue(VENUE, true);
        protocol.house.setVenue(CAROL, true);
    }

    function _approve(AccountId id, address operator, uint8 permissions) private {
        CHEATS.prank(id.owner());
        _protocol.house.setOperator(id, operator, permissions, type(uint40).max);
    }

    function _pledge(AccountId id, CollateralId token, uint256 amount) private {
        _extras.token.mint(token == TOKEN ? id.owner() : address(this), amount);
        if (token == SHARES) {
            _extras.token.approve(address(_extras.shares), amount);
            _extras.shares.deposit(amount, id.owner());
        }
        address vault = address(_protocol.vault);
        CHEATS.prank(id.owner());
        if (token == TOKEN) _extras.token.approve(vault, amount);
        else _extras.shares.approve(vault, amount);
        CHEATS.prank(id.owner());
        _protocol.vault.depositCollateral(id, token, TokenAmount.wrap(amount));
    }
}
