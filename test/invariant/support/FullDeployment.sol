// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FaultyFeed} from "../../../contracts/mocks/FaultyFeed.sol";
import {MintableToken} from "../../../contracts/mocks/MintableToken.sol";
import {ShareVault} from "../../../contracts/mocks/ShareVault.sol";
import {FeedPair} from "../../../contracts/interfaces/IPriceOracle.sol";
import {IShareRateFeed} from "../../../contracts/interfaces/IShareRateFeed.sol";
import {CollateralId, SETTLEMENT_FEED} from "../../../contracts/types/CollateralId.sol";
import {MarketId} from "../../../contracts/types/MarketId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Ratio} from "../../../contracts/types/Ratio.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {CASH_FEED, ETH, ETH_SECOND, FEEDS, MARKETS, MarketSets, TOKEN_FEED} from "../../support/MarketSets.sol";
import {FIRST_ROUNDS, Protocol, ProtocolDeployment} from "../../support/ProtocolDeployment.sol";
import {GOVERNOR, LOOSENING_DELAY, Roles} from "./Roles.sol";
import {SHARES, TOKEN, TokenSets} from "./TokenSets.sol";

/// @notice What the campaign's protocol has beside two markets with one feed each.
struct Extras {
    FaultyFeed[FEEDS] feeds;
    MintableToken token;
    ShareVault shares;
    IShareRateFeed rate;
}

/// @title The protocol with everything that can be listed, and roles held by whom a live network has
abstract contract FullDeployment is ProtocolDeployment {
    /// @dev 10 % a year.
    Ratio private constant _GROWTH = Ratio.wrap(100_000);

    /// @dev Rounds of each feed when the world stands: those of the first deployment, and those of the time that the
    /// governor's announcements take.
    uint80 internal constant _ROUNDS = FIRST_ROUNDS + uint80(LOOSENING_DELAY / 1 hours);

    Extras internal _extras;

    function _looseningDelay() internal pure override returns (uint256) {
        return LOOSENING_DELAY;
    }

    function _finish(Protocol memory protocol) internal override {
        _deployExtras(protocol);
        _beforeSeal(protocol);
        Roles.assign(protocol.manager, address(protocol.house), address(protocol.oracle));
        bytes[] memory calls = _announced(protocol);
        for (uint256 i = 0; i < calls.length; ++i) {
            CHEATS.prank(GOVERNOR);
            protocol.manager.schedule(address(protocol.house), calls[i], 0);
        }
        for (uint256 hour = 0; hour < LOOSENING_DELAY / 1 hours; ++hour) {
            CHEATS.warp(block.timestamp + 1 hours);
            for (uint256 feed = 0; feed < FEEDS; ++feed) _publishFirst(feed, FIRST_ROUNDS + uint80(hour) + 1);
        }
        for (uint256 i = 0; i < calls.length; ++i) {
            CHEATS.prank(GOVERNOR);
            (bool done, ) = address(protocol.house).call(calls[i]);
            assert(done);
        }
        protocol.house.recordSettlementPrice();
    }

    /// @dev What the deployer does while every role is its own.
    function _beforeSeal(Protocol memory protocol) internal virtual;

    function _deployExtras(Protocol memory protocol) private {
        _extras.token = MintableToken(
            _create("contracts/mocks/MintableToken.sol:MintableToken", abi.encode("TOKEN", uint8(18)))
        );
        _extras.shares = ShareVault(_create("contracts/mocks/ShareVault.sol:ShareVault", abi.encode(_extras.token)));
        for (uint256 feed = 0; feed < FEEDS; ++feed) {
            _extras.feeds[feed] = feed < MARKETS ? protocol.feeds[feed] : _createFeed(MarketSets.FEED_DECIMALS);
            _publishFirst(feed, FIRST_ROUNDS);
        }
        // A first deposit, so that the rate of a share is one.
        _extras.token.mint(address(this), 1e18);
        _extras.token.approve(address(_extras.shares), 1e18);
        _extras.shares.deposit(1e18, address(this));
        _extras.rate = IShareRateFeed(
            _create(
                "contracts/oracle/ShareRateFeed.sol:ShareRateFeed",
                abi.encode(_extras.feeds[TOKEN_FEED], _extras.shares, _GROWTH, uint256(1.1e18))
            )
        );
        protocol.oracle.setFeeds(
            ETH,
            FeedPair(
                MarketSets.feed(ETH, address(protocol.feeds[0])),
                MarketSets.secondFeed(address(_extras.feeds[ETH_SECOND]))
            )
        );
        protocol.oracle.setFeed(TOKEN.feedOf(), TokenSets.feedParameters(address(_extras.feeds[TOKEN_FEED]), false));
        protocol.oracle.setFeed(SHARES.feedOf(), TokenSets.feedParameters(address(_extras.rate), false));
        protocol.oracle.setFeed(SETTLEMENT_FEED, TokenSets.feedParameters(address(_extras.feeds[CASH_FEED]), true));
    }

    /// @dev What waits.
    function _announced(Protocol memory protocol) private view returns (bytes[] memory calls) {
        calls = new bytes[](MARKETS + 3);
        for (uint8 number = 0; number < MARKETS; ++number) {
            Money budget = Money.wrap(int256(INSURANCE_CASH));
            calls[number] = abi.encodeCall(protocol.house.setInsuranceBudget, (MarketId.wrap(number), budget));
        }
        calls[MARKETS] = _listing(protocol, TOKEN, address(_extras.token));
        calls[MARKETS + 1] = _listing(protocol, SHARES, address(_extras.shares));
        calls[MARKETS + 2] = abi.encodeCall(protocol.house.setDebtLimit, (TokenSets.DEBT_LIMIT));
    }

    function _listing(Protocol memory protocol, CollateralId id, address token) private pure returns (bytes memory) {
        return abi.encodeCall(protocol.house.listCollateral, (id, token, TokenSets.parameters()));
    }

    function _publishFirst(uint256 feed, uint80 round) private {
        _publish(_extras.feeds[feed], round, int256(TokenSets.firstAnswer(feed)));
    }
}
