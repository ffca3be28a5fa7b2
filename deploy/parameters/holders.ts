// SPDX-License-Identifier: MIT
// Who governs a live deployment is told by the environment: the files of this folder are public, and the same for
// everybody who deploys from them.
import { z } from "zod";

import type { RoleHolders } from "./schema.ts";

const HOUR = 3_600;

/** What the governor announces stands this long before it can be done. */
export const GOVERNOR_DELAY = 48 * HOUR;

const environment = z.object({
  PLIMSOLL_GOVERNOR: z.string(),
  PLIMSOLL_RISK_ADMIN: z.string(),
  PLIMSOLL_GUARDIAN: z.string(),
});

/** The risk admin tightens at once; to loosen it takes the governor, who waits. */
export function liveHolders(variables: Readonly<Record<string, string | undefined>>): RoleHolders {
  const { PLIMSOLL_GOVERNOR, PLIMSOLL_RISK_ADMIN, PLIMSOLL_GUARDIAN } = environment.parse(variables);
  return {
    governor: { address: PLIMSOLL_GOVERNOR, delay: GOVERNOR_DELAY },
    riskAdmin: { address: PLIMSOLL_RISK_ADMIN, delay: 0 },
    guardian: { address: PLIMSOLL_GUARDIAN, delay: 0 },
  };
}
