// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A price feed that fails in every way we know
/// @notice Behaves as an AggregatorV3Interface until told otherwise; the latest round and the history fail apart.
contract FaultyFeed {
    enum Mode {
        Answer,
        Revert,
        BurnGas,
        ShortReturn,
        HugeReturn,
        RawReturn
    }

    struct Round {
        uint80 roundId;
        int256 answer;
        uint256 startedAt;
        uint256 updatedAt;
        uint80 answeredInRound;
    }

    /// @dev Large enough to hurt a caller that copies it, small enough to fit into one transaction's gas.
    uint256 private constant _HUGE = 100_000;

    /// @dev One byte less than the smallest word a decoder accepts.
    uint256 private constant _SHORT = 31;

    uint8 public decimals;
    Mode public latestMode;
    Mode public historyMode;
    bytes public rawReturn;

    Round private _latest;
    mapping(uint80 roundId => Round round) private _rounds;

    error FeedReverted();
    error NoDataPresent(uint80 roundId);

    constructor(uint8 decimals_) {
        decimals = decimals_;
    }

    function setDecimals(uint8 decimals_) external {
        decimals = decimals_;
    }

    function setModes(Mode latest, Mode history) external {
        latestMode = latest;
        historyMode = history;
    }

    /// @notice What `RawReturn` answers, unpadded and unchecked: five words of a tuple, or anything else.
    function setRawReturn(bytes calldata data) external {
        rawReturn = data;
    }

    /// @notice Stores a round and makes it the latest, whatever its fields say.
    function setRound(Round calldata round) external {
        _latest = round;
        _rounds[round.roundId] = round;
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        _misbehave(latestMode);
        return _unpack(_latest);
    }

    function getRoundData(uint80 roundId) external view returns (uint80, int256, uint256, uint256, uint80) {
        _misbehave(historyMode);
        Round storage round = _rounds[roundId];
        require(round.updatedAt != 0, NoDataPresent(roundId));
        return _unpack(round);
    }

    function description() external pure returns (string memory) {
        return "Faulty feed";
    }

    function version() external pure returns (uint256) {
        return 1;
    }

    /// @dev Ends the call in every mode but `Answer`.
    function _misbehave(Mode mode) private view {
        if (mode == Mode.Answer) return;
        require(mode != Mode.Revert, FeedReverted());
        if (mode == Mode.BurnGas) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (mode == Mode.RawReturn) {
            bytes memory data = rawReturn;
            assembly ("memory-safe") {
                return(add(data, 0x20), mload(data))
            }
        }
        uint256 length = mode == Mode.ShortReturn ? _SHORT : _HUGE;
        assembly ("memory-safe") {
            return(mload(0x40), length)
        }
    }

    function _unpack(Round storage round) private view returns (uint80, int256, uint256, uint256, uint80) {
        return (round.roundId, round.answer, round.startedAt, round.updatedAt, round.answeredInRound);
    }
}
