// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FaultyFeed} from "../../../contracts/mocks/FaultyFeed.sol";
import {ETH} from "../../support/MarketSets.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {PriceReading, PriceValidity} from "../../../contracts/types/PriceReading.sol";
import {CASH_FEED, ETH_SECOND, FEEDS, MARKETS, MarketSets} from "../../support/MarketSets.sol";
import {Draws} from "../support/Draws.sol";
import {TokenSets} from "../support/TokenSets.sol";
import {PriceHandler} from "./PriceHandler.sol";

/// @title Feeds that fail, disagree and hand over
abstract contract FaultHandler is PriceHandler {
    /// @notice One feed fails in one of its ways, or the sequencer is down; or a feed grows stale or expires.
    function breakFeed(uint256 seed) external {
        Draws memory draws = _begin(seed);
        uint256 feed = draws.below(CASH_FEED);
        uint256 kind = draws.below(10);
        if (broken != _NONE_BROKEN) _mend();
        broken = kind < 2 ? _SEQUENCER_DOWN : feed;
        if (kind == 0) _sequencerRound(1, block.timestamp);
        else if (kind == 1) _sequencerRound(0, block.timestamp);
        else if (kind == 2) _addRound(feed, 0, block.timestamp, block.timestamp);
        else if (kind == 3) _addRound(feed, -1, block.timestamp, block.timestamp);
        else if (kind == 4) _addRound(feed, int256(answers[feed]), block.timestamp, block.timestamp + 1);
        else if (kind == 5) _addRound(feed, int256(answers[feed]), 0, block.timestamp);
        else if (kind == 6) _silence(feed, MarketSets.HEARTBEAT + 1);
        else if (kind == 7) _silence(feed, MarketSets.MAX_LIQUIDATION_AGE + 1);
        else _feed(feed).setModes(FaultyFeed.Mode(draws.between(1, 4)), FaultyFeed.Mode.Revert);
        _done("fault", 0);
        for (uint256 market = 0; market < MARKETS; ++market) _requireMark(market);
    }

    function mend(uint256 seed) external {
        _begin(seed);
        _mend();
        _done("mend", 0);
    }

    /// @notice The second feed of ETH stands off by up to 3 %: within the bound, or beyond it.
    function leanFeed(uint256 seed) external {
        Draws memory draws = _begin(seed);
        if (broken != _NONE_BROKEN) _mend();
        broken = _LEANING;
        lean = int256(draws.between(0, 600)) - 300;
        _publish(0);
        _requireMark(0);
        if (_readingOf(0).validity == PriceValidity.Diverged) ++successes["diverged"];
        _done("lean", 0);
    }

    /// @notice One of ETH's feeds fails for so long that the other alone counts.
    function outlastFeed(uint256 seed) external {
        Draws memory draws = _begin(seed);
        if (broken != _NONE_BROKEN) _mend();
        broken = draws.chance(2) ? 0 : ETH_SECOND;
        _feed(broken).setModes(FaultyFeed.Mode.Revert, FaultyFeed.Mode.Revert);
        _oracle.recordPrice(ETH);
        CHEATS.warp(block.timestamp + _oracle.fallbackDelay() + draws.between(0, 90));
        for (uint256 feed = 0; feed < FEEDS; ++feed) {
            if (feed != broken) _publish(feed);
        }
        _requireMark(0);
        PriceReading memory reading = _oracle.recordPrice(ETH);
        if (reading.validity == PriceValidity.Diverged || reading.validity == PriceValidity.Settling) {
            ++successes["fallback"];
        }
        _done("outlast", 0);
    }

    /// @notice The settlement token is worth less than it should, or nobody knows; who records it stops openings.
    function depeg(uint256 seed) external {
        Draws memory draws = _begin(seed);
        if (broken != _NONE_BROKEN) _mend();
        (broken, _unsoundRecorded) = (CASH_FEED, false);
        bool dead = draws.chance(3);
        if (dead) {
            _feed(CASH_FEED).setModes(FaultyFeed.Mode.Revert, FaultyFeed.Mode.Revert);
        } else {
            answers[CASH_FEED] = (TokenSets.CASH_ANSWER * draws.between(9_600, 9_850)) / 10_000;
            _publish(CASH_FEED);
        }
        bool unsound = dead || answers[CASH_FEED] * 100 < TokenSets.CASH_ANSWER * 98;
        if (!draws.chance(4)) {
            bool sound = _house.recordSettlementPrice();
            _holds(!(sound && unsound), P3_SOUND);
            _unsoundRecorded = unsound;
            if (unsound) ++successes["depeg"];
        }
        _done("cashPrice", 0);
    }

    /// @dev Until the feed's last round is that old; the others go on.
    function _silence(uint256 feed, uint256 age) private {
        uint256 time = publishedAt[feed] + age;
        if (time > block.timestamp) CHEATS.warp(time);
        _refresh();
    }

    function _sequencerRound(int256 answer, uint256 startedAt) private {
        _sequencer.setRound(FaultyFeed.Round(2, answer, startedAt, startedAt, 2));
    }
}
