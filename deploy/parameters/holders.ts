// SPDX-License-Identifier: MIT
// Who governs a live deployment is told by the environment: the files of this folder are public, and the same for
// everybody who deploys from them.
import { z } from "zod";

import type { RoleHolders } from "./schema.ts";

const HOUR = 3_600;

/** What governor and admin announce stands this long before it can be done. */
export const GOVERNOR_DELAY = 48 * HOUR;

const environment = z.object({
  PLIMSOLL_ADMIN: z.string(),
  PLIMSOLL_GOVERNOR: z.string(),
  PLIMSOLL_RISK_ADMIN: z.string(),
  PLIMSOLL_GUARDIAN: z.string(),
});

/**
 * The risk admin tightens at once; to loosen it takes the governor, who waits and whom the guardian may veto. Nobody can
 * veto the admin, who changes roles: it is an account of its own and needed for nothing else.
 */
export function liveHolders(variables: Readonly<Record<string, string | undefined>>): RoleHolders {
  const { PLIMSOLL_ADMIN, PLIMSOLL_GOVERNOR, PLIMSOLL_RISK_ADMIN, PLIMSOLL_GUARDIAN } = environment.parse(variables);
  return {
    admin: { address: PLIMSOLL_ADMIN, delay: GOVERNOR_DELAY },
    governor: { address: PLIMSOLL_GOVERNOR, delay: GOVERNOR_DELAY },
    riskAdmin: { address: PLIMSOLL_RISK_ADMIN, delay: 0 },
    guardian: { address: PLIMSOLL_GUARDIAN, delay: 0 },
  };
}
