// SPDX-License-Identifier: MIT

/** Unix seconds as people read them: "2026-03-12 14:00:05 UTC". */
export const utc = (seconds: bigint): string =>
  `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
