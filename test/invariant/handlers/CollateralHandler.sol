// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IShareRateFeed} from "../../../contracts/interfaces/IShareRateFeed.sol";
import {MintableToken} from "../../../contracts/mocks/MintableToken.sol";
import {ShareVault} from "../../../contracts/mocks/ShareVault.sol";
import {AccountId} from "../../../contracts/types/AccountId.sol";
import {CollateralId} from "../../../contracts/types/CollateralId.sol";
import {Money} from "../../../contracts/types/Money.sol";
import {Price} from "../../../contracts/types/Price.sol";
import {TokenAmount} from "../../../contracts/types/TokenAmount.sol";
import {CHEATS} from "../../support/Cheats.sol";
import {TOKENS} from "../../support/MarketSets.sol";
import {TokenNow, TokenValuation} from "../../support/TokenValuation.sol";
import {Book, Valuation, Worth} from "../../support/Valuation.sol";
import {ACCOUNTS, Cast, PEOPLE} from "../support/Cast.sol";
import {Draws} from "../support/Draws.sol";
import {LiquidationHandler} from "./LiquidationHandler.sol";
import {VaultHandler} from "./VaultHandler.sol";

/// @title Other collateral that comes, goes and is sold
abstract contract CollateralHandler is VaultHandler, LiquidationHandler {
    /// @dev A purchase and both parties before it.
    struct Purchase {
        AccountId seller;
        AccountId buyer;
        uint8 token;
        Money payment;
        uint256 balance;
        Worth sellerBefore;
        Worth buyerBefore;
    }

    MintableToken private _asset;
    ShareVault private _shares;
    IShareRateFeed private _rate;

    /// @notice Of each token, what came into the vault by deposits less what went by withdrawals, and what was sent to it.
    uint256[TOKENS] public tokensInVault;
    uint256[TOKENS] public tokensDonated;

    constructor(MintableToken asset, ShareVault shares, IShareRateFeed rate) {
        (_asset, _shares, _rate) = (asset, shares, rate);
        for (uint256 number = 0; number < TOKENS; ++number) {
            tokensInVault[number] = _collateralToken(number).balanceOf(address(_vault));
        }
    }

    /// @notice Into one's own account, now and then another's, which is refused.
    function depositToken(uint256 seed) external {
        Draws memory draws = _begin(seed);
        AccountId id = Cast.account(draws.below(ACCOUNTS));
        address payer = draws.chance(16) ? Cast.person(draws.below(PEOPLE)) : id.owner();
        uint8 number = uint8(draws.below(TOKENS));
        uint256 amount = draws.chance(8) ? draws.below(2) : draws.between(1e9, 30e18);
        _give(number, payer, amount);
        Book memory book = _book();
        Worth memory before = _worth(book, id);
        CHEATS.prank(payer);
        _collateralToken(number).approve(address(_vault), amount);
        CHEATS.prank(payer);
        try _vault.depositCollateral(id, CollateralId.wrap(number), TokenAmount.wrap(amount)) returns (
            TokenAmount credited
        ) {
            _equal(TokenAmount.unwrap(credited), amount, P10_TOKENS);
            _holds(payer == id.owner(), P3_AUTHORITY);
            tokensInVault[number] += amount;
            Worth memory current = _worth(book, id);
            _equal(current.cash, before.cash, P10_TOKENS);
            _atMost(before.value, current.value, P10_TOKENS);
            _done("tokenIn", 0);
        } catch {}
    }

    /// @notice A part, all, or more of a balance.
    function withdrawToken(uint256 seed) external {
        Draws memory draws = _begin(seed);
        (AccountId id, uint8 number, uint256 balance) = _someBalance(draws);
        if (balance == 0) return;
        uint256 kind = draws.below(8);
        uint256 amount =
            kind == 0
                ? balance + 1
                : kind < 3
                    ? balance
                    : draws.between(1, balance / 2 + 1);
        Book memory book = _book();
        Worth memory before = _worth(book, id);
        TokenNow memory token = book.tokens[number];
        int256 leaving = TokenValuation.leavingValue(balance, token);
        if (amount <= balance) leaving -= TokenValuation.leavingValue(balance - amount, token);
        CHEATS.prank(id.owner());
        try
            _vault.withdrawCollateral(
                id,
                CollateralId.wrap(number),
                TokenAmount.wrap(amount),
                Cast.person(draws.below(PEOPLE))
            )
        {
            tokensInVault[number] -= amount;
            _holds(amount <= balance, P10_TOKENS);
            Worth memory current = _worth(book, id);
            _equal(current.cash, before.cash, P10_TOKENS);
            if (before.legs != 0 || before.cash < 0) {
                _atMost(leaving, int256(_free(before)), P3_FLOOR);
                _atMost(current.floor, current.valueForWithdrawal, P3_FLOOR);
                _requireHealthRule(before, current, 0, 0);
            }
            _done("tokenOut", 0);
        } catch {
            if (amount > balance) return;
            _holds(before.legs != 0 || before.cash < 0, P5_LEAVE);
            _holds(!before.allValid || leaving > int256(_free(before)) || _free(before) == 0, P3_FREE);
        }
    }

    /// @notice Of a debtor, of insurance and of the pool, with what the buyer has free.
    function buyToken(uint256 seed) external {
        Draws memory draws = _begin(seed);
        Purchase memory purchase;
        bool system = draws.chance(3);
        (purchase.seller, purchase.token, purchase.balance) = system ? _systemBalance(draws) : _debtorsBalance(draws);
        if (purchase.balance == 0) return;
        purchase.buyer = Cast.account(draws.below(ACCOUNTS));
        Book memory book = _book();
        purchase.sellerBefore = _worth(book, purchase.seller);
        purchase.buyerBefore = _worth(book, purchase.buyer);
        uint256 payment = draws.chance(8) ? draws.between(1, 20e6) : draws.between(10e6, 20_000e6);
        purchase.payment = Money.wrap(int256(payment));
        CHEATS.prank(purchase.buyer.owner());
        try
            _house.buyCollateral(
                purchase.seller,
                CollateralId.wrap(purchase.token),
                purchase.payment,
                0,
                purchase.buyer
            )
        returns (uint256 amount, Money paid) {
            _requireSold(book, purchase, amount, Money.unwrap(paid));
            bool owned = purchase.seller == _insurance || purchase.seller == _main;
            _done(owned ? bytes32("buyFromSystem") : bytes32("buyFromDebtor"), 0);
        } catch {}
    }

    /// @notice Assets that the share's vault gains or loses, a rate that is recorded, tokens sent to the protocol.
    function moveRate(uint256 seed) external {
        Draws memory draws = _begin(seed);
        uint256 kind = draws.below(4);
        if (kind == 0) {
            _asset.mint(address(_shares), draws.between(1, _shares.totalAssets() / 10 + 1));
        } else if (kind == 1) {
            _shares.slash(_shares.totalAssets() / draws.between(20, 200));
        } else if (kind == 2) {
            _rate.poke();
        } else {
            uint8 number = uint8(draws.below(TOKENS));
            uint256 amount = draws.between(1, 5e18);
            _give(number, address(this), amount);
            _collateralToken(number).transfer(address(_vault), amount);
            tokensDonated[number] += amount;
        }
        // Never above what the vault reports.
        _atMost(int256(_rate.rate()), int256(_rate.reportedRate()), P7_MARK);
        _tokenMoved = true;
        _done("rate", 0);
    }

    // --- internals ---

    /// @dev At the discount and rounded against the buyer; no more than is for sale; a sale costs a debtor no value.
    function _requireSold(Book memory book, Purchase memory purchase, uint256 amount, int256 paid) private {
        TokenNow memory token = book.tokens[purchase.token];
        Worth memory seller = _worth(book, purchase.seller);
        _equal(seller.cash, purchase.sellerBefore.cash + paid, P4_SALE);
        _requireLeft(purchase.buyerBefore, _worth(book, purchase.buyer), uint256(paid));
        _atMost(paid, Money.unwrap(purchase.payment), P4_SALE);
        _holds(amount != 0 && amount <= purchase.balance, P4_SALE);
        // No more tokens than the payment is worth, and none held back but a part of one token unit.
        uint256 scale = token.unit * 1e22;
        uint256 price = Price.unwrap(token.price.high) * (1e6 - token.discount);
        _holds(amount * price <= uint256(paid) * scale, P4_SALE);
        if (amount != purchase.balance) _holds((amount + 1) * price > uint256(paid) * scale, P4_SALE);
        if (purchase.seller == _insurance || purchase.seller == _main) return;
        (, , Money limit) = _house.collateralDebts();
        int256 debt = -purchase.sellerBefore.cash;
        bool below = purchase.sellerBefore.value < purchase.sellerBefore.margin;
        _holds(debt > 0 && Valuation.usable(token.price), P4_SALE);
        if (!below) _holds(debt > Money.unwrap(limit), P4_SALE);
        _atMost(paid, below ? debt : debt - (Money.unwrap(limit) * 9) / 10, P4_SALE);
        _atMost(purchase.sellerBefore.value, seller.value, P4_SALE);
    }

    function _someBalance(Draws memory draws) private view returns (AccountId id, uint8 number, uint256 balance) {
        uint256 first = draws.below(ACCOUNTS);
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            id = Cast.account((first + i) % ACCOUNTS);
            (number, balance) = _balanceOf(draws, id);
            if (balance != 0) return (id, number, balance);
        }
    }

    /// @dev Somebody who owes, if anybody does.
    function _debtorsBalance(Draws memory draws) private view returns (AccountId id, uint8 number, uint256 balance) {
        uint256 first = draws.below(ACCOUNTS);
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            id = Cast.account((first + i) % ACCOUNTS);
            if (_cashOf(id) >= 0) continue;
            (number, balance) = _balanceOf(draws, id);
            if (balance != 0) return (id, number, balance);
        }
        return _someBalance(draws);
    }

    function _systemBalance(Draws memory draws) private view returns (AccountId id, uint8 number, uint256 balance) {
        id = draws.chance(2) ? _insurance : _main;
        (number, balance) = _balanceOf(draws, id);
        if (balance != 0) return (id, number, balance);
        id = id == _main ? _insurance : _main;
        (number, balance) = _balanceOf(draws, id);
    }

    function _balanceOf(Draws memory draws, AccountId id) private view returns (uint8 number, uint256 balance) {
        if (_house.accountState(id).collaterals == 0) return (0, 0);
        uint256[8] memory balances = _house.collateralBalances(id);
        number = uint8(draws.below(TOKENS));
        if (balances[number] == 0) number = uint8(TOKENS - 1 - number);
        return (number, balances[number]);
    }

    /// @dev Fresh tokens, or shares of fresh assets: a share of some assets more or less.
    function _give(uint8 number, address to, uint256 amount) private {
        if (number == 0) {
            _asset.mint(to, amount);
            return;
        }
        uint256 assets = _shares.previewMint(amount);
        _asset.mint(address(this), assets);
        _asset.approve(address(_shares), assets);
        _shares.mint(amount, to);
    }

    function _collateralToken(uint256 number) internal view override returns (IERC20) {
        return number == 0 ? IERC20(_asset) : IERC20(_shares);
    }
}
