// SPDX-License-Identifier: MIT

/** Margin tiers that do not make one continuous, growing margin. */
export class MalformedTiersError extends Error {
  override readonly name = "MalformedTiersError";

  constructor(
    readonly rule: string,
    readonly actual: bigint,
    readonly bound: bigint,
  ) {
    super(`margin tiers need ${rule}; found ${actual.toString()} against ${bound.toString()}`);
  }
}
