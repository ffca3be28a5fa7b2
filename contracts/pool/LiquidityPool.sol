// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {IERC7540Deposit, IERC7540Operator, IERC7540Redeem} from "../interfaces/IERC7540.sol";
import {ShareMath} from "../math/ShareMath.sol";
import {toAccountId} from "../types/AccountId.sol";
import {ClaimBook, PoolClaims} from "./PoolClaims.sol";
import {PoolRequests} from "./PoolRequests.sol";
import {PoolWindows} from "./PoolWindows.sol";

/// @title LiquidityPool
/// @notice Shares and requests of the pool; see ILiquidityPool. It holds no money: all of it is in the clearing house, on
/// accounts that belong to nobody. Nothing here reads a token balance, so nothing that is sent here or to the vault
/// changes a price.
contract LiquidityPool is PoolRequests {
    using PoolClaims for ClaimBook;

    /// @dev ERC-7575 without its share lookup; the vault interface has no file of its own here.
    bytes4 private constant _ERC7575 = 0x2f0a18c5;

    /// @param delay Seconds from a request to its window: at least jump hold, settle time and the slowest heartbeat together
    /// (listing inequality 10), so that nobody joins or leaves at a price he could have known.
    /// @param window Seconds in which a request can be executed.
    constructor(
        IClearingHouse clearingHouse_,
        uint256 delay,
        uint256 window
    ) ERC20("Plimsoll Liquidity Pool", "PLP") PoolWindows(clearingHouse_, delay, window) {}

    // --- claims of deposits ---

    function deposit(uint256 assets, address receiver) external returns (uint256) {
        return _claimDeposit(assets, receiver, msg.sender);
    }

    function deposit(uint256 assets, address receiver, address controller) external returns (uint256) {
        return _claimDeposit(assets, receiver, controller);
    }

    function mint(uint256 shares, address receiver) external returns (uint256) {
        return _claimShares(shares, receiver, msg.sender);
    }

    function mint(uint256 shares, address receiver, address controller) external returns (uint256) {
        return _claimShares(shares, receiver, controller);
    }

    // --- claims of redemptions ---

    /// @notice Credits `assets` of the controller's executed redemptions to sub-account 0 of `receiver` in the ledger.
    function withdraw(
        uint256 assets,
        address receiver,
        address controller
    ) external exclusive returns (uint256 shares) {
        ClaimBook storage book = _redemptions[controller];
        _requireClaim(controller, receiver, assets, book.assets);
        shares = book.takeAssets(assets, false);
        _pay(controller, receiver, assets, shares);
    }

    /// @notice The same for the assets of `shares`.
    function redeem(uint256 shares, address receiver, address controller) external exclusive returns (uint256 assets) {
        ClaimBook storage book = _redemptions[controller];
        _requireClaim(controller, receiver, shares, book.shares);
        assets = book.takeShares(shares, false);
        _pay(controller, receiver, assets, shares);
    }

    // --- views ---

    /// @notice Value of the pool at mark, 1e-6 of the settlement token; a pool in debt has none. Reverts with `Locked` while a
    /// call of the system is under way, as everything that prices does.
    function totalAssets() external view returns (uint256) {
        return ShareMath.toAssets(_CLEARING_HOUSE.poolValuation().markValue);
    }

    /// @notice Shares that a deposit would bring if it were executed now.
    function convertToShares(uint256 assets) external view returns (uint256) {
        return ShareMath.sharesDown(assets, totalSupply(), _CLEARING_HOUSE.poolValuation().markValue);
    }

    /// @notice Assets that a redemption would bring if it were executed now and main could pay it.
    function convertToAssets(uint256 shares) external view returns (uint256) {
        return ShareMath.assetsDown(shares, totalSupply(), _CLEARING_HOUSE.poolValuation().unwindingValue);
    }

    function maxDeposit(address controller) external view returns (uint256) {
        return _deposits[controller].assets;
    }

    function maxMint(address controller) external view returns (uint256) {
        return _deposits[controller].shares;
    }

    function maxWithdraw(address controller) external view returns (uint256) {
        return _redemptions[controller].assets;
    }

    function maxRedeem(address controller) external view returns (uint256) {
        return _redemptions[controller].shares;
    }

    function asset() external view returns (address) {
        return address(_CLEARING_HOUSE.vault().settlementToken());
    }

    function share() external view returns (address) {
        return address(this);
    }

    function previewDeposit(uint256) external pure returns (uint256) {
        revert PreviewNotAvailable();
    }

    function previewMint(uint256) external pure returns (uint256) {
        revert PreviewNotAvailable();
    }

    function previewWithdraw(uint256) external pure returns (uint256) {
        revert PreviewNotAvailable();
    }

    function previewRedeem(uint256) external pure returns (uint256) {
        revert PreviewNotAvailable();
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return
            id == type(IERC165).interfaceId ||
            id == type(IERC7540Operator).interfaceId ||
            id == type(IERC7540Deposit).interfaceId ||
            id == type(IERC7540Redeem).interfaceId ||
            id == _ERC7575;
    }

    // --- internals ---

    function _claimDeposit(
        uint256 assets,
        address receiver,
        address controller
    ) private exclusive returns (uint256 shares) {
        ClaimBook storage book = _deposits[controller];
        _requireClaim(controller, receiver, assets, book.assets);
        shares = book.takeAssets(assets, true);
        _deliver(controller, receiver, assets, shares);
    }

    function _claimShares(
        uint256 shares,
        address receiver,
        address controller
    ) private exclusive returns (uint256 assets) {
        ClaimBook storage book = _deposits[controller];
        _requireClaim(controller, receiver, shares, book.shares);
        assets = book.takeShares(shares, true);
        _deliver(controller, receiver, assets, shares);
    }

    function _deliver(address controller, address receiver, uint256 assets, uint256 shares) private {
        _transfer(address(this), receiver, shares);
        emit Deposit(controller, receiver, assets, shares);
    }

    function _pay(address controller, address receiver, uint256 assets, uint256 shares) private {
        // The last share units may be worth less than one unit of money.
        if (assets != 0) _CLEARING_HOUSE.releaseEscrow(toAccountId(receiver, 0), ShareMath.toMoney(assets));
        emit Withdraw(msg.sender, receiver, controller, assets, shares);
    }

    /// @dev What is sent to this contract would be lost here.
    function _requireClaim(address controller, address receiver, uint256 amount, uint256 claimable) private view {
        _requireMayActFor(controller);
        require(receiver != address(0) && receiver != address(this), InvalidReceiver(receiver));
        require(amount != 0, ZeroRequest());
        require(amount <= claimable, ExceedsClaimable(controller, amount, claimable));
    }
}
