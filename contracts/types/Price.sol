// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Price of one size unit in 1e-16 of the money unit (so in 1e-22 USD). A market's unit is worth 1e-7 to 1e-5
/// USD at listing, so a price begins between 1e15 and 1e17 and the oracle lets none past 2^80 - 1.
/// @dev With the market's unit inside the scale, notional = size x price / 1e16 holds in every market.
type Price is uint256;

/// @dev Prices per money unit: what a size times a price is divided by.
uint256 constant PRICE_SCALE = 1e16;

/// @dev Width of the largest price.
uint256 constant PRICE_BITS = 80;

Price constant ZERO_PRICE = Price.wrap(0);

using {equalPrice as ==, unequalPrice as !=, lessPrice as <, morePrice as >} for Price global;

function equalPrice(Price a, Price b) pure returns (bool) {
    return Price.unwrap(a) == Price.unwrap(b);
}

function unequalPrice(Price a, Price b) pure returns (bool) {
    return Price.unwrap(a) != Price.unwrap(b);
}

function lessPrice(Price a, Price b) pure returns (bool) {
    return Price.unwrap(a) < Price.unwrap(b);
}

function morePrice(Price a, Price b) pure returns (bool) {
    return Price.unwrap(a) > Price.unwrap(b);
}
