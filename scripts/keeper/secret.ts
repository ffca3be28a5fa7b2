// SPDX-License-Identifier: MIT
import { inspect } from "node:util";

const HIDDEN = "[secret]";

/** A value that no log, message or dump shows, whatever it is a part of: it is redacted by its type, not by a name. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the one place that needs it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
