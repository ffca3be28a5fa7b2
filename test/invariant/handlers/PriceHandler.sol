// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {PriceReading, PriceValidity} from "../../../contracts/types/PriceReading.sol";
import {Ratio} from "../../../contracts/types/Ratio.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {ETH_SECOND, MARKETS, MarketSets, TOKEN_FEED} from "../../support/MarketSets.sol";
import {Valuation} from "../../support/Valuation.sol";
import {Draws} from "../support/Draws.sol";
import {TokenSets} from "../support/TokenSets.sol";
import {Handler} from "./Handler.sol";

/// @title Prices that move and gap, and time
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

    /// @notice The collateral token's, in steps or at once.
    function moveTokenPrice(uint256 seed) external {
        Draws memory draws = _begin(seed);
        if (broken != _NONE_BROKEN) _mend();
        uint256 to = draws.chance(4) ? draws.between(6_000, 8_000) : draws.between(9_000, 11_000);
        uint256 answer = (answers[TOKEN_FEED] * to) / 10_000;
        if (answer <= TokenSets.TOKEN_ANSWER / 10 || answer >= TokenSets.TOKEN_ANSWER * 10) return;
        if (draws.chance(5)) {
            answers[TOKEN_FEED] = answer;
            _publish(TOKEN_FEED);
        } else {
            _walkTo(TOKEN_FEED, answer, draws.chance(2));
        }
        _tokenMoved = true;
        _done("tokenPrice", 0);
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

    /// @dev P7: the first feed's, or of two the one that is in order.
    function _requireMark(uint256 market) internal view {
        PriceReading memory reading = _readingOf(market);
        if (!Valuation.usable(reading)) return;
        bool fallback_ = market == 0 && broken == 0;
        MarketId id = MarketId.wrap(uint8(market));
        uint256 first = MarketSets.priceOf(id, answers[market]);
        uint256 second = market == 0 ? MarketSets.priceOf(id, answers[ETH_SECOND]) : first;
        uint256 mark = Price.unwrap(reading.mark);
        _holds(mark == first || (fallback_ && mark == second), P7_MARK);
        (uint256 low, uint256 high) = first < second ? (first, second) : (second, first);
        _holds(Price.unwrap(reading.low) >= low && Price.unwrap(reading.low) <= mark, P7_MARK);
        _holds(Price.unwrap(reading.high) <= high && Price.unwrap(reading.high) >= mark, P7_MARK);
        bool far = (high - low) * 1e6 > first * Ratio.unwrap(MarketSets.DIVERGENCE_BOUND) + 1e6;
        if (far && broken != 0 && broken != ETH_SECOND) {
            _holds(reading.validity != PriceValidity.Valid, P7_MARK);
            _holds(Price.unwrap(reading.low) == low && Price.unwrap(reading.high) == high, P7_MARK);
        }
    }
}
