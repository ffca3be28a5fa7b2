// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Protocol} from "../support/ProtocolDeployment.sol";
import {Handlers} from "./handlers/Handlers.sol";
import {CampaignWorld} from "./support/CampaignWorld.sol";

contract ReachHandlers is Handlers {
    constructor(Protocol memory protocol) Handlers(protocol) {}
}

/// @title The campaign reaches what it is about
/// @notice A few fixed runs of the campaign's own calls: every action does something in them, so a campaign that passes
/// is not one in which everything was refused.
contract ReachTest is CampaignWorld {
    error NeverReached(string action);

    uint256 private constant _RUNS = 40;
    uint256 private constant _DEPTH = 100;

    function test_everyActionSucceeds() public {
        Handlers[] memory worlds = new Handlers[](_RUNS);
        for (uint256 run = 0; run < _RUNS; ++run) {
            _createWorld();
            worlds[run] = _handlers;
            _play(run);
        }
        bytes32[] memory actions = _actions();
        for (uint256 i = 0; i < actions.length; ++i) {
            uint256 times;
            for (uint256 run = 0; run < _RUNS; ++run) times += worlds[run].successes(actions[i]);
            require(times != 0, NeverReached(string(abi.encodePacked(actions[i]))));
        }
    }

    function _play(uint256 run) private {
        bytes4[] memory selectors = _handlers.actions();
        for (uint256 call_ = 0; call_ < _DEPTH; ++call_) {
            uint256 word = uint256(keccak256(abi.encode("reach", run, call_)));
            bytes memory action = abi.encodeWithSelector(selectors[word % selectors.length], word);
            (bool done, bytes memory reason) = address(_handlers).call(action);
            if (!done) _revert(reason);
        }
        _requirePromises();
    }

    function _actions() private pure returns (bytes32[] memory actions) {
        bytes32[38] memory all = [
            bytes32("price"),
            "crash",
            "time",
            "fault",
            "mend",
            "open",
            "reduce",
            "flip",
            "extreme",
            "close",
            "operator",
            "operatorTrade",
            "settle",
            "settleOwn",
            "liquidate",
            "batch",
            "line",
            "atTheLine",
            "badDebt",
            "nothingLiquidated",
            "deposit",
            "withdraw",
            "transfer",
            "donate",
            "leave",
            "requestDeposit",
            "requestRedeem",
            "executeDeposit",
            "executeRedeem",
            "lapse",
            "claim",
            "refill",
            "surplus",
            "sweep",
            "outage",
            "minSize",
            "accrue",
            "intrude"
        ];
        actions = new bytes32[](all.length);
        for (uint256 i = 0; i < all.length; ++i) actions[i] = all[i];
    }

    function _createHandlers(Protocol memory protocol) internal override returns (Handlers) {
        return new ReachHandlers(protocol);
    }

    /// @dev As the handler reverted: the promise is in there.
    function _revert(bytes memory reason) private pure {
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }
}
