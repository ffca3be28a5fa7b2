// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {AccountId} from "../../../contracts/types/AccountId.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {MARKETS, MarketSets} from "../../support/MarketSets.sol";
import {Book, Worth} from "../../support/Valuation.sol";
import {ACCOUNTS, CAROL, Cast, EVE, STRANGER, VENUE} from "../support/Cast.sol";
import {Draws} from "../support/Draws.sol";
import {Announcements, ANNOUNCEMENTS} from "../support/Announcements.sol";
import {Changes} from "../support/Changes.sol";
import {GOVERNOR, GUARDIAN, RISK_ADMIN, Roles} from "../support/Roles.sol";
import {PoolHandler} from "./PoolHandler.sol";

/// @title Governor, risk admin and guardian, and those who are none of them
abstract contract GovernanceHandler is PoolHandler {
    IAccessManager private _manager;

    /// @dev Announced and not made yet.
    uint256[] private _pending;

    constructor(IAccessManager manager) {
        _manager = manager;
    }

    /// @notice Announces a change, which is then refused until its time.
    function announce(uint256 seed) external {
        Draws memory draws = _begin(seed);
        _announce(draws.below(ANNOUNCEMENTS));
    }

    /// @notice Makes an announced change at its time, or before it in vain; or the guardian vetoes it.
    function makeAnnounced(uint256 seed) external {
        Draws memory draws = _begin(seed);
        if (_pending.length == 0) return _announce(draws.below(ANNOUNCEMENTS));
        uint256 place = draws.below(_pending.length);
        bytes memory call_ = Announcements.callOf(_house, _pending[place]);
        uint256 when = _manager.getSchedule(_manager.hashOperation(GOVERNOR, address(_house), call_));
        if (when != 0 && block.timestamp < when) {
            _requireRefused(GOVERNOR, address(_house), call_, P9_WAITS);
            if (draws.chance(8)) return _veto(place, call_);
            if (draws.chance(2)) return;
            CHEATS.warp(when);
            _refresh();
            if (broken == _NONE_BROKEN) _settlePrices();
        }
        if (_change(GOVERNOR, call_)) {
            _holds(when != 0, P9_WAITS);
            _done("loosen", 0);
        }
        _pending[place] = _pending[_pending.length - 1];
        _pending.pop();
    }

    /// @notice What the risk admin may do at once, and what of it would loosen risk.
    function tighten(uint256 seed) external {
        Draws memory draws = _begin(seed);
        (bytes memory call_, bool loosens) = Changes.draw(draws, _house);
        if (_change(RISK_ADMIN, call_)) {
            _holds(!loosens, P9_WAITS);
            _done("tighten", 0);
        } else if (loosens) {
            ++successes["looseningRefused"];
        }
    }

    /// @notice Commitments, with the surplus that a lower one sets free: a pool without room.
    function commit(uint256 seed) external {
        Draws memory draws = _begin(seed);
        MarketId market = MarketId.wrap(uint8(draws.below(MARKETS)));
        Money commitment = Money.wrap(int256(draws.chance(2) ? draws.below(60_000e6) : draws.between(400e9, 700e9)));
        PoolNow memory pool = _poolNow();
        if (!_change(RISK_ADMIN, abi.encodeCall(_house.setCommitment, (market, commitment)))) return;
        _requireStill(pool);
        (bool done, ) = address(_house).call(abi.encodeCall(_house.returnSurplus, (market)));
        if (done) _requireStill(pool);
        _done("commit", 0);
    }

    /// @notice The guardian restricts a market; the governor announces at once that it will open again.
    function restrict(uint256 seed) external {
        Draws memory draws = _begin(seed);
        uint8 number = uint8(draws.below(MARKETS));
        _holds(_change(GUARDIAN, abi.encodeCall(_house.restrictMarket, (MarketId.wrap(number)))), P9_ROLES);
        _holds(_house.marketState(MarketId.wrap(number)).reduceOnly, P9_ROLES);
        _announce(number);
        _done("restrict", 0);
    }

    /// @notice Whoever does not have the role.
    function usurp(uint256 seed) external {
        Draws memory draws = _begin(seed);
        address[6] memory callers = [STRANGER, GUARDIAN, RISK_ADMIN, CAROL, EVE, VENUE];
        address caller = callers[draws.below(6)];
        MarketId market = MarketId.wrap(uint8(draws.below(MARKETS)));
        AccountId own = Cast.account(7);
        address target = address(_house);
        bytes memory call_;
        uint256 kind = draws.below(10);
        if (kind == 0) call_ = abi.encodeCall(_house.openMarket, (market));
        if (kind == 1) call_ = abi.encodeCall(_house.setVenue, (caller, true));
        if (kind == 2) call_ = abi.encodeCall(_house.setInsuranceBudget, (market, Money.wrap(0)));
        if (kind == 3) call_ = abi.encodeCall(_house.collectTreasury, (own, Money.wrap(1)));
        if (kind == 4) {
            target = address(_oracle);
            call_ = abi.encodeCall(_oracle.setFeed, (market, MarketSets.feed(market, address(_feed(1)))));
        }
        if (kind == 5) {
            target = address(_manager);
            call_ = abi.encodeCall(_manager.grantRole, (Roles.GOVERNOR_ROLE, caller, 0));
        }
        if (kind == 6) {
            target = address(_manager);
            call_ = abi.encodeCall(_manager.cancel, (GOVERNOR, address(_house), abi.encodePacked(uint32(seed))));
        }
        if (kind > 6) {
            if (caller == RISK_ADMIN) caller = STRANGER;
            if (kind == 7) call_ = abi.encodeCall(_house.setDebtLimit, (Money.wrap(0)));
            if (kind == 8) call_ = abi.encodeCall(_house.setCommitment, (market, Money.wrap(0)));
            if (kind == 9) call_ = abi.encodeCall(_house.setTiers, (market, MarketSets.tiers()));
        }
        _requireRefused(caller, target, call_, P9_ROLES);
        ++successes["usurp"];
    }

    // --- internals ---

    function _announce(uint256 number) private {
        bytes memory call_ = Announcements.callOf(_house, number);
        if (_manager.getSchedule(_manager.hashOperation(GOVERNOR, address(_house), call_)) != 0) return;
        _requireRefused(GOVERNOR, address(_house), call_, P9_WAITS);
        CHEATS.prank(GOVERNOR);
        _manager.schedule(address(_house), call_, 0);
        _pending.push(number);
        _requireRefused(GOVERNOR, address(_house), call_, P9_WAITS);
        _done("announce", 0);
    }

    function _veto(uint256 place, bytes memory call_) private {
        CHEATS.prank(GUARDIAN);
        _manager.cancel(GOVERNOR, address(_house), call_);
        _pending[place] = _pending[_pending.length - 1];
        _pending.pop();
        _requireRefused(GOVERNOR, address(_house), call_, P9_WAITS);
        _done("veto", 0);
    }

    /// @dev P9: whatever is changed, no account is worth less or needs more in that block.
    function _change(address caller, bytes memory call_) private returns (bool done) {
        Book memory book = _book();
        Worth[ACCOUNTS] memory before;
        for (uint256 i = 0; i < ACCOUNTS; ++i) before[i] = _worth(book, Cast.account(i));
        CHEATS.prank(caller);
        (done, ) = address(_house).call(call_);
        if (!done) return false;
        book = _book();
        // Accounts are shown caught up to the market's index as stored, which the change may have brought up to date: funding
        // and profit are each rounded at another place then.
        int256 dust = _epochs(book) == 0 ? int256(0) : int256(2 * MARKETS);
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            Worth memory current = _worth(book, Cast.account(i));
            _atMost(before[i].value, current.value + dust, P9_SURPRISE);
            _atMost(current.margin, before[i].margin, P9_SURPRISE);
        }
        changed = true;
    }

    function _requireRefused(address caller, address target, bytes memory call_, string memory rule) private {
        CHEATS.prank(caller);
        (bool done, ) = target.call(call_);
        _holds(!done, rule);
    }
}
