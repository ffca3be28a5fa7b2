// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Order} from "../../../contracts/interfaces/IClearingHouse.sol";
import {AccountId, toAccountId} from "../../../contracts/types/AccountId.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {Assertions} from "../../fuzz/support/Assertions.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {BTC, ETH} from "../../support/MarketSets.sol";
import {FIRST_ROUNDS, Protocol, ProtocolDeployment} from "../../support/ProtocolDeployment.sol";
import {InvariantSpec} from "../InvariantSpec.sol";
import {ALICE, EVE, PROVIDER} from "../support/Cast.sol";

/// @title An account twice in a batch, whose first liquidation leaves its cash as it was
/// @notice What a partial close realises can equal what the liquidation charges, to the unit: whoever owns the account
/// picks its size and cash so. The ledger's word of the account then looks untouched.
contract LiquidateTwiceTest is ProtocolDeployment, InvariantSpec, Assertions {
    /// @dev What a trial ends with: cash of the account before and after one liquidation.
    error Tried(int256 before, int256 current);

    Protocol private _protocol;
    AccountId private _account;

    /// @dev A profit of about 1.2 % in ETH, which is closed first, and a loss in BTC; too small for a pace.
    function setUp() public {
        _protocol = _deployProtocol(PROVIDER);
        _account = toAccountId(ALICE, 0);
        _fund(_protocol, ALICE, _account, 8_000e6);
        _buy(ETH, 30e9);
        _buy(BTC, 1e10);
    }

    function test_closesAnAccountThatIsInTheBatchTwiceOnce() public {
        uint256 answer = _answerThatLeavesCash();
        _move(answer);
        AccountId[] memory batch = new AccountId[](2);
        batch[0] = _account;
        batch[1] = _account;
        uint256 liquidated = _protocol.house.liquidate(batch, toAccountId(EVE, 0));
        int256 size = Size.unwrap(_protocol.house.positionState(_account, ETH).size);
        AccountId pool = _protocol.house.poolMarketAccount(ETH);
        _equal(size + Size.unwrap(_protocol.house.positionState(pool, ETH).size), 0, P1_SUM);
        _equal(liquidated, 1, P4_COUNT);
    }

    /// @dev Called by the test itself.
    function tryAnswer(uint256 answer) external {
        _move(answer);
        AccountId[] memory batch = new AccountId[](1);
        batch[0] = _account;
        int256 before = Money.unwrap(_protocol.house.accountState(_account).cash);
        _protocol.house.liquidate(batch, toAccountId(EVE, 0));
        revert Tried(before, Money.unwrap(_protocol.house.accountState(_account).cash));
    }

    /// @dev In rounds none of which is a jump.
    function _move(uint256 answer) private {
        _publish(_protocol.feeds[0], FIRST_ROUNDS + 1, int256(answer));
        _publish(_protocol.feeds[1], FIRST_ROUNDS + 1, 38_100e8);
        _publish(_protocol.feeds[1], FIRST_ROUNDS + 2, 36_300e8);
        _publish(_protocol.feeds[1], FIRST_ROUNDS + 3, 34_600e8);
        _publish(_protocol.feeds[1], FIRST_ROUNDS + 4, 33_000e8);
    }

    /// @dev What is realised rises with the price, so the answer at which it equals the charge can be closed in on.
    function _answerThatLeavesCash() private returns (uint256) {
        uint256 low = 2_010e8;
        uint256 high = 2_040e8;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            int256 change = _change(middle);
            if (change == 0) return middle;
            if (change < 0) low = middle + 1;
            else high = middle;
        }
        for (uint256 i = 0; i < 400; ++i) {
            if (_change(low - 200 + i) == 0) return low - 200 + i;
        }
        revert Broken("no answer leaves the cash as it was");
    }

    function _change(uint256 answer) private returns (int256) {
        (, bytes memory reason) = address(this).call(abi.encodeCall(this.tryAnswer, (answer)));
        require(bytes4(reason) == Tried.selector, RevertedOtherwise(reason, ""));
        int256 before;
        int256 current;
        assembly ("memory-safe") {
            before := mload(add(reason, 0x24))
            current := mload(add(reason, 0x44))
        }
        return current - before;
    }

    function _buy(MarketId market, int256 size) private {
        CHEATS.prank(ALICE);
        _protocol.house.trade(
            Order(_account, market, Size.wrap(size), Price.wrap(type(uint80).max), block.timestamp, false)
        );
    }
}
