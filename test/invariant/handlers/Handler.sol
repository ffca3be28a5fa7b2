// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {ILiquidityPool} from "../../../contracts/interfaces/ILiquidityPool.sol";
import {IVault} from "../../../contracts/interfaces/IVault.sol";
import {SettlementToken} from "../../../contracts/mocks/SettlementToken.sol";
import {AccountId} from "../../../contracts/types/AccountId.sol";
import {Checkpoint} from "../../../contracts/types/CheckpointSlot.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {PriceValidity} from "../../../contracts/types/PriceReading.sol";
import {SideState} from "../../../contracts/types/SideSlot.sol";
import {Size} from "../../../contracts/types/Size.sol";
import {Assertions} from "../../fuzz/support/Assertions.sol";
import {CASH_FEED, MARKETS} from "../../support/MarketSets.sol";
import {Protocol} from "../../support/ProtocolDeployment.sol";
import {Book, MarketNow, Valuation, Worth} from "../../support/Valuation.sol";
import {InvariantSpec} from "../InvariantSpec.sol";
import {ACCOUNTS, Cast} from "../support/Cast.sol";
import {Draws} from "../support/Draws.sol";
import {Extras} from "../support/FullDeployment.sol";
import {Feeds} from "./Feeds.sol";

/// @title What every handler stands on: the protocol, ghost sums and the rules that several share
/// @notice Calls of the protocol are tried: a refusal is no failure. Whatever else reverts in a handler fails the campaign,
/// and so does a promise, which is asserted where it can be seen: around the call.
abstract contract Handler is InvariantSpec, Assertions, Feeds {
    IClearingHouse internal _house;
    IVault internal _vault;
    ILiquidityPool internal _pool;
    SettlementToken internal _token;
    AccountId internal _insurance;
    AccountId internal _main;

    // --- ghosts ---

    uint256 public calls;
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
    /// @dev Whether somebody recorded the unsound price that the broken feed of the settlement token has.
    bool internal _unsoundRecorded;

    constructor(
        Protocol memory protocol,
        Extras memory extras,
        uint80 firstRounds
    ) Feeds(protocol, extras, firstRounds) {
        _house = protocol.house;
        _vault = protocol.vault;
        _pool = protocol.pool;
        _token = protocol.token;
        _insurance = protocol.house.insuranceAccount();
        _main = protocol.house.poolAccount();
        inVault = protocol.token.balanceOf(address(protocol.vault));
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

    // --- accounts ---

    /// @dev Deleveragings of all markets so far.
    function _epochs(Book memory book) internal pure returns (uint256 sum) {
        for (uint256 market = 0; market < MARKETS; ++market) sum += book.markets[market].epoch;
    }

    /// @dev Which sides the last action took from, where the epochs of its book are not those of now.
    /// @return shared Whether any.
    function _noteDeleveraging(Book memory before) internal returns (bool shared) {
        for (uint8 number = 0; number < MARKETS; ++number) {
            MarketId market = MarketId.wrap(number);
            uint256 epoch = _house.marketState(market).state.epoch;
            uint256 first = before.markets[number].epoch;
            for (uint256 next = first + 1; next <= epoch; ++next) {
                shared = true;
                if (_took(market, true, next)) ++successes["longsDeleveraged"];
                if (_took(market, false, next)) ++successes["shortsDeleveraged"];
            }
        }
    }

    function _took(MarketId market, bool long, uint256 epoch) private returns (bool) {
        (, Checkpoint memory before) = _house.sideState(market, long, epoch - 1);
        (SideState memory side, Checkpoint memory current) = _house.sideState(market, long, epoch);
        if (side.generations != 0 && current.scale > before.scale) ++successes["generation"];
        return current.scale < before.scale;
    }

    function _book() internal view returns (Book memory) {
        return Valuation.read(_house, _oracle);
    }

    function _worth(Book memory book, AccountId id) internal view returns (Worth memory) {
        return Valuation.worthOf(_house, book, id);
    }

    function _sizeOf(AccountId id, uint256 market) internal view returns (int256) {
        return Size.unwrap(_house.positionState(id, MarketId.wrap(uint8(market))).size);
    }

    function _cashOf(AccountId id) internal view returns (int256) {
        return Money.unwrap(_house.accountState(id).cash);
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
        _holds(_shrank(sizeBefore, size) && current.value > 0, P3_HEALTH);
        // current.value / current.margin >= before.value / before.margin
        _atMost(before.value * current.margin, current.value * before.margin, P3_HEALTH);
    }

    /// @dev What a fill may do to a position: an increase asks more than a reduction.
    function _requireLetIn(
        MarketNow memory market,
        Worth memory before,
        Worth memory current,
        int256 sizeBefore,
        int256 size
    ) internal view {
        _holds(size == 0 || uint256(size < 0 ? -size : size) >= market.minSize, P3_MINIMUM);
        if (_shrank(sizeBefore, size)) return;
        _holds(!market.reduceOnly, P3_RESTRICTED);
        _holds(market.price.validity == PriceValidity.Valid, P7_OPENING);
        _requireSound();
        _requireDebt(before, current);
    }

    function _shrank(int256 before, int256 size) internal pure returns (bool) {
        return before > 0 ? size >= 0 && size < before : size <= 0 && size > before;
    }

    /// @dev After a withdrawal or an increase: who owes more against collateral than before owes no more than he may, and all
    /// together no more than insurance and main could pay.
    function _requireDebt(Worth memory before, Worth memory current) internal view {
        if (current.collaterals == 0 || current.cash >= 0 || current.cash >= before.cash) return;
        (Money total, Money limit, ) = _house.collateralDebts();
        _atMost(-current.cash, Money.unwrap(limit), P3_DEBT);
        _atMost(Money.unwrap(total), _couldPay(), P3_DEBT);
        _requireSound();
    }

    /// @dev What answers for debts.
    function _couldPay() internal view returns (int256 sum) {
        int256 insurance = _cashOf(_insurance);
        int256 main = _cashOf(_main);
        return (insurance > 0 ? insurance : int256(0)) + (main > 0 ? main : int256(0));
    }

    /// @dev Whoever records an unsound price of the settlement token stops what it stops.
    function _requireSound() internal view {
        _holds(_house.settlementPriceSound(), P3_SOUND);
        _holds(broken != CASH_FEED || !_unsoundRecorded, P3_SOUND);
    }
}
