// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PoolValuation} from "../../../contracts/interfaces/IClearingHouse.sol";
import {RequestKind, RequestStatus, RequestView} from "../../../contracts/interfaces/ILiquidityPool.sol";
import {toAccountId} from "../../../contracts/types/AccountId.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {MARKETS} from "../../support/MarketSets.sol";
import {Book, Worth} from "../../support/Valuation.sol";
import {Cast, PEOPLE} from "../support/Cast.sol";
import {Draws} from "../support/Draws.sol";
import {VaultHandler} from "./VaultHandler.sol";

/// @title LPs and the pool's own cash
abstract contract PoolHandler is VaultHandler {
    /// @dev The pool as its shares see it.
    struct PoolNow {
        uint256 supply;
        int256 markValue;
        int256 unwindingValue;
        bool pricesValid;
    }

    /// @dev Below it no request is waiting.
    uint256 private _firstPending = 2;

    function requestDeposit(uint256 seed) external {
        Draws memory draws = _begin(seed);
        address lp = Cast.person(draws.below(PEOPLE));
        address controller = draws.chance(4) ? Cast.person(draws.below(PEOPLE)) : lp;
        Book memory book = _book();
        Worth memory before = _worth(book, toAccountId(lp, 0));
        PoolNow memory pool = _poolNow();
        uint256 amount = _amount(draws, before);
        uint256 minimum = draws.chance(8) && amount >> 88 == 0 ? amount * 1e6 : 0;
        CHEATS.prank(lp);
        try _pool.requestDepositWithMinimum(amount, controller, lp, minimum) {
            escrowed += amount;
            _requireSound();
            _requireLeft(before, _worth(book, toAccountId(lp, 0)), amount);
            _requireStill(pool);
            _done("requestDeposit", 0);
        } catch {}
    }

    function requestRedeem(uint256 seed) external {
        Draws memory draws = _begin(seed);
        address lp = Cast.person(draws.chance(2) ? PEOPLE - 1 : draws.below(PEOPLE));
        uint256 shares = _pool.balanceOf(lp);
        uint256 kind = draws.below(6);
        if (kind == 0) shares = 1;
        if (kind == 1) shares += 1;
        if (kind > 2) shares = (shares * draws.between(1, 30)) / 100;
        PoolNow memory pool = _poolNow();
        CHEATS.prank(lp);
        try _pool.requestRedeem(shares, lp, lp) {
            _requireStill(pool);
            _done("requestRedeem", 0);
        } catch {}
    }

    /// @notice The oldest request that waits, or a later one, when its time has come or a little before; one whose time is
    /// over lapses.
    function executeRequest(uint256 seed) external {
        Draws memory draws = _begin(seed);
        (uint256 id, RequestView memory request) = _waiting(draws);
        if (id == 0) return;
        if (block.timestamp > request.closesAt) return _lapse(id, request);
        if (block.timestamp < request.opensAt && !draws.chance(4)) CHEATS.warp(request.opensAt);
        if (!draws.chance(6)) _refresh();
        PoolNow memory before = _poolNow();
        try _pool.executeRequest(id) returns (uint256 assets, uint256 shares) {
            _holds(before.pricesValid, S_RISE);
            PoolNow memory current = _poolNow();
            if (shares == 0 && assets == 0) {
                if (request.kind == RequestKind.Deposit) escrowed -= request.amount;
                _requireSame(before, current);
            } else if (request.kind == RequestKind.Deposit) {
                escrowed -= assets;
                _requireSound();
                _requireJoined(before, current, int256(assets), shares);
            } else {
                escrowed += assets;
                _requireLeftPool(before, current, int256(assets), shares);
            }
            _done(request.kind == RequestKind.Deposit ? bytes32("executeDeposit") : bytes32("executeRedeem"), 0);
        } catch {}
    }

    function lapseRequest(uint256 seed) external {
        Draws memory draws = _begin(seed);
        (uint256 id, RequestView memory request) = _waiting(draws);
        if (id == 0) return;
        if (block.timestamp <= request.closesAt && draws.chance(3)) CHEATS.warp(request.closesAt + 1);
        _lapse(id, request);
    }

    function _lapse(uint256 id, RequestView memory request) private {
        PoolNow memory pool = _poolNow();
        try _pool.lapseRequest(id) {
            if (request.kind == RequestKind.Deposit) escrowed -= request.amount;
            _requireStill(pool);
            _done("lapse", 0);
        } catch {}
    }

    /// @notice Executed requests, in whole or in part, to anyone.
    function claim(uint256 seed) external {
        Draws memory draws = _begin(seed);
        uint256 first = draws.below(PEOPLE);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            address lp = Cast.person((first + i) % PEOPLE);
            (uint256 deposits, uint256 redemptions) = (_pool.maxDeposit(lp), _pool.maxRedeem(lp));
            if (deposits == 0 && redemptions == 0) continue;
            PoolNow memory pool = _poolNow();
            address receiver = draws.chance(3) ? Cast.person(draws.below(PEOPLE)) : lp;
            CHEATS.prank(lp);
            if (deposits != 0) {
                _pool.deposit(draws.chance(2) ? deposits : draws.between(1, deposits), receiver, lp);
            } else {
                escrowed -= _pool.redeem(draws.chance(2) ? redemptions : draws.between(1, redemptions), receiver, lp);
            }
            _requireStill(pool);
            _done("claim", 0);
            return;
        }
    }

    /// @notice Refills, surplus and fees: money of the pool moves, its value does not.
    function movePoolCash(uint256 seed) external {
        Draws memory draws = _begin(seed);
        MarketId market = MarketId.wrap(uint8(draws.below(MARKETS)));
        PoolNow memory pool = _poolNow();
        uint256 kind = draws.below(3);
        bytes32 action =
            kind == 0
                ? bytes32("refill")
                : kind == 1
                    ? bytes32("surplus")
                    : bytes32("sweep");
        bytes memory call_ =
            kind == 0
                ? abi.encodeCall(_house.refillMarket, (market))
                : kind == 1
                    ? abi.encodeCall(_house.returnSurplus, (market))
                    : abi.encodeCall(_house.sweepFees, (market));
        (bool done, ) = address(_house).call(call_);
        if (!done) return;
        _requireStill(pool);
        _done(action, 0);
    }

    /// @notice Funding, outages and the minimum size, by anyone.
    function keepUp(uint256 seed) external {
        Draws memory draws = _begin(seed);
        MarketId market = MarketId.wrap(uint8(draws.below(MARKETS)));
        uint256 kind = draws.below(3);
        if (kind == 0) {
            _pool.recordOutage();
            _done("outage", 0);
        } else if (kind == 1) {
            try _house.raiseMinSize(market) {
                _done("minSize", 0);
            } catch {}
        } else {
            _house.accrueFunding(market);
            _done("accrue", 0);
        }
    }

    // --- what shares are worth ---

    function _poolNow() internal view returns (PoolNow memory pool) {
        PoolValuation memory valuation = _house.poolValuation();
        pool.supply = _pool.totalSupply();
        pool.markValue = Money.unwrap(valuation.markValue);
        pool.unwindingValue = Money.unwrap(valuation.unwindingValue);
        pool.pricesValid = valuation.pricesValid;
    }

    function _requireStill(PoolNow memory before) internal view {
        _requireSame(before, _poolNow());
    }

    function _requireSame(PoolNow memory before, PoolNow memory current) private pure {
        _equal(current.supply, before.supply, S_STILL);
        _equal(current.markValue, before.markValue, S_STILL);
        _equal(current.unwindingValue, before.unwindingValue, S_STILL);
    }

    /// @dev At the value at mark: what all pay for a share is what it was worth, to the unit of a share.
    function _requireJoined(PoolNow memory before, PoolNow memory current, int256 assets, uint256 shares) private pure {
        _equal(current.markValue, before.markValue + assets, S_RISE);
        _equal(current.supply, before.supply + shares, S_RISE);
        (int256 v, int256 s) = (before.markValue + 1, int256(before.supply) + 1e6);
        (int256 w, int256 t) = (current.markValue + 1, int256(current.supply) + 1e6);
        _atMost(v * t, w * s, S_RISE);
        _atMost(w * s, v * (t + 1), S_DUST);
    }

    /// @dev At the unwinding value.
    function _requireLeftPool(
        PoolNow memory before,
        PoolNow memory current,
        int256 assets,
        uint256 shares
    ) private pure {
        _equal(current.unwindingValue, before.unwindingValue - assets, S_RISE);
        _equal(current.supply, before.supply - shares, S_RISE);
        (int256 v, int256 s) = (before.unwindingValue + 1, int256(before.supply) + 1e6);
        (int256 w, int256 t) = (current.unwindingValue + 1, int256(current.supply) + 1e6);
        _atMost(v * t, w * s, S_RISE);
        _atMost(w * s, v * t + (s > v ? s : v), S_DUST);
    }

    /// @dev Mostly the oldest.
    function _waiting(Draws memory draws) private returns (uint256 id, RequestView memory request) {
        uint256 last = _pool.lastRequestId();
        while (_firstPending <= last && _pool.requestState(_firstPending).status != RequestStatus.Pending) {
            ++_firstPending;
        }
        if (_firstPending > last) return (0, request);
        id = draws.chance(4) ? draws.between(_firstPending, last) : _firstPending;
        request = _pool.requestState(id);
    }
}
