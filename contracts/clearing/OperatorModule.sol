// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {IOperatorModule, SetOperator} from "../interfaces/IOperatorModule.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {AccountId} from "../types/AccountId.sol";
import {Operator} from "../types/OperatorSlot.sol";
import {Authority} from "./Authority.sol";
import {ClearingHouseStorage} from "./ClearingHouseStorage.sol";

/// @title Operators, named by the owner's call or by his signature
/// @notice Runs in the clearing house's storage. See IOperatorModule for every call.
/// @dev The domain is built here on each use: OpenZeppelin's EIP712 caches it for the module's own address, which is never
/// the one that counts, and declares storage, which a module may not.
///
/// A nonce belongs to one operator of one account. Two signatures for one operator replace each other, so they have an
/// order; signatures for different operators have none, and a relayer may submit them as they come.
contract OperatorModule is Authority, IOperatorModule {
    string private constant _NAME = "Plimsoll";
    string private constant _VERSION = "1";

    bytes32 private constant _DOMAIN_TYPE = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant _SET_OPERATOR_TYPE = keccak256(
        "SetOperator(bytes32 account,address operator,uint8 permissions,uint40 expiresAt,uint256 nonce,uint256 deadline)"
    );

    /// @dev Bits of a nonce that signatures count in; the owner's own call moves the part above.
    uint64 private constant _SEQUENCE = type(uint32).max;
    uint256 private constant _NONCE_BITS = 64;

    constructor(address authority_, IPriceOracle oracle_) ClearingHouseStorage(authority_, oracle_) {}

    /// @inheritdoc IOperatorModule
    function setOperator(AccountId account, address operator, uint8 permissions, uint40 expiresAt) external exclusive {
        _requireOwner(account, msg.sender);
        // Past every signature that may be out, those in turn after the next one too: a step of one would wake them.
        uint64 nonce = (_operators[account][operator].nonce | _SEQUENCE) + 1;
        _setOperator(account, operator, Operator(permissions, expiresAt, nonce));
    }

    /// @inheritdoc IOperatorModule
    /// @dev Intentionally open to anyone. The owner's code is foreign: it runs under the lock as a static call, so it can
    /// neither change nor price anything; of its answer one word is read; and what gas it burns is the submitter's, who
    /// may simulate the call. Gas is not capped, and a starved owner only makes the whole call revert.
    function setOperatorBySignature(SetOperator calldata message, bytes calldata signature) external exclusive {
        require(block.timestamp <= message.deadline, DeadlinePassed(block.timestamp, message.deadline));
        AccountId account = message.account;
        address operator = message.operator;
        _requireTrader(account);
        uint256 current = nonceOf(account, operator);
        require(message.nonce == current, InvalidNonce(account, operator, message.nonce, current));
        address owner = account.owner();
        require(
            SignatureChecker.isValidSignatureNowCalldata(owner, _digest(message), signature),
            InvalidSignature(account, owner)
        );
        // The lower 64 bits of the current nonce are this operator's.
        _setOperator(account, operator, Operator(message.permissions, message.expiresAt, uint64(current) + 1));
        emit OperatorSignatureUsed(account, operator, msg.sender, current);
    }

    /// @inheritdoc IOperatorModule
    /// @dev Intentionally open to anyone: it concerns the caller's own accounts.
    function invalidateSignatures() external exclusive {
        emit SignaturesInvalidated(msg.sender, ++_signatureEpochs[msg.sender]);
    }

    /// @inheritdoc IOperatorModule
    function nonceOf(AccountId account, address operator) public view returns (uint256) {
        return (uint256(_signatureEpochs[account.owner()]) << _NONCE_BITS) | _operators[account][operator].nonce;
    }

    /// @inheritdoc IOperatorModule
    function domainSeparator() public view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    _DOMAIN_TYPE,
                    keccak256(bytes(_NAME)),
                    keccak256(bytes(_VERSION)),
                    block.chainid,
                    address(this)
                )
            );
    }

    /// @inheritdoc IERC5267
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        )
    {
        // All but the salt.
        fields = 0x0f;
        (name, version, chainId, verifyingContract) = (_NAME, _VERSION, block.chainid, address(this));
        return (fields, name, version, chainId, verifyingContract, salt, extensions);
    }

    function _setOperator(AccountId account, address operator, Operator memory granted) private {
        _operators[account][operator] = granted;
        emit OperatorSet(account, operator, granted.permissions, granted.expiresAt);
    }

    function _digest(SetOperator calldata message) private view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(domainSeparator(), keccak256(abi.encode(_SET_OPERATOR_TYPE, message)));
    }
}
