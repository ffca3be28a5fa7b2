// SPDX-License-Identifier: MIT
// Who may call what, as rows of docs/roles.md.
import type { FunctionLimits, Waits } from "../../../deploy/function-limits.ts";
import type { RoleName } from "../../../deploy/roles.ts";

/** Cells of one row, without back quotes around the first two. */
export type Row = readonly string[];

/** A function that access control let through to nobody but its role. */
export interface RestrictedFunction {
  readonly name: string;
  readonly contract: string;
  readonly role: string;
}

/** Seconds for which each role's slowest holder waits on a live network. */
export type RoleDelays = Readonly<Record<RoleName, number>>;

const SECONDS_PER_HOUR = 3_600;

const hours = (seconds: number): string => (seconds === 0 ? "no" : `${seconds / SECONDS_PER_HOUR} h`);

const RISK_ADMIN_WAITS: Readonly<Record<Waits, (delay: string) => string>> = {
  never: () => "no",
  "to loosen": (delay) => `to loosen: ${delay}`,
  always: (delay) => delay,
};

/** The row that docs/roles.md must have for a function; what is missing for it is said in the error. */
export function restrictedRow(
  { name, contract, role }: RestrictedFunction,
  limits: FunctionLimits | undefined,
  delays: RoleDelays,
): Row {
  if (limits === undefined) {
    throw new Error(
      `${contract}.${name} is restricted and has no bounds: add it to FUNCTION_LIMITS in deploy/function-limits.ts, and ` +
        "then the row that this test asks for to docs/roles.md",
    );
  }
  const live = hours(delays.GOVERNOR);
  const waits: Readonly<Record<string, string>> = {
    ADMIN: hours(delays.ADMIN),
    GOVERNOR: live,
    RISK_ADMIN: RISK_ADMIN_WAITS[limits.waits ?? "always"](live),
    GUARDIAN: hours(delays.GUARDIAN),
  };
  return [name, contract, role, waits[role] ?? "?", limits.within];
}

/** How a refusal of a stranger reads in the table of the other functions. */
const WHO: Readonly<Record<string, string>> = {
  NotAuthorized: "the account's owner, or an operator where its permission says so",
  NotAuthorizedInPool: "owner or controller, or their operators in the pool",
  NotLockHolder: "the system's own parts",
  VenueNotRegistered: "registered venues",
};

/** Who may call a function that no role guards, by the error that a stranger meets. */
export const callersOf = (refusal: string): string => WHO[refusal] ?? "anyone";

/** What is wrong between a page's rows and those that must be there, each as an instruction. */
export function tableProblems(
  page: string,
  heading: string,
  expected: readonly Row[],
  actual: readonly Row[],
): string[] {
  const text = (row: Row): string => row.map((cell) => cell.replaceAll("`", "")).join(" | ");
  const [wanted, found] = [expected.map(text), actual.map(text)];
  const missing = expected.filter((row) => !found.includes(text(row)));
  const surplus = found.filter((row) => !wanted.includes(row));
  return [
    ...missing.map((row) => {
      const [first = "", second = "", ...others] = row;
      return `${page}, table "${heading}": add  | \`${first}\` | \`${second}\` | ${others.join(" | ")} |`;
    }),
    ...surplus.map((row) => `${page}, table "${heading}": remove  | ${row} |`),
  ];
}
