// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Protocol} from "../../support/ProtocolDeployment.sol";
import {Extras} from "../support/FullDeployment.sol";
import {CollateralHandler} from "./CollateralHandler.sol";
import {FaultHandler} from "./FaultHandler.sol";
import {GovernanceHandler} from "./GovernanceHandler.sol";
import {Handler} from "./Handler.sol";
import {IntruderHandler} from "./IntruderHandler.sol";
import {TradeHandler} from "./TradeHandler.sol";
import {VenueHandler} from "./VenueHandler.sol";

/// @title All handlers over one state
/// @dev The runner takes calls only for a contract of the test's own file, so each test derives one.
abstract contract Handlers is
    FaultHandler,
    TradeHandler,
    VenueHandler,
    CollateralHandler,
    GovernanceHandler,
    IntruderHandler
{
    constructor(
        Protocol memory protocol,
        Extras memory extras,
        uint80 firstRounds
    )
        Handler(protocol, extras, firstRounds)
        CollateralHandler(extras.token, extras.shares, extras.rate)
        GovernanceHandler(protocol.manager)
    {}

    /// @notice What the campaign calls: the runner picks any of these, so that who stands here twice comes twice as often.
    /// Of a hundred, some thirty trade and some fifteen liquidate.
    function actions() external pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](100);
        uint256 next = _weigh(selectors, 0, this.open.selector, 14);
        next = _weigh(selectors, next, this.reduce.selector, 6);
        next = _weigh(selectors, next, this.tradeExtreme.selector, 1);
        next = _weigh(selectors, next, this.closeAccount.selector, 2);
        next = _weigh(selectors, next, this.setOperator.selector, 1);
        next = _weigh(selectors, next, this.settle.selector, 6);
        next = _weigh(selectors, next, this.settleOwn.selector, 2);
        next = _weigh(selectors, next, this.liquidateOne.selector, 7);
        next = _weigh(selectors, next, this.liquidateBatch.selector, 5);
        next = _weigh(selectors, next, this.liquidateAtTheLine.selector, 2);
        next = _weigh(selectors, next, this.movePrice.selector, 7);
        next = _weigh(selectors, next, this.moveTokenPrice.selector, 2);
        next = _weigh(selectors, next, this.crash.selector, 1);
        next = _weigh(selectors, next, this.passTime.selector, 3);
        next = _weigh(selectors, next, this.breakFeed.selector, 1);
        next = _weigh(selectors, next, this.leanFeed.selector, 2);
        next = _weigh(selectors, next, this.outlastFeed.selector, 1);
        next = _weigh(selectors, next, this.depeg.selector, 1);
        next = _weigh(selectors, next, this.mend.selector, 1);
        next = _weigh(selectors, next, this.deposit.selector, 2);
        next = _weigh(selectors, next, this.withdraw.selector, 3);
        next = _weigh(selectors, next, this.transfer.selector, 2);
        next = _weigh(selectors, next, this.donate.selector, 1);
        next = _weigh(selectors, next, this.leaveFlat.selector, 1);
        next = _weigh(selectors, next, this.depositToken.selector, 2);
        next = _weigh(selectors, next, this.withdrawToken.selector, 2);
        next = _weigh(selectors, next, this.buyToken.selector, 3);
        next = _weigh(selectors, next, this.moveRate.selector, 1);
        next = _weigh(selectors, next, this.requestDeposit.selector, 1);
        next = _weigh(selectors, next, this.requestRedeem.selector, 1);
        next = _weigh(selectors, next, this.executeRequest.selector, 2);
        next = _weigh(selectors, next, this.lapseRequest.selector, 1);
        next = _weigh(selectors, next, this.claim.selector, 1);
        next = _weigh(selectors, next, this.movePoolCash.selector, 1);
        next = _weigh(selectors, next, this.keepUp.selector, 1);
        next = _weigh(selectors, next, this.announce.selector, 1);
        next = _weigh(selectors, next, this.makeAnnounced.selector, 2);
        next = _weigh(selectors, next, this.tighten.selector, 2);
        next = _weigh(selectors, next, this.commit.selector, 2);
        next = _weigh(selectors, next, this.restrict.selector, 1);
        next = _weigh(selectors, next, this.usurp.selector, 1);
        _weigh(selectors, next, this.intrude.selector, 1);
    }

    function _weigh(
        bytes4[] memory selectors,
        uint256 next,
        bytes4 selector,
        uint256 weight
    ) private pure returns (uint256) {
        for (uint256 end = next + weight; next < end; ++next) selectors[next] = selector;
        return next;
    }
}
