// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FaultyFeed} from "../../../contracts/mocks/FaultyFeed.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {PriceReading} from "../../../contracts/types/PriceReading.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {MARKETS, MarketSets} from "../../support/MarketSets.sol";
import {Valuation} from "../../support/Valuation.sol";
import {Draws} from "../support/Draws.sol";
import {Handler} from "./Handler.sol";

/// @title Prices that move, gap and fail, and time
abstract contract PriceHandler is Handler {
    /// @notice Up to 1.5 % or 6 % either way, or 10 % at once.
    function movePrice(uint256 seed) external {
        Draws memory draws = _begin(seed);
        uint256 market = draws.below(MARKETS);
        uint256 kind = draws.below(20);
        if (kind < 6) _move(draws, market, draws.between(9_850, 10_150));
        else if (kind < 16) _move(draws, market, draws.between(9_400, 10_600));
        else _move(draws, market, kind < 18 ? 9_000 : 11_000);
        _done("price", 0);
        _requireMark(market);
    }

    /// @notice Both markets at once, as crashes come.
    function crash(uint256 seed) external {
        Draws memory draws = _begin(seed);
        uint256 to = draws.chance(2) ? 6_500 : draws.between(8_500, 13_500);
        for (uint256 market = 0; market < MARKETS; ++market) {
            _move(draws, market, to);
            _requireMark(market);
        }
        _done("crash", 0);
    }

    /// @notice Seconds, minutes or days.
    function passTime(uint256 seed) external {
        Draws memory draws = _begin(seed);
        uint256 kind = draws.below(16);
        uint256 span =
            kind < 6
                ? draws.between(1, 60)
                : kind < 11
                    ? draws.between(1 minutes, 30 minutes)
                    : kind < 15
                        ? draws.between(30 minutes, 3 hours)
                        : draws.between(3 hours, 3 days);
        CHEATS.warp(block.timestamp + span);
        if (!draws.chance(4)) _refresh();
        _done("time", 0);
    }

    /// @notice One feed fails in one of its ways, or the sequencer is down; or a feed grows stale or expires.
    function breakFeed(uint256 seed) external {
        Draws memory draws = _begin(seed);
        uint256 market = draws.below(MARKETS);
        uint256 kind = draws.below(10);
        if (broken != _NONE_BROKEN) _mend();
        broken = kind < 2 ? _SEQUENCER_DOWN : market;
        if (kind == 0) _sequencerRound(1, block.timestamp);
        else if (kind == 1) _sequencerRound(0, block.timestamp);
        else if (kind == 2) _addRound(market, 0, block.timestamp, block.timestamp);
        else if (kind == 3) _addRound(market, -1, block.timestamp, block.timestamp);
        else if (kind == 4) _addRound(market, int256(answers[market]), block.timestamp, block.timestamp + 1);
        else if (kind == 5) _addRound(market, int256(answers[market]), 0, block.timestamp);
        else if (kind == 6) _silence(market, MarketSets.HEARTBEAT + 1);
        else if (kind == 7) _silence(market, MarketSets.MAX_LIQUIDATION_AGE + 1);
        else _feed(market).setModes(FaultyFeed.Mode(draws.between(1, 4)), FaultyFeed.Mode.Revert);
        _done("fault", 0);
    }

    function mend(uint256 seed) external {
        _begin(seed);
        _mend();
        _done("mend", 0);
    }

    /// @dev By parts per ten thousand, within a tenth and ten times the first answer: in rounds that each are near the one
    /// before, recorded or not, or now and then at once. Mends the market's feed.
    function _move(Draws memory draws, uint256 market, uint256 to) private {
        uint256 first = MarketSets.firstAnswer(MarketId.wrap(uint8(market)));
        uint256 answer = (answers[market] * to) / 10_000;
        if (answer <= first / 10 || answer >= first * 10) answer = answers[market];
        if (broken != _NONE_BROKEN) _mend();
        if (!draws.chance(5)) return _walkTo(market, answer, draws.chance(2));
        answers[market] = answer;
        _publish(market);
    }

    function _requireMark(uint256 market) private view {
        PriceReading memory reading = _oracle.readPrice(MarketId.wrap(uint8(market)));
        if (!Valuation.usable(reading)) return;
        uint256 expected = MarketSets.priceOf(MarketId.wrap(uint8(market)), answers[market]);
        _equal(Price.unwrap(reading.mark), expected, P7_MARK);
    }

    /// @dev Until the market's last round is that old; the other feed goes on.
    function _silence(uint256 market, uint256 age) private {
        uint256 time = publishedAt[market] + age;
        if (time > block.timestamp) CHEATS.warp(time);
        _refresh();
    }

    function _sequencerRound(int256 answer, uint256 startedAt) private {
        _sequencer.setRound(FaultyFeed.Round(2, answer, startedAt, startedAt, 2));
    }
}
