// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {ICollateralErrors} from "../interfaces/ICollateralErrors.sol";
import {IVault} from "../interfaces/IVault.sol";
import {AccountId} from "../types/AccountId.sol";
import {CollateralId} from "../types/CollateralId.sol";
import {CollateralSlot} from "../types/CollateralSlot.sol";
import {Money} from "../types/Money.sol";
import {TokenAmount} from "../types/TokenAmount.sol";

/// @title Vault
/// @notice Custody of the settlement token and other collateral; see IVault.
/// @dev Created by the clearing house, so that neither can ever meet another counterpart. The system's lock is taken
/// before a token moves in either direction and given back afterwards: a token that calls out finds every door closed.
contract Vault is IVault {
    using SafeERC20 for IERC20;

    /// @dev The ledger's money has the token's scale, so amounts pass through one to one.
    uint256 private constant _DECIMALS = 6;

    /// @dev Far above what a token with six decimals can have in supply, far below what cash can hold.
    uint256 private constant _MAX_AMOUNT = type(uint88).max;

    IERC20 private immutable _TOKEN;
    IClearingHouse private immutable _CLEARING_HOUSE;

    /// @param token The settlement token: six decimals, a true ERC-20 whose balances change by transfers alone.
    constructor(IERC20Metadata token) {
        uint256 decimals = token.decimals();
        require(decimals == _DECIMALS, UnsupportedTokenDecimals(address(token), decimals, _DECIMALS));
        _TOKEN = token;
        _CLEARING_HOUSE = IClearingHouse(msg.sender);
    }

    /// @inheritdoc IVault
    function deposit(AccountId account, TokenAmount amount) external returns (TokenAmount) {
        _CLEARING_HOUSE.acquireLock();
        return _deposit(account, amount);
    }

    /// @inheritdoc IVault
    function depositWithPermit(
        AccountId account,
        TokenAmount amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (TokenAmount) {
        _CLEARING_HOUSE.acquireLock();
        // Anyone can submit the permit before us; then the allowance is there and only the nonce is gone.
        try
            IERC20Permit(address(_TOKEN)).permit(
                msg.sender,
                address(this),
                TokenAmount.unwrap(amount),
                deadline,
                v,
                r,
                s
            )
        {} catch {}
        return _deposit(account, amount);
    }

    /// @inheritdoc IVault
    function withdraw(AccountId account, TokenAmount amount, address receiver) external {
        _requireReceiver(receiver);
        // Takes the lock.
        _CLEARING_HOUSE.debitWithdrawal(account, msg.sender, receiver, _toMoney(amount));
        _TOKEN.safeTransfer(receiver, TokenAmount.unwrap(amount));
        _CLEARING_HOUSE.releaseLock();
    }

    /// @inheritdoc IVault
    function depositCollateral(
        AccountId account,
        CollateralId collateral,
        TokenAmount amount
    ) external returns (TokenAmount credited) {
        _CLEARING_HOUSE.acquireLock();
        (CollateralSlot slot, ) = _CLEARING_HOUSE.collateralState(collateral);
        require(slot.exists(), ICollateralErrors.UnknownCollateral(collateral));
        credited = _pull(IERC20(slot.token()), amount);
        // Gives the lock back.
        _CLEARING_HOUSE.creditCollateral(account, msg.sender, collateral, _requireNotZero(credited));
    }

    /// @inheritdoc IVault
    function withdrawCollateral(
        AccountId account,
        CollateralId collateral,
        TokenAmount amount,
        address receiver
    ) external {
        _requireReceiver(receiver);
        // Takes the lock.
        address token = _CLEARING_HOUSE.debitCollateral(
            account,
            msg.sender,
            receiver,
            collateral,
            _requireNotZero(amount)
        );
        IERC20(token).safeTransfer(receiver, TokenAmount.unwrap(amount));
        _CLEARING_HOUSE.releaseLock();
    }

    /// @inheritdoc IVault
    function settlementToken() external view returns (IERC20) {
        return _TOKEN;
    }

    /// @inheritdoc IVault
    function clearingHouse() external view returns (address) {
        return address(_CLEARING_HOUSE);
    }

    /// @dev Under the lock, which its last call gives back.
    function _deposit(AccountId account, TokenAmount amount) private returns (TokenAmount credited) {
        _toMoney(amount);
        credited = _pull(_TOKEN, amount);
        // Gives the lock back.
        _CLEARING_HOUSE.creditDeposit(account, msg.sender, _toMoney(credited));
    }

    /// @dev What arrived, not what was said: a token that takes a fee must not be credited with it.
    function _pull(IERC20 token, TokenAmount amount) private returns (TokenAmount) {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), TokenAmount.unwrap(amount));
        return TokenAmount.wrap(token.balanceOf(address(this)) - before);
    }

    function _requireReceiver(address receiver) private view {
        require(
            receiver != address(0) && receiver != address(this) && receiver != address(_CLEARING_HOUSE),
            InvalidReceiver(receiver)
        );
    }

    function _requireNotZero(TokenAmount amount) private pure returns (uint256 raw) {
        raw = TokenAmount.unwrap(amount);
        require(raw != 0, ZeroAmount());
    }

    function _toMoney(TokenAmount amount) private pure returns (Money) {
        uint256 raw = _requireNotZero(amount);
        require(raw <= _MAX_AMOUNT, AmountOutOfRange(amount, _MAX_AMOUNT));
        return Money.wrap(int256(raw));
    }
}
