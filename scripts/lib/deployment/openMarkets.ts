// SPDX-License-Identifier: MIT
import type { Signer } from "ethers";

import type { ProtocolParameters } from "../../../deploy/parameters/schema.ts";
import type { ProtocolContracts } from "./contracts.ts";
import { announcedCall, governedCall } from "./governed.ts";
import type { GovernedOutcome } from "./governed.ts";

export interface MarketOpening {
  readonly market: string;
  readonly commitment: GovernedOutcome;
  readonly insurance: GovernedOutcome;
  /** Absent until the commitment stands. */
  readonly opening?: GovernedOutcome;
}

/**
 * Sets each market's commitment and insurance budget and opens it: the last step of a deployment, once the pool has money.
 * Where the holders wait, a call announces what can be announced; called again after the delay it goes on from there, and
 * what is done already is left alone.
 */
export async function openMarkets(
  { clearingHouse, accessManager }: Pick<ProtocolContracts, "clearingHouse" | "accessManager">,
  { markets }: Pick<ProtocolParameters, "markets">,
  { riskAdmin, governor }: { readonly riskAdmin: Signer; readonly governor: Signer },
): Promise<readonly MarketOpening[]> {
  const opened: MarketOpening[] = [];
  for (const { id, name, commitment, insuranceBudget } of markets) {
    const state = await clearingHouse.marketState(id);
    const committed: GovernedOutcome =
      state.pool.commitment === commitment
        ? { kind: "done" }
        : await governedCall(accessManager, riskAdmin, {
            target: clearingHouse,
            functionName: "setCommitment",
            args: [id, commitment],
          });
    // Fees and penalties may have added to it already.
    const insured: GovernedOutcome =
      state.insurance.budget >= insuranceBudget
        ? { kind: "done" }
        : await governedCall(accessManager, governor, {
            target: clearingHouse,
            functionName: "setInsuranceBudget",
            args: [id, insuranceBudget],
          });
    if (committed.kind !== "done") {
      opened.push({ market: name, commitment: committed, insurance: insured });
      continue;
    }
    const call = { target: clearingHouse, functionName: "openMarket", args: [id] };
    // Announced with the budget, made after it: nothing opens that insurance may not pay for.
    const open = insured.kind === "done" ? governedCall : announcedCall;
    const opening: GovernedOutcome = state.reduceOnly ? await open(accessManager, governor, call) : { kind: "done" };
    opened.push({ market: name, commitment: committed, insurance: insured, opening });
  }
  return opened;
}
