// SPDX-License-Identifier: MIT
// What a user of the demo can put right; index.ts prints the message and ends with 1.
import { InputError } from "../lib/prices/errors/base.ts";

/** The command line does not read as one: an unknown option, or one without its value. */
export class BadArgumentsError extends InputError {
  override readonly name = "BadArgumentsError";

  constructor(readonly problem: string) {
    super(`${problem}; npm run demo -- --help lists the options`);
  }
}

export class OptionOutOfRangeError extends InputError {
  override readonly name = "OptionOutOfRangeError";

  constructor(
    readonly option: string,
    readonly value: string,
    readonly least: number,
    readonly most: number,
  ) {
    super(`${option} ${value}: give a whole number from ${least} to ${most}`);
  }
}

/** Two options that contradict each other, or one that says nothing without another. */
export class OptionConflictError extends InputError {
  override readonly name = "OptionConflictError";

  constructor(
    readonly option: string,
    readonly reason: string,
  ) {
    super(`${option}: ${reason}`);
  }
}

export class OutputNotWritableError extends InputError {
  override readonly name = "OutputNotWritableError";

  constructor(
    readonly directory: string,
    cause: unknown,
  ) {
    super(`--out ${directory}: the directory cannot be made or written; name another`, { cause });
  }
}
