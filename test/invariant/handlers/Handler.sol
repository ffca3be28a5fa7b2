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
import {Size} from "../../../contracts/types/Size.sol";
import {Assertions} from "../../fuzz/support/Assertions.sol";
import {MARKETS, MarketSets} from "../../support/MarketSets.sol";
import {Protocol} from "../../support/ProtocolDeployment.sol";
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
    uint80 public round = 2;
    /// @notice The market whose feed is broken on purpose; _SEQUENCER_DOWN or _NONE_BROKEN.
    uint256 public broken = _NONE_BROKEN;

    uint256 internal constant _SEQUENCER_DOWN = MARKETS;
    uint256 internal constant _NONE_BROKEN = MARKETS + 1;

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
            publishedAt[number] = block.timestamp;
        }
    }

    // --- around every action ---

    /// @dev Prices are kept fresh nearly always and faults mended soon: else most calls could do nothing.
    function _begin(uint256 seed) internal returns (Draws memory draws) {
        changed = false;
        draws = Draws(uint256(keccak256(abi.encode(seed, ++calls))));
        if (broken != _NONE_BROKEN && draws.chance(4)) _mend();
        if (!draws.chance(8)) _refresh();
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

    function _publish(uint256 market) internal {
        uint80 id = ++round;
        _feed(market).setRound(FaultyFeed.Round(id, int256(answers[market]), block.timestamp, block.timestamp, id));
        publishedAt[market] = block.timestamp;
        changed = true;
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
            _publish(market);
        }
        _sequencer.setModes(FaultyFeed.Mode.Answer, FaultyFeed.Mode.Answer);
        _sequencer.setRound(FaultyFeed.Round(1, 0, 1, 1, 1));
        broken = _NONE_BROKEN;
    }

    // --- accounts ---

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
