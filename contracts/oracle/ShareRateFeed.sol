// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";
import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {IShareRateFeed} from "../interfaces/IShareRateFeed.sol";
import {ShareRate} from "../math/ShareRate.sol";
import {Ratio} from "../types/Ratio.sol";

/// @title ShareRateFeed
/// @notice See IShareRateFeed.
/// @dev The cap moves by its own last value and never down: a vault that lies low for a moment cannot take the cap with it.
/// It moves up by at most a week of growth at once, and no further than a week of growth above what the vault reports: the
/// room that a slow vault leaves below its cap is no larger than that, whatever time has passed.
contract ShareRateFeed is IShareRateFeed {
    /// @dev 50 % a year.
    Ratio private constant _MAX_GROWTH = Ratio.wrap(500_000);

    uint256 private constant _MAX_DECIMALS = 24;

    /// @dev Growth counts for no longer than this, seconds.
    uint256 private constant _LONGEST_STEP = 7 days;

    /// @dev A vault's conversion reads a few words; together with the underlying feed this stays below what the oracle
    /// allows a feed.
    uint256 private constant _VAULT_GAS = 100_000;

    /// @dev A call passes on at most 63/64 of what is left: from here on the vault gets all of its gas.
    uint256 private constant _GAS_NEEDED = 106_000;

    AggregatorV3Interface private immutable _FEED;
    address private immutable _SHARE_VAULT;
    uint256 private immutable _SHARE_UNIT;
    uint256 private immutable _ASSET_UNIT;
    Ratio private immutable _GROWTH_PER_YEAR;
    uint8 private immutable _DECIMALS;

    /// @dev 128 and 32 bits: one word.
    uint128 private _cap;
    uint32 private _cappedAt;

    /// @param feed Of the vault's asset.
    /// @param shareVault The ERC-4626 vault.
    /// @param growth Above what the vault earns in a year, by as much as its earnings may rise.
    /// @param highestRate What the deployer expects the rate to be at most, 1e-18 assets per share: a rate that somebody
    /// lifted just before is refused.
    constructor(AggregatorV3Interface feed, IERC4626 shareVault, Ratio growth, uint256 highestRate) {
        require(Ratio.unwrap(growth) != 0 && growth <= _MAX_GROWTH, GrowthOutOfRange(growth, _MAX_GROWTH));
        _FEED = feed;
        _SHARE_VAULT = address(shareVault);
        _GROWTH_PER_YEAR = growth;
        _DECIMALS = feed.decimals();
        _SHARE_UNIT = 10 ** _requireDecimals(shareVault.decimals());
        _ASSET_UNIT = 10 ** _requireDecimals(IERC20Metadata(shareVault.asset()).decimals());
        uint256 first = _report(_SHARE_UNIT, _ASSET_UNIT);
        require(first != 0 && first <= highestRate && first < ShareRate.MAX_RATE, RateOutOfRange(first, highestRate));
        _store(0, first);
    }

    /// @inheritdoc IShareRateFeed
    /// @dev Intentionally open to anyone. A vault that reports nothing does not cost the cap its time.
    function poke() external {
        uint256 reported = reportedRate();
        if (reported != 0) _store(_cap, _advanced(reported));
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        (roundId, answer, startedAt, updatedAt, answeredInRound) = _FEED.latestRoundData();
        answer = _priced(answer);
    }

    /// @inheritdoc AggregatorV3Interface
    /// @notice The asset's answer of that round at the rate of now: between two rounds only the asset's own move shows, and
    /// a fall of the rate is no jump that would have to be doubted.
    function getRoundData(
        uint80 round
    )
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        (roundId, answer, startedAt, updatedAt, answeredInRound) = _FEED.getRoundData(round);
        answer = _priced(answer);
    }

    /// @inheritdoc IShareRateFeed
    function rate() public view returns (uint256) {
        uint256 reported = reportedRate();
        uint256 cap = _advanced(reported);
        return reported < cap ? reported : cap;
    }

    /// @inheritdoc IShareRateFeed
    function rateCap() external view returns (uint256) {
        return _advanced(reportedRate());
    }

    /// @inheritdoc IShareRateFeed
    function reportedRate() public view returns (uint256) {
        return _report(_SHARE_UNIT, _ASSET_UNIT);
    }

    /// @inheritdoc IShareRateFeed
    function growthPerYear() external view returns (Ratio) {
        return _GROWTH_PER_YEAR;
    }

    /// @inheritdoc IShareRateFeed
    function vault() external view returns (address) {
        return _SHARE_VAULT;
    }

    /// @inheritdoc IShareRateFeed
    function underlyingFeed() external view returns (AggregatorV3Interface) {
        return _FEED;
    }

    /// @inheritdoc AggregatorV3Interface
    function decimals() external view returns (uint8) {
        return _DECIMALS;
    }

    /// @inheritdoc AggregatorV3Interface
    function description() external pure returns (string memory) {
        return "Vault share, growth-capped rate";
    }

    /// @inheritdoc AggregatorV3Interface
    function version() external pure returns (uint256) {
        return 1;
    }

    /// @dev No answer, where the asset has none or the vault reports no rate: zero is Invalid to every reader.
    function _priced(int256 answer) private view returns (int256) {
        return answer <= 0 ? answer : ShareRate.times(answer, rate());
    }

    /// @dev The stored cap and a week of growth at most, as far as what is reported needs it; never less than the stored one.
    function _advanced(uint256 reported) private view returns (uint256) {
        uint256 cap = _cap;
        uint256 elapsed = block.timestamp - _cappedAt;
        uint256 grown = ShareRate.grown(cap, _GROWTH_PER_YEAR, elapsed < _LONGEST_STEP ? elapsed : _LONGEST_STEP);
        uint256 enough = ShareRate.grown(reported, _GROWTH_PER_YEAR, _LONGEST_STEP);
        uint256 wanted = enough < grown ? enough : grown;
        if (wanted > ShareRate.MAX_RATE) wanted = ShareRate.MAX_RATE;
        return wanted > cap ? wanted : cap;
    }

    /// @dev The cast keeps all: no cap is above MAX_RATE. Times are seconds until 2106.
    function _store(uint256 previous, uint256 cap) private {
        (_cap, _cappedAt) = (uint128(cap), uint32(block.timestamp));
        emit RateCapAdvanced(previous, cap);
    }

    /// @dev Zero where the vault reverts, burns its gas or answers less than a word. Copies one word, however long the
    /// answer.
    function _report(uint256 shareUnit, uint256 assetUnit) private view returns (uint256) {
        require(gasleft() >= _GAS_NEEDED, InsufficientGasForVault(gasleft(), _GAS_NEEDED));
        address target = _SHARE_VAULT;
        bytes4 selector = IERC4626.convertToAssets.selector;
        bool answered;
        uint256 assets;
        assembly ("memory-safe") {
            // Selector and argument in scratch space.
            mstore(0, selector)
            mstore(4, shareUnit)
            answered := staticcall(_VAULT_GAS, target, 0, 36, 0, 32)
            answered := and(answered, gt(returndatasize(), 31))
            assets := mload(0)
        }
        return answered ? ShareRate.fromAssets(assets, assetUnit) : 0;
    }

    function _requireDecimals(uint256 value) private pure returns (uint256) {
        require(value <= _MAX_DECIMALS, UnsupportedDecimals(value, _MAX_DECIMALS));
        return value;
    }
}
