// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import {IClearingHouse} from "./IClearingHouse.sol";
import {IERC7540Deposit, IERC7540Operator, IERC7540Redeem} from "./IERC7540.sol";

enum RequestKind {
    Deposit,
    Redemption
}

enum RequestStatus {
    /// There is no such request.
    Unknown,
    Pending,
    /// What it came to can be, or has been, claimed.
    Executed,
    /// What was escrowed went back to its owner.
    Lapsed
}

/// @notice Why a request, or the rest of it, went back.
enum LapseReason {
    /// Nobody executed it in time.
    WindowClosed,
    /// It would have brought less than its minimum, or nothing.
    BelowMinimum,
    /// A share is worth too little to be sold.
    ShareValueTooLow,
    /// Main could not pay it, or this rest of it.
    MainCannotPay
}

/// @notice A request as it stands.
struct RequestView {
    RequestKind kind;
    RequestStatus status;
    address controller;
    /// What lapses goes back to: sub-account 0 of this owner, or its shares.
    address owner;
    /// Assets of a deposit, shares of a redemption; of an executed one the executed part.
    uint256 amount;
    /// Least shares of a deposit, least assets of a redemption, for the whole amount asked for.
    uint256 minimumOut;
    /// First second in which it can be executed.
    uint256 opensAt;
    /// Last second in which it can be executed, as far as is known now: recorded outages move it.
    uint256 closesAt;
}

/// @title Shares of the counterparty of last resort
/// @notice An asynchronous ERC-4626 vault (ERC-7540) over the pool's accounts in the clearing house. Assets are ledger
/// balances in 1e-6 of the settlement token: requests debit sub-account 0 of the owner, claims credit sub-account 0 of the
/// receiver, and tokens move only by the vault. Shares have 12 decimals.
///
/// A request waits for `requestDelay`, then anyone may execute it within `executionWindow`, at the pool's value of then;
/// nobody can cancel it. Execution makes it claimable, in whole or in part; what is not executed lapses and goes back.
/// A request has an id of its own. Claims have no id: a controller's executed requests are claimed oldest first, at
/// the average rate of what is left.
///
/// Warning: by ERC-7540 an operator disposes of all that can be requested for who approved it: the free cash of sub-account
/// 0, the shares and the claims. Operators of the clearing house have no such power here.
interface ILiquidityPool is IERC4626, IERC165, IERC7540Operator, IERC7540Deposit, IERC7540Redeem {
    /// @notice Follows `DepositRequest` and `RedeemRequest`. Unix seconds; outages may move `closesAt`.
    event RequestScheduled(uint256 indexed requestId, uint256 minimumOut, uint256 opensAt, uint256 closesAt);
    /// @notice Executed at `poolValue` (1e-6 USD) for `supply` shares before it: the value at mark for a deposit, the
    /// unwinding value for a redemption.
    event RequestExecuted(
        uint256 indexed requestId,
        address indexed controller,
        uint256 assets,
        uint256 shares,
        int256 poolValue,
        uint256 supply
    );
    /// @notice `amount` (assets of a deposit, shares of a redemption) went back to its owner.
    event RequestLapsed(uint256 indexed requestId, address indexed owner, LapseReason indexed reason, uint256 amount);
    /// @notice An outage of prices began (true) or ended (false): windows wait from the one to the other.
    event OutageRecorded(bool outage);

    /// @notice Neither owner or controller nor an operator of theirs.
    error NotAuthorizedInPool(address account, address caller);
    error ZeroRequest();
    error InvalidController(address controller);
    error InvalidReceiver(address receiver);
    error RequestNotPending(uint256 requestId, RequestStatus status);
    error RequestNotOpen(uint256 requestId, uint256 timestamp, uint256 opensAt);
    error RequestWindowClosed(uint256 requestId, uint256 timestamp, uint256 closesAt);
    /// @notice It can still be executed, so it does not lapse yet.
    error RequestWindowOpen(uint256 requestId, uint256 timestamp, uint256 closesAt);
    /// @notice A price is not Valid in a market where the pool has inventory, or its account there is below zero.
    error PricesNotValid();
    error ExceedsClaimable(address controller, uint256 amount, uint256 claimable);
    /// @notice What a request will bring is not known before it is executed.
    error PreviewNotAvailable();
    error WindowOutOfRange(uint256 delay, uint256 window, uint256 maximum);

    /// @notice `requestDeposit` with the least shares that it may bring; the standard call has no minimum.
    /// `owner`, or an operator of it. For the owner's account it is a withdrawal, with the errors of one.
    /// @custom:error ZeroRequest, InvalidController, NotAuthorizedInPool.
    function requestDepositWithMinimum(
        uint256 assets,
        address controller,
        address owner,
        uint256 minimumShares
    ) external returns (uint256 requestId);

    /// @notice `requestRedeem` with the least assets that all the shares may bring; it is a price, so a part that main can
    /// pay is held to it in proportion. `owner`, an operator of it, or a spender of the shares.
    /// @custom:error ZeroRequest, InvalidController, NotAuthorizedInPool.
    function requestRedeemWithMinimum(
        uint256 shares,
        address controller,
        address owner,
        uint256 minimumAssets
    ) external returns (uint256 requestId);

    /// @notice Executes a request in its window. Anyone. Deposits at the pool's value at mark, redemptions at its
    /// unwinding value, rounded against the request. What cannot be executed lapses at once: all of it below its minimum,
    /// and of a redemption what main cannot pay.
    /// @return assets Joined the pool, or wait to be claimed.
    /// @return shares Wait to be claimed, or were burned.
    /// @custom:error PricesNotValid while it must wait; RequestNotPending, RequestNotOpen, RequestWindowClosed.
    function executeRequest(uint256 requestId) external returns (uint256 assets, uint256 shares);

    /// @notice Sends a request back after its window. Anyone. Needs no valid price.
    /// @custom:error RequestNotPending, RequestWindowOpen.
    function lapseRequest(uint256 requestId) external;

    /// @notice Records whether prices are in an outage now. Anyone; changes nothing where it is recorded already. An
    /// outage counts from the call that records it to the call that records its end, which executing and lapsing do too.
    /// @return outage Whether windows wait now.
    function recordOutage() external returns (bool outage);

    function requestState(uint256 requestId) external view returns (RequestView memory);
    /// @notice Id of the newest request; the first is 1.
    function lastRequestId() external view returns (uint256);
    /// @notice Seconds from a request to its window.
    function requestDelay() external view returns (uint256);
    /// @notice Length of the window, seconds.
    function executionWindow() external view returns (uint256);
    function clearingHouse() external view returns (IClearingHouse);
    /// @notice The share token of this vault: itself (ERC-7575).
    function share() external view returns (address);
}
