// SPDX-License-Identifier: MIT
// What the rules of a market refuse to compute.

/** A market whose premium scale is not above zero. */
export class SkewScaleError extends Error {
  override readonly name = "SkewScaleError";

  constructor(readonly skewScale: bigint) {
    super(`a skew scale of ${skewScale.toString()} prices nothing; it must be above zero`);
  }
}

/** A fill of nothing. */
export class ZeroSizeError extends Error {
  override readonly name = "ZeroSizeError";

  constructor() {
    super("a fill of size zero has no price; give a size above or below zero");
  }
}

/** One fill that would turn a long into a short or back: that is a close and an open, each with its own quote. */
export class FlipError extends Error {
  override readonly name = "FlipError";

  constructor(
    readonly size: bigint,
    readonly sizeDelta: bigint,
  ) {
    super(
      `a fill of ${sizeDelta.toString()} would flip a position of ${size.toString()}; close it first and open what is left`,
    );
  }
}

/** Funding up to a time before the one it is accrued to. */
export class ClockError extends Error {
  override readonly name = "ClockError";

  constructor(
    readonly now: bigint,
    readonly accruedAt: bigint,
  ) {
    super(
      `funding is accrued up to ${accruedAt.toString()} already; ask for a time not before that, not ${now.toString()}`,
    );
  }
}
