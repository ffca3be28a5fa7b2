// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

import {IClearingHouseErrors} from "../interfaces/IClearingHouseErrors.sol";
import {IClearingHouseEvents} from "../interfaces/IClearingHouseEvents.sol";
import {ICollateralErrors} from "../interfaces/ICollateralErrors.sol";
import {ICollateralEvents} from "../interfaces/ICollateralEvents.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {AccountId} from "../types/AccountId.sol";
import {AccountSlot} from "../types/AccountSlot.sol";
import {CheckpointSlot} from "../types/CheckpointSlot.sol";
import {CollateralHoldings, CollateralSlot} from "../types/CollateralSlot.sol";
import {CollateralId} from "../types/CollateralId.sol";
import {DebtSlot} from "../types/DebtSlot.sol";
import {InsuranceSlot} from "../types/InsuranceSlot.sol";
import {LiquidationSlot} from "../types/LiquidationSlot.sol";
import {MarketId} from "../types/MarketId.sol";
import {MarketSlot} from "../types/MarketSlot.sol";
import {Operator} from "../types/OperatorSlot.sol";
import {PoolSlot} from "../types/PoolSlot.sol";
import {PositionSlot} from "../types/PositionSlot.sol";
import {SettlementSlot} from "../types/SettlementSlot.sol";
import {SideSlot} from "../types/SideSlot.sol";
import {TierPhaseSlot} from "../types/TierPhaseSlot.sol";
import {TierSlot} from "../types/TierSlot.sol";
import {TradeSlot} from "../types/TradeSlot.sol";

/// @notice One side of a market: what deleveragings left of it, epoch by epoch. Nothing here concerns a position of the
/// market's current epoch.
struct SideRecord {
    SideSlot state;
    mapping(uint256 epoch => CheckpointSlot word) checkpoints;
    /// Last epoch of each generation that has ended.
    mapping(uint256 generation => uint256 epoch) ends;
}

/// @notice A market's words: a trade writes the first and reads the first three.
struct MarketRecord {
    MarketSlot state;
    TierSlot tiers;
    TradeSlot trade;
    LiquidationSlot liquidation;
    PoolSlot pool;
    InsuranceSlot insurance;
    TierPhaseSlot tierPhase;
    SideRecord longs;
    SideRecord shorts;
    string name;
}

/// @notice A collateral token's words: valuing an account reads the first.
struct CollateralRecord {
    CollateralSlot parameters;
    CollateralHoldings holdings;
}

/// @title The storage of the clearing house and its modules
/// @notice The modules run in the clearing house's storage by delegatecall, so all of them begin with this contract and
/// none adds a variable of its own. The one lock of the system is here too.
abstract contract ClearingHouseStorage is
    AccessManaged,
    IClearingHouseErrors,
    IClearingHouseEvents,
    ICollateralErrors,
    ICollateralEvents
{
    IPriceOracle internal immutable _ORACLE;

    mapping(AccountId account => AccountSlot word) internal _accounts;
    mapping(AccountId account => mapping(MarketId market => PositionSlot word)) internal _positions;
    mapping(MarketId market => MarketRecord record) internal _markets;
    mapping(AccountId account => mapping(address operator => Operator permissions)) internal _operators;
    mapping(address venue => bool registered) internal _venues;
    /// @dev Bit per listed market.
    uint256 internal _listed;
    address internal _pool;
    /// @dev How often the owner has refused all signatures that were outstanding.
    mapping(address owner => uint64 epoch) internal _signatureEpochs;

    mapping(CollateralId collateral => CollateralRecord record) internal _collaterals;
    /// @dev In the token's own units.
    mapping(AccountId account => mapping(CollateralId collateral => uint256 balance)) internal _balances;
    DebtSlot internal _debts;
    SettlementSlot internal _settlement;

    /// @dev Who holds the lock; zero while it is free. Transient, so no transaction can leave it taken.
    address internal transient _lockHolder;

    /// @notice For entry points of users: takes the lock for the length of the call.
    modifier exclusive() {
        require(_lockHolder == address(0), Locked());
        _lockHolder = address(this);
        _;
        _lockHolder = address(0);
    }

    /// @notice For the vault's and the pool's calls: they took the lock themselves, around their token movements.
    modifier onlyHolder(address part) {
        require(msg.sender == part && _lockHolder == part, NotLockHolder(msg.sender));
        _;
    }

    /// @notice For views that price anything.
    modifier whenUnlocked() {
        require(_lockHolder == address(0), Locked());
        _;
    }

    constructor(address authority_, IPriceOracle oracle_) AccessManaged(authority_) {
        _ORACLE = oracle_;
    }
}
