// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {PoolValuation} from "../interfaces/IClearingHouse.sol";
import {LapseReason, RequestKind, RequestStatus, RequestView} from "../interfaces/ILiquidityPool.sol";
import {ShareMath} from "../math/ShareMath.sol";
import {AccountId, toAccountId} from "../types/AccountId.sol";
import {Money} from "../types/Money.sol";
import {ClaimBook, PoolClaims} from "./PoolClaims.sol";
import {PoolOperators} from "./PoolOperators.sol";
import {PoolWindows} from "./PoolWindows.sol";

/// @title Requests: made, then executed or lapsed
/// @notice See ILiquidityPool. The system's lock is held around each: a token that calls out from the vault cannot come in
/// here, nor can anything of the system be entered from here.
abstract contract PoolRequests is ERC20, PoolOperators, PoolWindows {
    using PoolClaims for ClaimBook;
    using SafeCast for uint256;

    /// @dev A request in four words, the last of which only an executed one has.
    struct Request {
        address controller;
        RequestKind kind;
        RequestStatus status;
        uint40 opensAt;
        /// The outage clock when it was made.
        uint40 outageClock;
        address owner;
        uint128 amount;
        uint128 minimumOut;
        /// Of the executed part, in its controller's claims.
        uint256 claimOffset;
    }

    /// @dev Where cash waits in the ledger: of deposits to be executed, of redemptions to be claimed.
    AccountId private immutable _ESCROW;

    uint256 public lastRequestId;

    mapping(uint256 requestId => Request request) private _requests;
    mapping(address controller => ClaimBook book) internal _deposits;
    mapping(address controller => ClaimBook book) internal _redemptions;

    /// @notice The one lock of the system, for the length of the call.
    modifier exclusive() {
        _CLEARING_HOUSE.acquireLock();
        _;
        _CLEARING_HOUSE.releaseLock();
    }

    constructor() {
        _ESCROW = _CLEARING_HOUSE.poolEscrowAccount();
    }

    // --- made ---

    function requestDeposit(uint256 assets, address controller, address owner) external returns (uint256) {
        return _requestDeposit(assets, controller, owner, 0);
    }

    function requestDepositWithMinimum(
        uint256 assets,
        address controller,
        address owner,
        uint256 minimumShares
    ) external returns (uint256) {
        return _requestDeposit(assets, controller, owner, minimumShares);
    }

    function requestRedeem(uint256 shares, address controller, address owner) external returns (uint256) {
        return _requestRedeem(shares, controller, owner, 0);
    }

    function requestRedeemWithMinimum(
        uint256 shares,
        address controller,
        address owner,
        uint256 minimumAssets
    ) external returns (uint256) {
        return _requestRedeem(shares, controller, owner, minimumAssets);
    }

    // --- executed or lapsed ---

    /// @dev Intentionally open to anyone, so that the requester cannot choose the moment alone.
    function executeRequest(uint256 requestId) external exclusive returns (uint256 assets, uint256 shares) {
        Request storage request = _pending(requestId);
        require(block.timestamp >= request.opensAt, RequestNotOpen(requestId, block.timestamp, request.opensAt));
        uint256 closesAt = _closesAt(request.opensAt, request.outageClock);
        require(block.timestamp <= closesAt, RequestWindowClosed(requestId, block.timestamp, closesAt));
        PoolValuation memory pool = _CLEARING_HOUSE.poolValuation();
        require(pool.pricesValid, PricesNotValid());
        _setOutage(false);
        return
            request.kind == RequestKind.Deposit
                ? _executeDeposit(requestId, request, pool.markValue)
                : _executeRedemption(requestId, request, pool.unwindingValue, pool.payable_);
    }

    /// @dev Intentionally open to anyone.
    function lapseRequest(uint256 requestId) external exclusive {
        Request storage request = _pending(requestId);
        _refreshOutage();
        uint256 closesAt = _closesAt(request.opensAt, request.outageClock);
        require(block.timestamp > closesAt, RequestWindowOpen(requestId, block.timestamp, closesAt));
        _lapse(requestId, request, LapseReason.WindowClosed);
    }

    // --- views ---

    function requestState(uint256 requestId) external view returns (RequestView memory state) {
        Request storage request = _requests[requestId];
        state.kind = request.kind;
        state.status = request.status;
        state.controller = request.controller;
        state.owner = request.owner;
        state.amount = request.amount;
        state.minimumOut = request.minimumOut;
        state.opensAt = request.opensAt;
        if (request.status != RequestStatus.Unknown) {
            state.closesAt = _closesAt(request.opensAt, request.outageClock);
        }
    }

    function pendingDepositRequest(uint256 requestId, address controller) external view returns (uint256) {
        return _amountIf(requestId, controller, RequestKind.Deposit, RequestStatus.Pending);
    }

    function pendingRedeemRequest(uint256 requestId, address controller) external view returns (uint256) {
        return _amountIf(requestId, controller, RequestKind.Redemption, RequestStatus.Pending);
    }

    function claimableDepositRequest(uint256 requestId, address controller) external view returns (uint256) {
        uint256 amount = _amountIf(requestId, controller, RequestKind.Deposit, RequestStatus.Executed);
        ClaimBook storage book = _deposits[controller];
        return book.unclaimed(book.assets, _requests[requestId].claimOffset, amount);
    }

    function claimableRedeemRequest(uint256 requestId, address controller) external view returns (uint256) {
        uint256 amount = _amountIf(requestId, controller, RequestKind.Redemption, RequestStatus.Executed);
        ClaimBook storage book = _redemptions[controller];
        return book.unclaimed(book.shares, _requests[requestId].claimOffset, amount);
    }

    /// @dev Twelve: six of the settlement token and six of the virtual shares.
    function decimals() public pure override(ERC20, IERC20Metadata) returns (uint8) {
        return 12;
    }

    // --- internals ---

    function _requestDeposit(
        uint256 assets,
        address controller,
        address owner,
        uint256 minimumShares
    ) private exclusive returns (uint256 requestId) {
        _requireMayActFor(owner);
        requestId = _open(RequestKind.Deposit, assets, controller, owner, minimumShares);
        _CLEARING_HOUSE.escrowCash(toAccountId(owner, 0), ShareMath.toMoney(assets));
        emit DepositRequest(controller, owner, requestId, msg.sender, assets);
        _schedule(requestId);
    }

    function _requestRedeem(
        uint256 shares,
        address controller,
        address owner,
        uint256 minimumAssets
    ) private exclusive returns (uint256 requestId) {
        if (!_mayActFor(owner)) _spendAllowance(owner, msg.sender, shares);
        requestId = _open(RequestKind.Redemption, shares, controller, owner, minimumAssets);
        _transfer(owner, address(this), shares);
        emit RedeemRequest(controller, owner, requestId, msg.sender, shares);
        _schedule(requestId);
    }

    function _open(
        RequestKind kind,
        uint256 amount,
        address controller,
        address owner,
        uint256 minimumOut
    ) private returns (uint256 requestId) {
        require(amount != 0, ZeroRequest());
        // The pool itself could never claim.
        require(controller != address(0) && controller != address(this), InvalidController(controller));
        requestId = ++lastRequestId;
        _requests[requestId] = Request({
            controller: controller,
            kind: kind,
            status: RequestStatus.Pending,
            opensAt: _opensAt().toUint40(),
            outageClock: _outageClock().toUint40(),
            owner: owner,
            amount: amount.toUint128(),
            minimumOut: minimumOut.toUint128(),
            claimOffset: 0
        });
    }

    function _schedule(uint256 requestId) private {
        Request storage request = _requests[requestId];
        uint256 opensAt = request.opensAt;
        emit RequestScheduled(requestId, request.minimumOut, opensAt, _closesAt(opensAt, request.outageClock));
    }

    /// @dev Shares are minted to this contract and wait there; assets leave escrow for main.
    function _executeDeposit(
        uint256 requestId,
        Request storage request,
        Money poolValue
    ) private returns (uint256 assets, uint256 shares) {
        uint256 supply = totalSupply();
        if (!ShareMath.aboveFloor(supply, poolValue)) {
            _lapse(requestId, request, LapseReason.ShareValueTooLow);
            return (0, 0);
        }
        assets = request.amount;
        shares = ShareMath.sharesDown(assets, supply, poolValue);
        if (shares == 0 || shares < request.minimumOut) {
            _lapse(requestId, request, LapseReason.BelowMinimum);
            return (0, 0);
        }
        request.status = RequestStatus.Executed;
        request.claimOffset = _deposits[request.controller].add(assets, shares, assets);
        _CLEARING_HOUSE.depositToPool(ShareMath.toMoney(assets));
        _mint(address(this), shares);
        emit RequestExecuted(requestId, request.controller, assets, shares, Money.unwrap(poolValue), supply);
    }

    /// @dev Shares are burned; assets leave main for escrow and wait there. Main pays what it can, at the same price, and
    /// the shares of the rest go back.
    function _executeRedemption(
        uint256 requestId,
        Request storage request,
        Money poolValue,
        Money payableByMain
    ) private returns (uint256 assets, uint256 shares) {
        uint256 supply = totalSupply();
        shares = request.amount;
        assets = ShareMath.assetsDown(shares, supply, poolValue);
        uint256 most = ShareMath.toAssets(payableByMain);
        if (most == 0) {
            _lapse(requestId, request, LapseReason.MainCannotPay);
            return (0, 0);
        }
        if (assets == 0 || assets < request.minimumOut) {
            _lapse(requestId, request, LapseReason.BelowMinimum);
            return (0, 0);
        }
        uint256 rest;
        if (assets > most) {
            assets = most;
            // Rounded up, and still no more than were asked for: most < assets.
            uint256 burned = ShareMath.sharesUp(assets, supply, poolValue);
            rest = shares - burned;
            shares = burned;
            request.amount = uint128(burned);
        }
        request.status = RequestStatus.Executed;
        request.claimOffset = _redemptions[request.controller].add(assets, shares, shares);
        _burn(address(this), shares);
        _CLEARING_HOUSE.payFromPool(_ESCROW, ShareMath.toMoney(assets));
        emit RequestExecuted(requestId, request.controller, assets, shares, Money.unwrap(poolValue), supply);
        if (rest != 0) {
            _transfer(address(this), request.owner, rest);
            emit RequestLapsed(requestId, request.owner, LapseReason.MainCannotPay, rest);
        }
    }

    /// @dev What was escrowed goes back where it came from. Nothing that its owner does can stop that.
    function _lapse(uint256 requestId, Request storage request, LapseReason reason) private {
        request.status = RequestStatus.Lapsed;
        uint256 amount = request.amount;
        if (request.kind == RequestKind.Deposit) {
            _CLEARING_HOUSE.releaseEscrow(toAccountId(request.owner, 0), ShareMath.toMoney(amount));
        } else {
            _transfer(address(this), request.owner, amount);
        }
        emit RequestLapsed(requestId, request.owner, reason, amount);
    }

    function _pending(uint256 requestId) private view returns (Request storage request) {
        request = _requests[requestId];
        require(request.status == RequestStatus.Pending, RequestNotPending(requestId, request.status));
    }

    function _amountIf(
        uint256 requestId,
        address controller,
        RequestKind kind,
        RequestStatus status
    ) private view returns (uint256) {
        Request storage request = _requests[requestId];
        bool matches = request.controller == controller && request.kind == kind && request.status == status;
        return matches ? request.amount : 0;
    }
}
