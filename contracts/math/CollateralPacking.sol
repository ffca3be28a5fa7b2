// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CollateralSlot} from "../types/CollateralSlot.sol";
import {writeUnsigned} from "../types/Fields.sol";
import {BASIS_POINT, Ratio} from "../types/Ratio.sol";
import {ParameterPacking} from "./ParameterPacking.sol";

/// @title A collateral token into its storage word
/// @notice What is stored is exactly what was given, or the call reverts.
library CollateralPacking {
    function pack(
        address token,
        uint256 scale,
        Ratio initialWeight,
        Ratio maintenanceWeight,
        Ratio previousWeight,
        Ratio discount,
        uint256 changedAt
    ) internal pure returns (CollateralSlot) {
        uint256 word = uint256(uint160(token)) | writeUnsigned(scale, 160, 8);
        word |= _basisPoints(initialWeight, 168);
        word |= _basisPoints(maintenanceWeight, 182);
        word |= _basisPoints(previousWeight, 196);
        word |= _basisPoints(discount, 210);
        return CollateralSlot.wrap(word | writeUnsigned(changedAt, 224, 32));
    }

    /// @notice The least whole number of basis points that is no less.
    function wholeUp(Ratio ratio) internal pure returns (Ratio) {
        return Ratio.wrap(((Ratio.unwrap(ratio) + BASIS_POINT - 1) / BASIS_POINT) * BASIS_POINT);
    }

    function _basisPoints(Ratio ratio, uint256 offset) private pure returns (uint256) {
        uint256 value = Ratio.unwrap(ratio);
        require(value % BASIS_POINT == 0, ParameterPacking.NotAMultiple(value, BASIS_POINT));
        return writeUnsigned(value / BASIS_POINT, offset, 14);
    }
}
