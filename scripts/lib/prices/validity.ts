// SPDX-License-Identifier: MIT

/** types/PriceReading.sol's PriceValidity, in the order of its declaration. */
export const VALIDITIES = [
  "Valid",
  "Settling",
  "Diverged",
  "Stale",
  "Expired",
  "Jumped",
  "SequencerDown",
  "Invalid",
  "Liquidating",
  "Settled",
] as const;
