// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Protocol} from "../support/ProtocolDeployment.sol";
import {Handlers} from "./handlers/Handlers.sol";
import {CampaignWorld} from "./support/CampaignWorld.sol";
import {Extras} from "./support/FullDeployment.sol";

contract ReachHandlers is Handlers {
    constructor(
        Protocol memory protocol,
        Extras memory extras,
        uint80 firstRounds
    ) Handlers(protocol, extras, firstRounds) {}
}

/// @title The campaign reaches what it is about
/// @notice A few fixed runs of the campaign's own calls: every action does something in them, so a campaign that passes
/// is not one in which everything was refused.
contract ReachTest is CampaignWorld {
    error NeverReached(string action);

    uint256 private constant _RUNS = 100;
    uint256 private constant _DEPTH = 100;

    function test_everyActionSucceeds() public {
        Handlers[] memory worlds = new Handlers[](_RUNS);
        for (uint256 run = 0; run < _RUNS; ++run) worlds[run] = this.play(run);
        bytes32[] memory actions = _actions();
        for (uint256 i = 0; i < actions.length; ++i) {
            uint256 times;
            for (uint256 run = 0; run < _RUNS; ++run) times += worlds[run].successes(actions[i]);
            require(times != 0, NeverReached(string(abi.encodePacked(actions[i]))));
        }
    }

    /// @dev Called by the test itself: a frame's memory ends with it.
    function play(uint256 run) external returns (Handlers) {
        _createWorld();
        bytes4[] memory selectors = _handlers.actions();
        for (uint256 call_ = 0; call_ < _DEPTH; ++call_) {
            uint256 word = uint256(keccak256(abi.encode("reach", run, call_)));
            bytes memory action = abi.encodeWithSelector(selectors[word % selectors.length], word);
            (bool done, bytes memory reason) = address(_handlers).call(action);
            if (!done) _revert(reason);
        }
        _requirePromises();
        return _handlers;
    }

    function _actions() private pure returns (bytes32[] memory actions) {
        bytes32[71] memory all = [
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
            "intrude",
            "paced",
            "tokenPrice",
            "lean",
            "diverged",
            "outlast",
            "fallback",
            "cashPrice",
            "depeg",
            "tokenIn",
            "tokenOut",
            "borrow",
            "buyFromDebtor",
            "buyFromSystem",
            "seized",
            "rate",
            "deleverage",
            "longsDeleveraged",
            "shortsDeleveraged",
            "deficitShared",
            "poolRestored",
            "insuranceDrawn",
            "generation",
            "announce",
            "loosen",
            "veto",
            "tighten",
            "looseningRefused",
            "commit",
            "restrict",
            "usurp",
            "tradeForetold",
            "refusalForetold",
            "liquidationExplained"
        ];
        actions = new bytes32[](all.length);
        for (uint256 i = 0; i < all.length; ++i) actions[i] = all[i];
    }

    function _createHandlers(Protocol memory protocol, Extras memory extras) internal override returns (Handlers) {
        return new ReachHandlers(protocol, extras, _ROUNDS);
    }

    /// @dev As the handler reverted: the promise is in there.
    function _revert(bytes memory reason) private pure {
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }
}
