// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A share or rate in parts per million: 25,000 is 2.5 %.
type Ratio is uint256;

/// @dev The ratio 1.
uint256 constant RATIO_ONE = 1e6;

/// @dev Parts per million in one basis point, the step in which margin rates are stored.
uint256 constant BASIS_POINT = 100;

/// @dev Parts per million in 1e-5, the step in which fees and spreads are stored.
uint256 constant FEE_STEP = 10;

/// @dev Parts per million in one percent, the step in which splits of fees are stored.
uint256 constant PERCENT = 10_000;

using {
    addRatio as +,
    equalRatio as ==,
    lessRatio as <,
    atMostRatio as <=,
    moreRatio as >,
    atLeastRatio as >=
} for Ratio global;

/// @dev Checked: ratios also come from callers, in parameter sets.
function addRatio(Ratio a, Ratio b) pure returns (Ratio) {
    return Ratio.wrap(Ratio.unwrap(a) + Ratio.unwrap(b));
}

function equalRatio(Ratio a, Ratio b) pure returns (bool) {
    return Ratio.unwrap(a) == Ratio.unwrap(b);
}

function lessRatio(Ratio a, Ratio b) pure returns (bool) {
    return Ratio.unwrap(a) < Ratio.unwrap(b);
}

function atMostRatio(Ratio a, Ratio b) pure returns (bool) {
    return Ratio.unwrap(a) <= Ratio.unwrap(b);
}

function moreRatio(Ratio a, Ratio b) pure returns (bool) {
    return Ratio.unwrap(a) > Ratio.unwrap(b);
}

function atLeastRatio(Ratio a, Ratio b) pure returns (bool) {
    return Ratio.unwrap(a) >= Ratio.unwrap(b);
}
