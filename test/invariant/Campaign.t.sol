// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Protocol} from "../support/ProtocolDeployment.sol";
import {Handlers} from "./handlers/Handlers.sol";
import {CampaignWorld} from "./support/CampaignWorld.sol";
import {Extras} from "./support/FullDeployment.sol";

contract CampaignHandlers is Handlers {
    constructor(
        Protocol memory protocol,
        Extras memory extras,
        uint80 firstRounds
    ) Handlers(protocol, extras, firstRounds) {}
}

/// @title The campaign: any sequence of actions by anybody, and every promise after each
/// @notice The runner makes a campaign of each `invariant_` function, so there is one, and failures carry the promise.
contract CampaignTest is CampaignWorld {
    /// @dev As the runner reads it.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function setUp() public {
        _createWorld();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handlers);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_handlers), _handlers.actions());
    }

    /// @dev A call that changed nothing leaves true what was true before it.
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_promises() public {
        if (_handlers.calls() != 0 && !_handlers.changed()) return;
        _requirePromises();
    }

    function _createHandlers(Protocol memory protocol, Extras memory extras) internal override returns (Handlers) {
        return new CampaignHandlers(protocol, extras, _ROUNDS);
    }
}
