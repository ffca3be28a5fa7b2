// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

import {AccountId} from "../types/AccountId.sol";

/// @notice What an owner signs to name an operator, as EIP-712 typed data of this name and these fields, in this order.
struct SetOperator {
    /// The owner is read from it: whose signature counts.
    AccountId account;
    address operator;
    /// All that the operator may do from now on; zero revokes. Bits: see OperatorSlot.sol.
    uint8 permissions;
    /// Last second in which the permissions hold, unix seconds.
    uint40 expiresAt;
    /// `nonceOf(account, operator)`.
    uint256 nonce;
    /// Last second in which the signature may be used, unix seconds.
    uint256 deadline;
}

/// @title Operators: who else may act for an account
/// @notice Whoever may trade can lose the account's money. Nobody but the owner can withdraw, transfer or name operators.
/// The calls go to the clearing house, which is also the EIP-712 domain's contract.
interface IOperatorModule is IERC5267 {
    /// @notice A signature was used; the nonce it had. `OperatorSet` stands before it.
    event OperatorSignatureUsed(
        AccountId indexed account,
        address indexed operator,
        address indexed submitter,
        uint256 nonce
    );
    /// @notice Signatures that the owner gave before `epoch` are void.
    event SignaturesInvalidated(address indexed owner, uint64 epoch);

    /// @notice The signature was used already, refused by its owner since, or is not in turn yet.
    error InvalidNonce(AccountId account, address operator, uint256 nonce, uint256 current);
    /// @notice It is not the signature of the account's owner over exactly this message, here.
    error InvalidSignature(AccountId account, address owner);

    /// @notice Sets what `operator` may do for the account until `expiresAt`. Only the owner. Every signature that the
    /// owner gave for this operator of this account before is void afterwards.
    function setOperator(AccountId account, address operator, uint8 permissions, uint40 expiresAt) external;

    /// @notice The same on the owner's signature. Anyone may submit it. An owner without code signs by ECDSA (65 bytes,
    /// lower s); one with code, delegated code (EIP-7702) too, is asked through ERC-1271 with all the gas there is.
    /// Reverts with DeadlinePassed, InvalidAccount, SystemAccount, InvalidNonce or InvalidSignature.
    function setOperatorBySignature(SetOperator calldata message, bytes calldata signature) external;

    /// @notice Refuses every signature that the caller gave so far, for all accounts and operators. What operators may do
    /// already stays.
    function invalidateSignatures() external;

    /// @notice The nonce of the next signature for this operator of this account: the owner's epoch above the lower 64
    /// bits. A signature moves it by one, the owner's own `setOperator` to the next multiple of 2^32, and
    /// `invalidateSignatures` its epoch.
    function nonceOf(AccountId account, address operator) external view returns (uint256);

    /// @notice EIP-712, of the chain's id and this address as they are now. `eip712Domain` tells the same in parts, for wallets.
    function domainSeparator() external view returns (bytes32);
}
