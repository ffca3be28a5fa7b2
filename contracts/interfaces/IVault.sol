// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {AccountId} from "../types/AccountId.sol";
import {CollateralId} from "../types/CollateralId.sol";
import {TokenAmount} from "../types/TokenAmount.sol";

/// @title Custody of the settlement token and other collateral
/// @notice Every token of the protocol lies here and leaves by `withdraw` or `withdrawCollateral` alone. Balances are the clearing house's
/// business: the vault says what came in and asks what may go out.
interface IVault {
    /// @notice The settlement token must have the decimals of the ledger's money.
    error UnsupportedTokenDecimals(address token, uint256 decimals, uint256 required);

    /// @notice Nothing arrived, or nothing was asked for.
    error ZeroAmount();

    /// @notice The amount is beyond what an account can hold.
    error AmountOutOfRange(TokenAmount amount, uint256 maximum);

    /// @notice The receiver is the zero address, the vault or the clearing house, where tokens would be lost.
    error InvalidReceiver(address receiver);

    /// @notice Pulls settlement tokens from the caller, who has approved the vault, and credits what arrived to
    /// `account`. Anyone may deposit into any account of a person; of the system's accounts only into insurance. Works
    /// whatever the feeds say.
    /// @param amount In the token's decimals, 1e-6 USDC.
    /// @return credited What arrived: less than `amount` for a token that takes a fee.
    function deposit(AccountId account, TokenAmount amount) external returns (TokenAmount credited);

    /// @notice As `deposit`, after an EIP-2612 permit of `amount` to the vault. A permit that fails because somebody
    /// used it first is passed over: the allowance then decides.
    function depositWithPermit(
        AccountId account,
        TokenAmount amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (TokenAmount credited);

    /// @notice Debits `amount` from `account` and sends it to `receiver`. Only the account's owner. An account without
    /// positions may take everything, whatever the feeds say; with positions the rules of
    /// `IClearingHouse.debitWithdrawal` hold.
    function withdraw(AccountId account, TokenAmount amount, address receiver) external;

    /// @notice Pulls tokens of a listed collateral from the caller, who has approved the vault and owns `account`, and credits
    /// what arrived, up to the token's cap, at a price of it that `ICollateral.creditCollateral` asks for.
    /// @param amount In the token's own units.
    /// @return credited What arrived: less than `amount` for a token that takes a fee.
    function depositCollateral(
        AccountId account,
        CollateralId collateral,
        TokenAmount amount
    ) external returns (TokenAmount credited);

    /// @notice Debits tokens of a collateral from `account` and sends them to `receiver`. Only the account's owner. A flat
    /// account without debt may take everything, whatever the feeds say; else the rules of
    /// `ICollateral.debitCollateral` hold.
    function withdrawCollateral(
        AccountId account,
        CollateralId collateral,
        TokenAmount amount,
        address receiver
    ) external;

    /// @notice The settlement token.
    function settlementToken() external view returns (IERC20);

    /// @notice The ledger that this vault keeps the tokens of.
    function clearingHouse() external view returns (address);
}
