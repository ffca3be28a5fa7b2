// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {ILiquidityPool} from "../../../contracts/interfaces/ILiquidityPool.sol";
import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";
import {IVault} from "../../../contracts/interfaces/IVault.sol";
import {FaultyFeed} from "../../../contracts/mocks/FaultyFeed.sol";
import {SettlementToken} from "../../../contracts/mocks/SettlementToken.sol";
import {AccountId} from "../../../contracts/types/AccountId.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {PriceValidity} from "../../../contracts/types/PriceReading.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {Assertions} from "../../fuzz/support/Assertions.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {MARKETS, MarketSets} from "../../support/MarketSets.sol";
import {FIRST_ROUNDS, Protocol} from "../../support/ProtocolDeployment.sol";
import {MarketNow, Valuation, Worth} from "../../support/Valuation.sol";
import {InvariantSpec} from "../InvariantSpec.sol";
import {ACCOUNTS, Cast} from "../support/Cast.sol";
import {Draws} from "../support/Draws.sol";

/// @title What every handler stands on: the protocol, ghost sums and the feeds
/// @notice Calls of the protocol are tried: a refusal is no failure. Whatever else reverts in a handler fails the campaign,
/// and so does a promise, which is asserted where it can be seen: around the call.
abstract contract Handler is InvariantSpec, Assertions {
    address internal _admin;
    IClearingHouse internal _house;
    IVault internal _vault;
    ILiquidityPool internal _pool;
    IPriceOracle internal _oracle;
    SettlementToken internal _token;
    FaultyFeed internal _ethFeed;
    FaultyFeed internal _btcFeed;
    FaultyFeed internal _sequencer;

    // --- ghosts ---

    uint256 public calls;
    /// @notice Whether the last call may have changed anything.
    bool public changed;
    /// @notice How often each action did something.
    mapping(bytes32 action => uint256 times) public successes;
    /// @notice Least dust of P2: positions brought up to date, each of which rounds once against its owner.
    uint256 public touches;
    /// @notice Tokens that came in by deposits less those that went out by withdrawals.
    uint256 public inVault;
    /// @notice Tokens sent to the vault without a deposit.
    uint256 public donated;
    /// @notice What the pool's escrow should hold.
    uint256 public escrowed;

    uint256[MARKETS] public answers;
    uint256[MARKETS] public publishedAt;
    /// @notice What the last believable round of each feed says, and the id of its last round.
    uint256[MARKETS] public published;
    uint80[MARKETS] public rounds;
    /// @notice The market whose feed is broken on purpose; _SEQUENCER_DOWN or _NONE_BROKEN.
    uint256 public broken = _NONE_BROKEN;

    uint256 internal constant _SEQUENCER_DOWN = MARKETS;
    uint256 internal constant _NONE_BROKEN = MARKETS + 1;

    /// @dev More than the oracle looks back for.
    uint256 private constant _BACKFILL = 10;

    /// @dev Largest step of a price that walks, in parts per thousand: within the jump bound.
    uint256 private constant _STEP = 45;

    constructor(Protocol memory protocol) {
        _admin = protocol.admin;
        _house = protocol.house;
        _vault = protocol.vault;
        _pool = protocol.pool;
        _oracle = protocol.oracle;
        _token = protocol.token;
        _ethFeed = protocol.feeds[0];
        _btcFeed = protocol.feeds[1];
        _sequencer = protocol.sequencer;
        inVault = protocol.token.balanceOf(address(protocol.vault));
        for (uint8 number = 0; number < MARKETS; ++number) {
            answers[number] = MarketSets.firstAnswer(MarketId.wrap(number));
            published[number] = answers[number];
            publishedAt[number] = block.timestamp;
            rounds[number] = FIRST_ROUNDS;
        }
    }

    // --- around every action ---

    /// @dev Prices are kept fresh nearly always and faults mended soon: else most calls could do nothing.
    function _begin(uint256 seed) internal returns (Draws memory draws) {
        changed = false;
        draws = Draws(uint256(keccak256(abi.encode(seed, ++calls))));
        if (broken != _NONE_BROKEN && draws.chance(4)) _mend();
        if (!draws.chance(8)) _refresh();
        if (broken == _NONE_BROKEN && !draws.chance(4)) _settlePrices();
    }

    function _done(bytes32 action, uint256 positions) internal {
        changed = true;
        touches += positions;
        ++successes[action];
    }

    // --- feeds ---

    function _feed(uint256 market) internal view returns (FaultyFeed) {
        return market == 0 ? _ethFeed : _btcFeed;
    }

    /// @dev A round of now, after those that a live feed made of its last answer in the meantime.
    function _publish(uint256 market) internal {
        uint256 span = MarketSets.HEARTBEAT / 2;
        uint256 time = publishedAt[market] + span;
        if (time + _BACKFILL * span < block.timestamp) time = block.timestamp - _BACKFILL * span;
        for (; time < block.timestamp; time += span) _addRound(market, int256(published[market]), time, time);
        _publishAfterSilence(market);
    }

    /// @dev A round of now, whatever the feed did before.
    function _publishAfterSilence(uint256 market) internal {
        _addRound(market, int256(answers[market]), block.timestamp, block.timestamp);
        published[market] = answers[market];
        publishedAt[market] = block.timestamp;
        changed = true;
    }

    /// @dev Ids of a feed's rounds follow each other.
    function _addRound(uint256 market, int256 answer, uint256 startedAt, uint256 updatedAt) internal {
        uint80 id = ++rounds[market];
        _feed(market).setRound(FaultyFeed.Round(id, answer, startedAt, updatedAt, id));
    }

    /// @dev To an answer in rounds none of which is a jump.
    /// @param recorded Whether somebody records them, so that the oracle sees all of them.
    function _walkTo(uint256 market, uint256 answer, bool recorded) internal {
        uint256 from = published[market];
        while (answer * 1_000 > from * (1_000 + _STEP) || answer * 1_000 < from * (1_000 - _STEP)) {
            from = (from * (answer > from ? 1_000 + _STEP : 1_000 - _STEP)) / 1_000;
            answers[market] = from;
            _publish(market);
            if (recorded) _oracle.recordPrice(MarketId.wrap(uint8(market)));
        }
        answers[market] = answer;
        _publish(market);
    }

    /// @dev Where a price has to be confirmed or to settle: another round, its recording, and its minute.
    function _settlePrices() internal {
        if (_isValid(0) && _isValid(1)) return;
        for (uint256 market = 0; market < MARKETS; ++market) {
            _publish(market);
            _oracle.recordPrice(MarketId.wrap(uint8(market)));
        }
        CHEATS.warp(block.timestamp + _oracle.settleTime() + 1);
        for (uint256 market = 0; market < MARKETS; ++market) _publish(market);
    }

    function _isValid(uint256 market) internal view returns (bool) {
        return _oracle.readPrice(MarketId.wrap(uint8(market))).validity == PriceValidity.Valid;
    }

    /// @dev A round where the last one is older than half its heartbeat; what is broken on purpose stays so.
    function _refresh() internal {
        for (uint256 market = 0; market < MARKETS; ++market) {
            if (market != broken && block.timestamp - publishedAt[market] > MarketSets.HEARTBEAT / 2) _publish(market);
        }
    }

    function _mend() internal {
        for (uint256 market = 0; market < MARKETS; ++market) {
            _feed(market).setModes(FaultyFeed.Mode.Answer, FaultyFeed.Mode.Answer);
            if (market == broken) _publishAfterSilence(market);
            else _publish(market);
        }
        _sequencer.setModes(FaultyFeed.Mode.Answer, FaultyFeed.Mode.Answer);
        _sequencer.setRound(FaultyFeed.Round(1, 0, 1, 1, 1));
        broken = _NONE_BROKEN;
    }

    // --- accounts ---

    /// @dev Deleveragings of all markets so far.
    function _epochs() internal view returns (uint256 sum) {
        for (uint8 number = 0; number < MARKETS; ++number) sum += _house.marketState(MarketId.wrap(number)).state.epoch;
    }

    function _book() internal view returns (MarketNow[MARKETS] memory) {
        return Valuation.read(_house);
    }

    function _worth(MarketNow[MARKETS] memory book, AccountId id) internal view returns (Worth memory) {
        return Valuation.worthOf(_house, book, id);
    }

    function _sizeOf(AccountId id, uint256 market) internal view returns (int256) {
        return Size.unwrap(_house.positionState(id, MarketId.wrap(uint8(market))).size);
    }

    /// @dev Some account with positions; any where there is none.
    function _holder(Draws memory draws) internal view returns (AccountId id) {
        uint256 first = draws.below(ACCOUNTS);
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            id = Cast.account((first + i) % ACCOUNTS);
            if (_house.accountState(id).markets != 0) return id;
        }
    }

    // --- P3 ---

    /// @dev `size` before and after are those in the market of the action; both zero where it concerns none.
    function _requireHealthRule(
        Worth memory before,
        Worth memory current,
        int256 sizeBefore,
        int256 size
    ) internal pure {
        if (current.valueForInitial >= current.initialMargin) return;
        bool shrank = sizeBefore > 0 ? size >= 0 && size < sizeBefore : size <= 0 && size > sizeBefore;
        _holds(shrank && current.value > 0, P3_HEALTH);
        // current.value / current.margin >= before.value / before.margin
        _atMost(before.value * current.margin, current.value * before.margin, P3_HEALTH);
    }
}
