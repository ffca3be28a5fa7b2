// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The promises, by name
/// @notice The names are those of docs/invariants.md, which says where and how closely each is asserted.
abstract contract InvariantSpec {
    string internal constant P1_SUM = "P1 zero-sum ledger: the sizes of all accounts sum to zero";
    string internal constant P1_LONGS = "P1 zero-sum ledger: open interest is the sum of all longs";
    string internal constant P1_SHORTS = "P1 zero-sum ledger: open interest is the sum of all shorts";
    string internal constant P1_SET = "P1 zero-sum ledger: an account's set of markets names its positions, none empty";

    string internal constant P2_MARK = "P2 conservation: the vault covers every account at the mark";
    string internal constant P2_OTHER = "P2 conservation: the vault covers every account at any other price";
    string internal constant P2_DUST = "P2 conservation: beyond donations the vault holds only rounding dust";
    string internal constant P2_ESCROW = "P2 conservation: escrow is what waits to be executed or claimed";

    string internal constant P2_TOKENS = "P2 conservation: of every other token the vault holds the sum of balances";
    string internal constant P2_SETS = "P2 conservation: a token's word and accounts' sets say what accounts hold";
    string internal constant P2_DEBTS = "P2 conservation: the sum of debts against collateral is what accounts owe";

    string internal constant P3_HEALTH = "P3 one health rule: at or above initial margin, or its risk strictly fell";
    string internal constant P3_FLOOR = "P3 one health rule: what left an account left its withdrawal floor";
    string internal constant P3_FREE = "P3 one health rule: free collateral may leave at valid prices";
    string internal constant P3_OTHERS = "P3 one health rule: an action of others does not touch an account";
    string internal constant P3_AUTHORITY = "P3 one health rule: only owner, operator and venue act for an account";
    string internal constant P3_REDUCE = "P3 one health rule: a reduce-only fill neither opens, increases nor flips";
    string internal constant P3_MINIMUM = "P3 one health rule: a position is zero or at least the minimum";
    string internal constant P3_CLOSE = "P3 one health rule: who has value left can close the whole account";

    string internal constant P3_DEBT = "P3 one health rule: a debt grows only within its limit and what answers for it";
    string internal constant P3_SOUND =
        "P3 one health rule: nobody opens, borrows or joins the pool at an unsound settlement price";
    string internal constant P3_RESTRICTED = "P3 one health rule: a restricted market takes only reductions";

    string internal constant P4_BELOW = "P4 liquidation is exact: below maintenance margin it succeeds, whoever calls";
    string internal constant P4_ABOVE = "P4 liquidation is exact: at or above maintenance margin it does nothing";
    string internal constant P4_COUNT = "P4 liquidation is exact: a batch liquidates each that is below, and once";
    string internal constant P4_RATIO = "P4 liquidation is exact: no account ends less healthy, unless closed";
    string internal constant P4_ENOUGH = "P4 liquidation is exact: it ends above maintenance where prices allow";
    string internal constant P4_GAIN = "P4 liquidation is exact: an account's value never rises by its liquidation";

    string internal constant P4_SALE =
        "P4 liquidation is exact: collateral is sold where it must be, at its discount, for all that is paid";

    string internal constant P5_LEAVE =
        "P5 flat accounts can always leave: all of it, with every feed dead and every pause on";
    string internal constant P6_DEBT =
        "P6 no debt is left standing: no trader's account without a position is below zero";
    string internal constant P7_LIMIT = "P7 no caller chooses the price: a fill is never worse than its limit";
    string internal constant P7_OPENING = "P7 no caller chooses the price: nobody opens at one that is not Valid";
    string internal constant P7_MARK = "P7 no caller chooses the price: a usable mark is what the feed says";

    string internal constant P8_TRADE = "P8 preview equals execution: a trade comes to what its preview said";
    string internal constant P8_REFUSAL = "P8 preview equals execution: a preview reverts as its trade does";
    string internal constant P8_LIQUIDATION = "P8 preview equals execution: a liquidation does what was explained";

    string internal constant P9_SURPRISE =
        "P9 nobody is surprised by governance: a change costs no account value or margin in its block";
    string internal constant P9_WAITS = "P9 nobody is surprised by governance: loosening risk waits, and can be vetoed";
    string internal constant P9_ROLES = "P9 nobody is surprised by governance: a role does what is its own alone";

    string internal constant P10_DOOR = "P10 money leaves by one door: tokens move only by deposits and withdrawals";
    string internal constant P10_SYSTEM = "P10 money leaves by one door: nobody moves a system account's money";

    string internal constant P10_TOKENS = "P10 money leaves by one door: other collateral, too";

    string internal constant S_STILL = "Shares: requests, claims and lapses leave the pool's value and supply alone";
    string internal constant S_RISE = "Shares: executing a request lowers nobody else's share";
    string internal constant S_DUST = "Shares: executing a request raises a share by no more than rounding";
}
