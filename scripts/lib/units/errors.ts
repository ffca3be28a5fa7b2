// SPDX-License-Identifier: MIT
// What cannot be taken in at the edge, one class per rule.

/** A text that is no decimal number. */
export class MalformedDecimalError extends Error {
  override readonly name = "MalformedDecimalError";

  constructor(readonly text: string) {
    super(`"${text}" is not a decimal number; write digits with at most one point, as in "-1250.50"`);
  }
}

/** A number with more digits after the point than its unit has: nothing is rounded on the way in. */
export class NotWholeUnitsError extends Error {
  override readonly name = "NotWholeUnitsError";

  constructor(
    readonly text: string,
    readonly decimals: number,
  ) {
    super(`${text} is not a whole number of units; give it at most ${decimals} digits after the point`);
  }
}

/** A value outside what its type can hold. */
export class OutOfRangeError extends Error {
  override readonly name = "OutOfRangeError";

  constructor(
    readonly quantity: string,
    readonly value: bigint,
    readonly minimum: bigint,
    readonly maximum: bigint,
  ) {
    super(
      `a ${quantity} of ${value.toString()} is out of range; it must lie between ${minimum.toString()} and ` +
        maximum.toString(),
    );
  }
}

/** A market's number of size decimals that no price scale can carry. */
export class SizeDecimalsError extends Error {
  override readonly name = "SizeDecimalsError";

  constructor(
    readonly sizeDecimals: number,
    readonly maximum: number,
  ) {
    super(`${sizeDecimals} size decimals are not possible; a market has a whole number of them from 0 to ${maximum}`);
  }
}

/** A text that is not of the hexadecimal form that an address or an account has. */
export class MalformedHexError extends Error {
  override readonly name = "MalformedHexError";

  constructor(
    readonly what: string,
    readonly text: string,
    readonly bytes: number,
  ) {
    super(`"${text}" is no ${what}; it must be 0x and ${bytes * 2} hexadecimal digits`);
  }
}
