// SPDX-License-Identifier: MIT

/**
 * What ends a command with a reason that its user can act on. The command prints the message, without a stack, and exits
 * with `exitCode`.
 */
export abstract class CommandError extends Error {
  abstract readonly exitCode: number;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
