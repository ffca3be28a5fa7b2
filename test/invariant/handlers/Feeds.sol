// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";
import {FaultyFeed} from "../../../contracts/mocks/FaultyFeed.sol";
import {PriceReading, PriceValidity} from "../../../contracts/types/PriceReading.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {CASH_FEED, ETH_SECOND, FEEDS, MARKETS, MarketSets, TOKEN_FEED} from "../../support/MarketSets.sol";
import {Protocol} from "../../support/ProtocolDeployment.sol";
import {Extras} from "../support/FullDeployment.sol";
import {SHARES, TokenSets} from "../support/TokenSets.sol";

/// @title The feeds as the campaign keeps them
/// @notice Each makes a round every half heartbeat, with its last answer, until it is told otherwise.
abstract contract Feeds {
    IPriceOracle internal _oracle;
    FaultyFeed internal _sequencer;
    FaultyFeed[FEEDS] private _feeds;

    uint256[FEEDS] public answers;
    uint256[FEEDS] public publishedAt;
    /// @notice What the last believable round of each feed says, and the id of its last round.
    uint256[FEEDS] public published;
    uint80[FEEDS] public rounds;
    /// @notice How far the second feed of ETH is from the first, in basis points.
    int256 public lean;
    /// @notice The feed that is broken on purpose; _SEQUENCER_DOWN, _LEANING or _NONE_BROKEN.
    uint256 public broken = _NONE_BROKEN;
    /// @notice Whether the last call may have changed anything.
    bool public changed;
    /// @dev Whether the token's price may have to settle.
    bool internal _tokenMoved;

    uint256 internal constant _SEQUENCER_DOWN = FEEDS;
    uint256 internal constant _LEANING = FEEDS + 1;
    uint256 internal constant _NONE_BROKEN = FEEDS + 2;

    /// @dev More than the oracle looks back for.
    uint256 private constant _BACKFILL = 10;

    /// @dev Largest step of a price that walks, in parts per thousand: within the jump bound.
    uint256 private constant _STEP = 45;

    constructor(Protocol memory protocol, Extras memory extras, uint80 firstRounds) {
        _oracle = protocol.oracle;
        _sequencer = protocol.sequencer;
        for (uint256 feed = 0; feed < FEEDS; ++feed) {
            _feeds[feed] = extras.feeds[feed];
            answers[feed] = TokenSets.firstAnswer(feed);
            published[feed] = answers[feed];
            publishedAt[feed] = block.timestamp;
            rounds[feed] = firstRounds;
        }
    }

    function _feed(uint256 feed) internal view returns (FaultyFeed) {
        return _feeds[feed];
    }

    /// @dev A round of now, after those that a live feed made of its last answer in the meantime; of ETH, the second feed's
    /// too.
    function _publish(uint256 feed) internal {
        _backfill(feed);
        _publishAfterSilence(feed);
        if (feed == 0 && broken != ETH_SECOND) _publishSecond();
    }

    function _publishSecond() private {
        _backfill(ETH_SECOND);
        answers[ETH_SECOND] = uint256((int256(answers[0]) * (10_000 + lean)) / 10_000);
        _publishAfterSilence(ETH_SECOND);
    }

    function _backfill(uint256 feed) private {
        uint256 span = MarketSets.HEARTBEAT / 2;
        uint256 time = publishedAt[feed] + span;
        if (time + _BACKFILL * span < block.timestamp) time = block.timestamp - _BACKFILL * span;
        for (; time < block.timestamp; time += span) _addRound(feed, int256(published[feed]), time, time);
    }

    /// @dev A round of now, whatever the feed did before.
    function _publishAfterSilence(uint256 feed) internal {
        _addRound(feed, int256(answers[feed]), block.timestamp, block.timestamp);
        published[feed] = answers[feed];
        publishedAt[feed] = block.timestamp;
        changed = true;
    }

    /// @dev Ids of a feed's rounds follow each other.
    function _addRound(uint256 feed, int256 answer, uint256 startedAt, uint256 updatedAt) internal {
        uint80 id = ++rounds[feed];
        _feeds[feed].setRound(FaultyFeed.Round(id, answer, startedAt, updatedAt, id));
    }

    /// @dev To an answer in rounds none of which is a jump.
    /// @param recorded Whether somebody records them, so that the oracle sees all of them.
    function _walkTo(uint256 feed, uint256 answer, bool recorded) internal {
        uint256 from = published[feed];
        while (answer * 1_000 > from * (1_000 + _STEP) || answer * 1_000 < from * (1_000 - _STEP)) {
            from = (from * (answer > from ? 1_000 + _STEP : 1_000 - _STEP)) / 1_000;
            answers[feed] = from;
            _publish(feed);
            if (recorded) _oracle.recordPrice(TokenSets.numberOf(feed));
        }
        answers[feed] = answer;
        _publish(feed);
    }

    /// @dev Where a price has to be confirmed or to settle: another round, its recording, and its minute.
    function _settlePrices() internal {
        bool token = _tokenMoved && !_isValid(TOKEN_FEED);
        if (_isValid(0) && _isValid(1) && !token) return;
        for (uint256 market = 0; market < MARKETS; ++market) _confirm(market);
        if (_tokenMoved) {
            _confirm(TOKEN_FEED);
            _oracle.recordPrice(SHARES.feedOf());
        }
        CHEATS.warp(block.timestamp + _oracle.settleTime() + 1);
        for (uint256 market = 0; market < MARKETS; ++market) _publish(market);
        if (_tokenMoved) _publish(TOKEN_FEED);
        _tokenMoved = false;
    }

    function _confirm(uint256 feed) private {
        _publish(feed);
        _oracle.recordPrice(TokenSets.numberOf(feed));
    }

    function _isValid(uint256 feed) internal view returns (bool) {
        return _readingOf(feed).validity == PriceValidity.Valid;
    }

    function _readingOf(uint256 feed) internal view returns (PriceReading memory) {
        return _oracle.readPrice(TokenSets.numberOf(feed));
    }

    /// @dev A round where the last one is older than half its heartbeat; what is broken on purpose stays so.
    function _refresh() internal {
        for (uint256 feed = 0; feed < FEEDS; ++feed) {
            if (feed == broken || block.timestamp - publishedAt[feed] <= MarketSets.HEARTBEAT / 2) continue;
            if (feed == ETH_SECOND) _publishSecond();
            else _publish(feed);
        }
    }

    function _mend() internal {
        lean = 0;
        uint256 mended = broken;
        broken = _NONE_BROKEN;
        if (mended < FEEDS) {
            _feeds[mended].setModes(FaultyFeed.Mode.Answer, FaultyFeed.Mode.Answer);
            if (mended == CASH_FEED) answers[mended] = TokenSets.CASH_ANSWER;
            _publishAfterSilence(mended);
            if (mended == TOKEN_FEED) _tokenMoved = true;
        } else if (mended == _SEQUENCER_DOWN) {
            _sequencer.setRound(FaultyFeed.Round(1, 0, 1, 1, 1));
        }
        for (uint256 market = 0; market < MARKETS; ++market) _publish(market);
    }
}
