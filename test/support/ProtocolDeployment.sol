// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IAccountLens} from "../../contracts/interfaces/IAccountLens.sol";
import {IClearingHouse} from "../../contracts/interfaces/IClearingHouse.sol";
import {ILiquidityPool} from "../../contracts/interfaces/ILiquidityPool.sol";
import {IPriceOracle} from "../../contracts/interfaces/IPriceOracle.sol";
import {IVault} from "../../contracts/interfaces/IVault.sol";
import {FaultyFeed} from "../../contracts/mocks/FaultyFeed.sol";
import {SettlementToken} from "../../contracts/mocks/SettlementToken.sol";
import {AccountId, toAccountId} from "../../contracts/types/AccountId.sol";
import {MarketId} from "../../contracts/types/MarketId.sol";
import {Money} from "../../contracts/types/Money.sol";
import {TokenAmount} from "../../contracts/types/TokenAmount.sol";
import {CHEATS} from "./Cheats.sol";
import {BTC, ETH, MARKETS, MarketSets} from "./MarketSets.sol";

/// @dev Rounds that each feed has when the protocol stands.
uint80 constant FIRST_ROUNDS = 3;

/// @notice A deployed protocol whose feeds, clock and governance belong to the test.
struct Protocol {
    /// Holds every role, without a delay, where nobody else was given one.
    address admin;
    IAccessManager manager;
    IClearingHouse house;
    IVault vault;
    ILiquidityPool pool;
    IAccountLens lens;
    IPriceOracle oracle;
    SettlementToken token;
    FaultyFeed[MARKETS] feeds;
    FaultyFeed sequencer;
}

/// @title The whole protocol, deployed in Solidity
/// @notice The test is the access manager's admin. Two markets, open; the pool and the insurance fund have money.
abstract contract ProtocolDeployment {
    uint256 internal constant START = 1_750_000_000;
    uint256 internal constant REQUEST_DELAY = 2 hours;
    uint256 internal constant EXECUTION_WINDOW = 24 hours;
    uint256 internal constant GRACE_PERIOD = 10 minutes;

    uint256 internal constant POOL_CASH = 2_000_000e6;
    uint256 internal constant INSURANCE_CASH = 50_000e6;

    /// @dev `provider` ends with the shares of POOL_CASH.
    function _deployProtocol(address provider) internal returns (Protocol memory protocol) {
        CHEATS.warp(START);
        _deployDoubles(protocol);
        _deployContracts(protocol);
        _listMarkets(protocol);
        _fundPool(protocol, provider);
        _fund(protocol, address(this), protocol.house.insuranceAccount(), INSURANCE_CASH);
        for (uint8 number = 0; number < MARKETS; ++number) {
            protocol.house.setCommitment(MarketId.wrap(number), MarketSets.COMMITMENT);
            protocol.house.openMarket(MarketId.wrap(number));
        }
        _finish(protocol);
    }

    /// @dev Seconds for which a change that loosens risk must have been announced.
    function _looseningDelay() internal pure virtual returns (uint256) {
        return 0;
    }

    /// @dev What such a delay makes wait.
    function _finish(Protocol memory protocol) internal virtual {
        for (uint8 number = 0; number < MARKETS; ++number) {
            protocol.house.setInsuranceBudget(MarketId.wrap(number), Money.wrap(int256(INSURANCE_CASH)));
        }
    }

    /// @dev Fresh tokens from `payer` into an account of the ledger.
    function _fund(Protocol memory protocol, address payer, AccountId account, uint256 amount) internal {
        protocol.token.mint(payer, amount);
        CHEATS.prank(payer);
        protocol.token.approve(address(protocol.vault), amount);
        CHEATS.prank(payer);
        protocol.vault.deposit(account, TokenAmount.wrap(amount));
    }

    /// @dev A round of now.
    function _publish(FaultyFeed feed, uint80 roundId, int256 answer) internal {
        feed.setRound(FaultyFeed.Round(roundId, answer, block.timestamp, block.timestamp, roundId));
    }

    // --- steps ---

    function _deployDoubles(Protocol memory protocol) private {
        protocol.token = SettlementToken(_create("contracts/mocks/SettlementToken.sol:SettlementToken", ""));
        for (uint8 number = 0; number < MARKETS; ++number) {
            protocol.feeds[number] = _createFeed(MarketSets.FEED_DECIMALS);
            _publish(protocol.feeds[number], 1, int256(MarketSets.firstAnswer(MarketId.wrap(number))));
        }
        protocol.sequencer = _createFeed(0);
        // Up since long ago.
        protocol.sequencer.setRound(FaultyFeed.Round(1, 0, 1, 1, 1));
    }

    function _deployContracts(Protocol memory protocol) private {
        protocol.admin = address(this);
        address authority = _create("AccessManager", abi.encode(address(this)));
        protocol.manager = IAccessManager(authority);
        address oracle = _create(
            "contracts/oracle/ChainlinkOracle.sol:ChainlinkOracle",
            abi.encode(authority, protocol.sequencer, GRACE_PERIOD)
        );
        bytes memory shared = abi.encode(authority, oracle);
        address liquidation = _create("contracts/clearing/LiquidationModule.sol:LiquidationModule", shared);
        address trading = _create(
            "contracts/clearing/TradingModule.sol:TradingModule",
            abi.encode(authority, oracle, liquidation)
        );
        address poolModule = _create("contracts/clearing/PoolModule.sol:PoolModule", shared);
        address operators = _create("contracts/clearing/OperatorModule.sol:OperatorModule", shared);
        address preview = _create(
            "contracts/clearing/PreviewModule.sol:PreviewModule",
            abi.encode(authority, oracle, liquidation)
        );
        address config = _create(
            "contracts/governance/ConfigModule.sol:ConfigModule",
            abi.encode(authority, oracle, REQUEST_DELAY, _looseningDelay())
        );
        address collateral = _create(
            "contracts/governance/CollateralConfig.sol:CollateralConfig",
            abi.encode(authority, oracle, _looseningDelay())
        );
        address house = _create(
            "contracts/clearing/ClearingHouse.sol:ClearingHouse",
            abi.encode(
                authority,
                oracle,
                protocol.token,
                trading,
                liquidation,
                poolModule,
                operators,
                preview,
                config,
                collateral
            )
        );
        address pool = _create(
            "contracts/pool/LiquidityPool.sol:LiquidityPool",
            abi.encode(house, REQUEST_DELAY, EXECUTION_WINDOW)
        );
        protocol.oracle = IPriceOracle(oracle);
        protocol.house = IClearingHouse(house);
        protocol.vault = protocol.house.vault();
        protocol.pool = ILiquidityPool(pool);
        protocol.lens = IAccountLens(_create("contracts/lens/AccountLens.sol:AccountLens", abi.encode(house)));
        protocol.house.setPool(pool);
    }

    function _listMarkets(Protocol memory protocol) private {
        for (uint8 number = 0; number < MARKETS; ++number) {
            MarketId id = MarketId.wrap(number);
            protocol.oracle.setFeed(id, MarketSets.feed(id, address(protocol.feeds[number])));
            protocol.house.listMarket(
                id,
                id == ETH ? "ETH-PERP" : "BTC-PERP",
                MarketSets.tiers(),
                MarketSets.trade(id),
                MarketSets.liquidation()
            );
        }
    }

    function _fundPool(Protocol memory protocol, address provider) private {
        _fund(protocol, provider, toAccountId(provider, 0), POOL_CASH);
        CHEATS.prank(provider);
        uint256 request = protocol.pool.requestDeposit(POOL_CASH, provider, provider);
        // A round an hour, as a live feed has them: one after a silence would have to settle.
        for (uint80 round = 2; round <= FIRST_ROUNDS; ++round) {
            CHEATS.warp(block.timestamp + REQUEST_DELAY / (FIRST_ROUNDS - 1));
            _publish(protocol.feeds[0], round, int256(MarketSets.firstAnswer(ETH)));
            _publish(protocol.feeds[1], round, int256(MarketSets.firstAnswer(BTC)));
        }
        protocol.pool.executeRequest(request);
        CHEATS.prank(provider);
        protocol.pool.deposit(POOL_CASH, provider);
    }

    function _createFeed(uint8 decimals) internal returns (FaultyFeed) {
        return FaultyFeed(_create("contracts/mocks/FaultyFeed.sol:FaultyFeed", abi.encode(decimals)));
    }

    function _create(string memory artifact, bytes memory arguments) internal returns (address created) {
        bytes memory code = bytes.concat(CHEATS.getCode(artifact), arguments);
        assembly ("memory-safe") {
            created := create(0, add(code, 0x20), mload(code))
            if iszero(created) {
                let size := returndatasize()
                returndatacopy(mload(0x40), 0, size)
                revert(mload(0x40), size)
            }
        }
    }
}
