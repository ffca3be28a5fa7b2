// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VenueFill} from "../interfaces/IClearingHouse.sol";
import {Quantities} from "../math/Quantities.sol";
import {FillMath} from "../risk/FillMath.sol";
import {Health, Leg, MarketSnapshot, Standing} from "../risk/Health.sol";
import {AccountId} from "../types/AccountId.sol";
import {Money} from "../types/Money.sol";
import {PERMISSION_SETTLE} from "../types/OperatorSlot.sol";
import {Price} from "../types/Price.sol";
import {Ratio} from "../types/Ratio.sol";
import {MAX_ORDER_SIZE, Size, ZERO_SIZE, opposite} from "../types/Size.sol";
import {TradeSlot} from "../types/TradeSlot.sol";
import {Authority} from "./Authority.sol";
import {Debts} from "./Debts.sol";
import {Fills, Side} from "./Fills.sol";

/// @title Fills that a venue proposes between two accounts
/// @notice The clearing house knows neither pool nor order book here: it asks whether both owners chose this venue, whether
/// the price lies in the band around the mark, and checks both sides as it checks any trade.
abstract contract Venues is Fills, Authority, Debts {
    using Health for Standing;

    /// @dev One party as it was before the fill.
    struct Party {
        Side side;
        Leg[] others;
        Standing standingBefore;
        bool increases;
        Money fee;
    }

    function _settle(VenueFill calldata venueFill) internal {
        _requireProposal(venueFill);
        MarketSnapshot memory market = _beginMarket(venueFill.market);
        _requireBand(market, venueFill.price);
        TradeSlot parameters = _markets[venueFill.market].trade;
        Size delta = venueFill.sizeDelta;
        Party memory taker = _loadParty(venueFill.taker, market, delta, venueFill.takerReduceOnly);
        Party memory maker = _loadParty(venueFill.maker, market, -delta, venueFill.makerReduceOnly);
        Side memory pool;
        _loadPoolSide(pool, market);
        Size skew = -pool.position.size;

        Money quote = FillMath.quoteAtUp(venueFill.price, delta);
        _transfer(market, taker.side, maker.side, delta, quote);
        taker.fee = FillMath.feeUp(quote, parameters.takerFee());
        maker.fee = FillMath.feeUp(quote, parameters.makerFee());
        _chargeFee(taker.side, pool, taker.fee, parameters);
        _chargeFee(maker.side, pool, maker.fee, parameters);

        _checkParty(market, taker, parameters, skew);
        _checkParty(market, maker, parameters, skew);
        _storeSide(taker.side, market.id);
        _storeSide(maker.side, market.id);
        _storePoolSide(pool, market.id);
        _writeMarket(market);
        _tellFill(taker.side, pool, market, delta, quote, taker.fee);
        _tellFill(maker.side, pool, market, -delta, -quote, maker.fee);
        emit VenueFilled(msg.sender, venueFill.taker, venueFill.maker, venueFill.market, delta, venueFill.price);
    }

    function _requireProposal(VenueFill calldata venueFill) private view {
        require(_venues[msg.sender], VenueNotRegistered(msg.sender));
        require(venueFill.taker != venueFill.maker, SameAccount(venueFill.taker));
        _requireTrader(venueFill.taker);
        _requireTrader(venueFill.maker);
        _requireOperator(venueFill.taker, msg.sender, PERMISSION_SETTLE);
        _requireOperator(venueFill.maker, msg.sender, PERMISSION_SETTLE);
        Size delta = venueFill.sizeDelta;
        require(delta != ZERO_SIZE, ZeroSize());
        require(
            Size.unwrap(delta) <= MAX_ORDER_SIZE && Size.unwrap(delta) >= -MAX_ORDER_SIZE,
            SizeOutOfRange(delta, MAX_ORDER_SIZE)
        );
    }

    function _requireBand(MarketSnapshot memory market, Price price) private view {
        Ratio band = _markets[market.id].liquidation.unpack().venueBand;
        Price low = Quantities.priceBelow(market.price.mark, band);
        Price high = Quantities.priceAbove(market.price.mark, band);
        require(!(price < low) && !(price > high), PriceOutsideVenueBand(market.id, price, low, high));
    }

    function _loadParty(
        AccountId id,
        MarketSnapshot memory market,
        Size delta,
        bool reduceOnly
    ) private returns (Party memory party) {
        _syncOthers(id, market.id.mask());
        _loadSide(party.side, id, market);
        party.others = _loadLegs(id, party.side.markets, market.id.mask());
        party.standingBefore = _assessSide(market, party.side, party.others);
        Size size = party.side.position.size;
        require(!reduceOnly || (opposite(size, delta) && delta.abs() <= size.abs()), NotAReduction(size, delta));
        party.increases = _increases(size, size + delta);
        _requireAllowed(market, party.increases, !party.standingBefore.meetsInitialMargin());
    }

    /// @dev The pool's position is untouched, so there is no skew to cap; open interest may have grown.
    function _checkParty(MarketSnapshot memory market, Party memory party, TradeSlot parameters, Size skew) private {
        Side memory side = party.side;
        Size size = side.position.size;
        _requireMinimum(size, parameters);
        if (party.increases) {
            _requireSettlementSound();
            _requireFewMarkets(side);
            _requireCaps(market, parameters, size > ZERO_SIZE, skew, skew);
            _requireDebtAllowed(side.id, side.word.collateralsOf(), side.cash);
        }
        Standing memory standing = _assessSide(market, side, party.others);
        if (standing.meetsInitialMargin()) return;
        _requireRiskFell(side.id, standing, party.standingBefore, party.increases);
    }
}
