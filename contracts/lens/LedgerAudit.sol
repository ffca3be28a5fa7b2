// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IClearingHouse, Market} from "../interfaces/IClearingHouse.sol";
import {IClearingHouseErrors} from "../interfaces/IClearingHouseErrors.sol";
import {IVault} from "../interfaces/IVault.sol";
import {ActionTable} from "../risk/ActionTable.sol";
import {FillMath} from "../risk/FillMath.sol";
import {FundingMath} from "../risk/FundingMath.sol";
import {Health, MarketSnapshot, Standing} from "../risk/Health.sol";
import {Account} from "../types/AccountSlot.sol";
import {AccountId} from "../types/AccountId.sol";
import {CollateralId, MAX_COLLATERALS} from "../types/CollateralId.sol";
import {CollateralHoldings, CollateralSlot} from "../types/CollateralSlot.sol";
import {MarketId, MAX_MARKETS} from "../types/MarketId.sol";
import {Money} from "../types/Money.sol";
import {Position} from "../types/PositionSlot.sol";
import {Size} from "../types/Size.sol";

/// @notice What a list of accounts comes to.
struct AccountSums {
    /// Sum of the sizes in each listed market, ascending by market.
    Size[] sizes;
    /// Cash + unrealised profit at mark - funding owed, each position rounded against its account.
    Money claims;
    /// Open positions.
    uint256 positions;
    /// Traders' accounts below maintenance margin, whatever their prices allow.
    uint256 belowMaintenance;
    /// Those of them that `liquidate` would do something for now.
    AccountId[] liquidatable;
}

/// @notice What belongs to no account, and what a reader wants beside it.
struct LedgerTotals {
    /// Settlement tokens in the vault, 1e-6 USD.
    uint256 vaultBalance;
    /// Collected by the pool's market accounts for insurance and treasury, and in nobody's cash yet.
    Money insuranceOwed;
    Money treasuryOwed;
    Money insuranceCash;
    /// The pool at mark.
    Money poolValue;
}

/// @title LedgerAudit
/// @notice P1 and P2 for who knows every account: sizes that must sum to zero, and claims that the vault's tokens must
/// cover. Lists may be cut into pages, whose sums add up. Holds nothing; reverts with `Locked` like every view that prices.
contract LedgerAudit {
    using Health for Standing;

    IClearingHouse private immutable _CLEARING_HOUSE;

    /// @dev Prices in the middle of an action would be half of one state and half of another.
    modifier whenUnlocked() {
        require(!_CLEARING_HOUSE.locked(), IClearingHouseErrors.Locked());
        _;
    }

    constructor(IClearingHouse clearingHouse_) {
        _CLEARING_HOUSE = clearingHouse_;
    }

    /// @notice Sums over the accounts; each must be named once.
    function sumsOf(AccountId[] calldata accounts) external view whenUnlocked returns (AccountSums memory sums) {
        (MarketSnapshot[] memory book, uint256[] memory places) = _openBook();
        sums.sizes = new Size[](book.length);
        AccountId[] memory found = new AccountId[](accounts.length);
        uint256 count;
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (_add(sums, accounts[i], book, places)) found[count++] = accounts[i];
        }
        sums.liquidatable = new AccountId[](count);
        for (uint256 i = 0; i < count; ++i) sums.liquidatable[i] = found[i];
    }

    /// @notice What stands beside the accounts.
    function totals() external view whenUnlocked returns (LedgerTotals memory ledger) {
        IVault vault = _CLEARING_HOUSE.vault();
        ledger.vaultBalance = vault.settlementToken().balanceOf(address(vault));
        ledger.insuranceCash = _CLEARING_HOUSE.accountState(_CLEARING_HOUSE.insuranceAccount()).cash;
        ledger.poolValue = _CLEARING_HOUSE.poolValuation().markValue;
        uint256 left = _CLEARING_HOUSE.listedMarkets();
        for (uint8 number = 0; left != 0; ++number) {
            if (left & 1 != 0) {
                AccountId id = _CLEARING_HOUSE.poolMarketAccount(MarketId.wrap(number));
                Account memory account = _CLEARING_HOUSE.accountState(id);
                ledger.insuranceOwed = ledger.insuranceOwed + Money.wrap(int256(account.insuranceOwed));
                ledger.treasuryOwed = ledger.treasuryOwed + Money.wrap(int256(account.treasuryOwed));
            }
            left >>= 1;
        }
    }

    /// @notice Balances of the accounts summed, by collateral token; each account must be named once.
    function collateralSumsOf(
        AccountId[] calldata accounts
    ) external view whenUnlocked returns (uint256[8] memory sums) {
        for (uint256 i = 0; i < accounts.length; ++i) {
            uint256[8] memory balances = _CLEARING_HOUSE.collateralBalances(accounts[i]);
            for (uint256 number = 0; number < MAX_COLLATERALS; ++number) sums[number] += balances[number];
        }
    }

    /// @notice What the ledger says that all accounts hold of each token, and what the vault has: P2 is that the second is never
    /// less. Zero where no token is listed.
    function collateralTotals()
        external
        view
        whenUnlocked
        returns (uint256[8] memory held, uint256[8] memory vaultBalances)
    {
        address vault = address(_CLEARING_HOUSE.vault());
        for (uint8 number = 0; number < MAX_COLLATERALS; ++number) {
            (CollateralSlot slot, CollateralHoldings holdings) = _CLEARING_HOUSE.collateralState(
                CollateralId.wrap(number)
            );
            if (!slot.exists()) continue;
            held[number] = holdings.held();
            vaultBalances[number] = IERC20(slot.token()).balanceOf(vault);
        }
    }

    /// @dev Adds one account; whether it can be liquidated now.
    function _add(
        AccountSums memory sums,
        AccountId id,
        MarketSnapshot[] memory book,
        uint256[] memory places
    ) private view returns (bool) {
        (Account memory account, MarketId[] memory held, Position[] memory positions) = _CLEARING_HOUSE.fullState(id);
        Standing memory standing = _stand(id, account);
        Money claim = account.cash;
        bool usable = false;
        for (uint256 i = 0; i < held.length; ++i) {
            uint256 place = places[MarketId.unwrap(held[i])];
            MarketSnapshot memory market = book[place];
            sums.sizes[place] = sums.sizes[place] + positions[i].size;
            claim = claim + _worth(positions[i], market);
            standing.add(positions[i], market, block.timestamp);
            if (ActionTable.allowsLiquidation(market.price.validity)) usable = true;
        }
        sums.claims = sums.claims + claim;
        sums.positions += held.length;
        // The pool's own accounts are margined too, but nobody liquidates them.
        if (held.length == 0 || id.owner() == address(_CLEARING_HOUSE) || !standing.isLiquidatable()) return false;
        ++sums.belowMaintenance;
        return usable;
    }

    function _stand(AccountId id, Account memory account) private view returns (Standing memory) {
        if (account.collaterals == 0) return Health.begin(account.cash, account.cash);
        (Money initial, Money maintenance, ) = _CLEARING_HOUSE.collateralValues(id, account.collaterals);
        return Health.begin(account.cash + initial, account.cash + maintenance);
    }

    function _worth(Position memory position, MarketSnapshot memory market) private view returns (Money) {
        (int256 index, ) = FundingMath.indexAt(
            market.state,
            market.price.mark,
            market.tiers.maxFundingRatePerSecond(),
            block.timestamp
        );
        return FillMath.unrealizedPnl(position, market.price.mark) - FundingMath.payment(position, index);
    }

    /// @dev Every listed market, and where each stands in the list.
    function _openBook() private view returns (MarketSnapshot[] memory book, uint256[] memory places) {
        uint256 listed = _CLEARING_HOUSE.listedMarkets();
        uint256 count;
        for (uint256 left = listed; left != 0; left &= left - 1) ++count;
        book = new MarketSnapshot[](count);
        places = new uint256[](MAX_MARKETS);
        uint256 next;
        for (uint8 number = 0; listed != 0; ++number) {
            if (listed & 1 != 0) {
                MarketId id = MarketId.wrap(number);
                Market memory market = _CLEARING_HOUSE.marketState(id);
                book[next].id = id;
                book[next].state = market.state;
                book[next].tiers = market.tierSlot;
                book[next].price = _CLEARING_HOUSE.oracle().readPrice(id);
                places[number] = next++;
            }
            listed >>= 1;
        }
    }
}
