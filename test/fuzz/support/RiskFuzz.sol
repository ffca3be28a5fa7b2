// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ParameterPacking} from "../../../contracts/math/ParameterPacking.sol";
import {MarketState} from "../../../contracts/types/MarketSlot.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Tiers} from "../../../contracts/types/Parameters.sol";
import {Position} from "../../../contracts/types/PositionSlot.sol";
import {BASIS_POINT, Ratio} from "../../../contracts/types/Ratio.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {BOUND_STEP, MAX_RATE_STEP, REWARD_STEP, TierSlot} from "../../../contracts/types/TierSlot.sol";
import {Assertions} from "./Assertions.sol";
import {Ranges} from "./Ranges.sol";

/// @title What the tests of the pure rules are made of
abstract contract RiskFuzz is Assertions, Ranges {
    /// @dev Largest bound of the funding rate that its field holds, 1e-15 per second.
    uint256 internal constant MAX_RATE = 65_535 * MAX_RATE_STEP;

    uint256 internal constant CENTURY = 36_525 days;

    /// @dev ETH at 2,000 USD in units of 1e-9 token, each worth 2e-6 USD.
    uint256 internal constant ETH_PRICE = 2e16;
    int256 internal constant ETH = 1e9;

    /// @dev Any tiers that listing lets in: bounds, and rates up to 100 %, not decreasing; initial above maintenance.
    function _anyTiers(uint256 word) internal pure returns (Tiers memory tiers) {
        (uint256 bound, uint256 maintenance, uint256 gap) = (0, _in(word, 1, 500), _in(_next(word), 1, 500));
        for (uint256 tier = 0; tier < 4; ++tier) {
            word = _next(_next(word));
            tiers.maintenance[tier] = Ratio.wrap(maintenance * BASIS_POINT);
            tiers.initial[tier] = Ratio.wrap((maintenance + gap) * BASIS_POINT);
            // 500 + 3 x 1,300 basis points, and as much again for the gap: at most 88 %.
            maintenance += _in(word, 0, 1_300);
            gap += _in(_next(word), 0, 1_300);
            if (tier == 3) continue;
            bound = _in(_next(_next(word)), bound, bound + (2 ** 26));
            tiers.bounds[tier] = Money.wrap(int256(bound * BOUND_STEP));
        }
        tiers.withdrawFloor = Ratio.wrap(_in(_next(word), 0, 2_000) * BASIS_POINT);
        tiers.minReward = Money.wrap(int256(_in(word, 0, 4_095) * REWARD_STEP));
        tiers.maxFundingRatePerSecond = _in(~word, 0, 65_535) * MAX_RATE_STEP;
    }

    function _pack(Tiers memory tiers) internal pure returns (TierSlot) {
        return ParameterPacking.pack(tiers);
    }

    /// @dev A market that accrued last at time zero.
    function _market(int256 index, int256 rate, int256 drift) internal pure returns (MarketState memory market) {
        (market.fundingIndex, market.fundingRatePerSecond, market.fundingDrift) = (index, rate, drift);
    }

    function _position(int256 size, int256 entry, int256 index) internal pure returns (Position memory) {
        return Position(Size.wrap(size), Money.wrap(entry), index, 0);
    }
}
