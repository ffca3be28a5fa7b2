// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title A wallet that is a contract, of one key, and answers ERC-1271 in every way we know
/// @notice Behaves until told otherwise. Calls others in its own name for its key.
contract ContractWallet is IERC1271 {
    enum Mode {
        Answer,
        WrongMagic,
        Revert,
        BurnGas,
        ShortReturn,
        HugeReturn,
        CallOut
    }

    /// @dev Large enough to hurt a caller that copies it, small enough to fit into one transaction's gas.
    uint256 private constant _HUGE = 100_000;

    /// @dev One byte less than the answer's word.
    uint256 private constant _SHORT = 31;

    address public key;
    Mode public mode;

    address private _target;
    bytes private _data;

    error NotKey(address caller);
    error WalletReverted();

    constructor(address key_) {
        key = key_;
    }

    modifier onlyKey() {
        require(msg.sender == key, NotKey(msg.sender));
        _;
    }

    /// @notice Signatures of the old key are wrong from now on.
    function setKey(address key_) external onlyKey {
        key = key_;
    }

    function setMode(Mode mode_) external {
        mode = mode_;
    }

    /// @notice What `CallOut` calls before it answers; it answers only where that call succeeds.
    function setCallOut(address target, bytes calldata data) external {
        mode = Mode.CallOut;
        _target = target;
        _data = data;
    }

    function execute(address target, bytes calldata data) external onlyKey returns (bytes memory) {
        (bool success, bytes memory result) = target.call(data);
        return _passOn(success, result);
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (mode == Mode.CallOut) {
            (bool success, bytes memory result) = _target.staticcall(_data);
            _passOn(success, result);
        } else {
            _misbehave(mode);
        }
        (address signer, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(hash, signature);
        bool valid = failure == ECDSA.RecoverError.NoError && signer == key;
        return valid ? this.isValidSignature.selector : bytes4(0xffffffff);
    }

    /// @dev Ends the call in every mode but `Answer`. The magic stands in memory where there is anything to return.
    function _misbehave(Mode mode_) private pure {
        if (mode_ == Mode.Answer) return;
        require(mode_ != Mode.Revert, WalletReverted());
        bytes4 word = mode_ == Mode.WrongMagic ? bytes4(0xffffffff) : IERC1271.isValidSignature.selector;
        uint256 length =
            mode_ == Mode.ShortReturn
                ? _SHORT
                : mode_ == Mode.HugeReturn
                    ? _HUGE
                    : 32;
        if (mode_ == Mode.BurnGas) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, word)
            return(free, length)
        }
    }

    function _passOn(bool success, bytes memory result) private pure returns (bytes memory) {
        if (!success) {
            assembly ("memory-safe") {
                revert(add(result, 0x20), mload(result))
            }
        }
        return result;
    }
}
