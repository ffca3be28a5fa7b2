// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Order, VenueFill} from "../../../contracts/interfaces/IClearingHouse.sol";
import {AccountId} from "../../../contracts/types/AccountId.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {TokenAmount} from "../../../contracts/types/TokenAmount.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {MARKETS, MarketSets} from "../../support/MarketSets.sol";
import {ACCOUNTS, Cast, EVE, STRANGER} from "../support/Cast.sol";
import {Draws} from "../support/Draws.sol";
import {TOKEN} from "../support/TokenSets.sol";
import {Handler} from "./Handler.sol";

/// @title Whoever has no right tries everything
abstract contract IntruderHandler is Handler {
    /// @notice Each of these must be refused, whatever the state.
    function intrude(uint256 seed) external {
        Draws memory draws = _begin(seed);
        AccountId victim = draws.chance(3) ? _system(draws) : Cast.account(draws.below(ACCOUNTS));
        address caller = draws.chance(2) || victim.owner() == EVE ? STRANGER : EVE;
        MarketId market = MarketId.wrap(uint8(draws.below(MARKETS)));
        Money one = Money.wrap(1);
        uint256 kind = draws.below(22);
        bytes memory call_;
        address target = address(_house);
        if (kind == 0) {
            target = address(_vault);
            call_ = abi.encodeCall(_vault.withdraw, (victim, TokenAmount.wrap(1), caller));
        }
        if (kind == 1) call_ = abi.encodeCall(_house.transferCash, (victim, Cast.account(7), one));
        if (kind == 2) {
            Order memory order = Order(
                victim,
                market,
                Size.wrap(1e10),
                Price.wrap(type(uint80).max),
                block.timestamp,
                false
            );
            if (_mayTrade(victim, caller)) return;
            call_ = abi.encodeCall(_house.trade, (order));
        }
        if (kind == 3) {
            if (_mayTrade(victim, caller)) return;
            call_ = abi.encodeCall(_house.closeAccount, (victim, new Price[](0), block.timestamp));
        }
        if (kind == 4) call_ = abi.encodeCall(_house.setOperator, (victim, caller, 3, type(uint40).max));
        if (kind == 5) call_ = abi.encodeCall(_house.creditDeposit, (victim, caller, one));
        if (kind == 6) call_ = abi.encodeCall(_house.debitWithdrawal, (victim, victim.owner(), caller, one));
        if (kind == 7) call_ = abi.encodeCall(_house.escrowCash, (victim, one));
        if (kind == 8) call_ = abi.encodeCall(_house.releaseEscrow, (Cast.account(7), one));
        if (kind == 9) call_ = abi.encodeCall(_house.payFromPool, (Cast.account(7), one));
        if (kind == 10) call_ = abi.encodeCall(_house.depositToPool, (one));
        if (kind == 11) call_ = abi.encodeCall(_house.collectTreasury, (Cast.account(7), one));
        if (kind == 12) call_ = abi.encodeCall(_house.setTiers, (market, MarketSets.tiers()));
        if (kind == 13) {
            VenueFill memory fill = VenueFill(
                market,
                victim,
                Cast.account(7),
                Size.wrap(1e10),
                _oracle.readPrice(market).mark,
                false,
                false
            );
            call_ = abi.encodeCall(_house.settle, (fill));
        }
        if (kind == 14) call_ = abi.encodeCall(_house.acquireLock, ());
        if (kind == 15) {
            // The clearing house owns the system's accounts: nobody is paid or moved into them.
            victim = _system(draws);
            call_ = abi.encodeCall(_house.transferCash, (Cast.account(7), victim, one));
            caller = EVE;
        }
        if (kind > 15) (target, call_) = _tokenCall(kind, victim, caller, TokenAmount.wrap(1));
        CHEATS.prank(caller);
        (bool done, ) = target.call(call_);
        _holds(!done, victim.owner() == address(_house) ? P10_SYSTEM : P3_AUTHORITY);
        ++successes["intrude"];
    }

    /// @dev What concerns other collateral.
    function _tokenCall(
        uint256 kind,
        AccountId victim,
        address caller,
        TokenAmount one
    ) private view returns (address target, bytes memory call_) {
        if (kind == 16)
            return (address(_vault), abi.encodeCall(_vault.withdrawCollateral, (victim, TOKEN, one, caller)));
        if (kind == 17) return (address(_vault), abi.encodeCall(_vault.depositCollateral, (victim, TOKEN, one)));
        target = address(_house);
        Money ten = Money.wrap(10e6);
        if (kind == 18) call_ = abi.encodeCall(_house.buyCollateral, (_insurance, TOKEN, ten, 0, victim));
        if (kind == 19) call_ = abi.encodeCall(_house.creditCollateral, (victim, caller, TOKEN, 1));
        if (kind == 20) call_ = abi.encodeCall(_house.debitCollateral, (victim, victim.owner(), caller, TOKEN, 1));
        if (kind == 21) call_ = abi.encodeCall(_house.sellBelowZero, (victim));
    }

    function _system(Draws memory draws) private view returns (AccountId) {
        uint256 kind = draws.below(5);
        if (kind == 0) return _insurance;
        if (kind == 1) return _house.treasuryAccount();
        if (kind == 2) return _main;
        if (kind == 3) return _house.poolEscrowAccount();
        return _house.poolMarketAccount(MarketId.wrap(uint8(draws.below(MARKETS))));
    }

    /// @dev Eve may be somebody's operator by now.
    function _mayTrade(AccountId id, address caller) private view returns (bool) {
        return id.owner() == caller || _house.operatorState(id, caller).permissions != 0;
    }
}
