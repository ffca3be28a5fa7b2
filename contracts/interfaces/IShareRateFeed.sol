// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";

import {Ratio} from "../types/Ratio.sol";

/// @title Price of a vault share: its underlying token's feed times the assets per share
/// @notice An AggregatorV3Interface in the decimals of the underlying feed. The rate that counts is the smaller one of what
/// the vault reports and a cap that grows no faster than a stated rate a year: a donation lifts the vault's report, but not
/// the cap. A fall counts at once. Round ids and times are the underlying feed's.
interface IShareRateFeed is AggregatorV3Interface {
    /// @notice The cap was stored. In 1e-18 assets per share.
    event RateCapAdvanced(uint256 previous, uint256 current);

    /// @notice Growth a year must be above zero and at most the bound.
    error GrowthOutOfRange(Ratio growthPerYear, Ratio maximum);
    /// @notice At deployment the vault reports no rate between zero and what the deployer expects at most.
    error RateOutOfRange(uint256 rate, uint256 maximum);
    /// @notice Share, asset or feed has more decimals than the bound.
    error UnsupportedDecimals(uint256 decimals, uint256 maximum);
    /// @notice The caller supplied too little gas to tell a failing vault from a starved one.
    error InsufficientGasForVault(uint256 gas, uint256 needed);

    /// @notice Stores the cap as it stands now. Anyone: what is stored depends on the vault and the clock alone. Growth that
    /// is not stored within a week is lost.
    function poke() external;

    /// @notice The rate that counts now, 1e-18 assets per share; zero where the vault reports none.
    function rate() external view returns (uint256);

    /// @notice The cap as it stands now, 1e-18 assets per share.
    function rateCap() external view returns (uint256);

    /// @notice What the vault reports now, 1e-18 assets per share; zero where it fails.
    function reportedRate() external view returns (uint256);

    /// @notice How much the cap grows in a year at most, before compounding.
    function growthPerYear() external view returns (Ratio);

    /// @notice The vault whose share is priced.
    function vault() external view returns (address);

    /// @notice The feed of the vault's asset.
    function underlyingFeed() external view returns (AggregatorV3Interface);
}
