// SPDX-License-Identifier: MIT

/**
 * What a user can put right: a command prints the message of these and nothing else, and lets every other error keep
 * its stack.
 */
export abstract class InputError extends Error {}

/** "1 bar is", "3 bars are": counts as a reader says them. */
export const bars = (count: number): string => (count === 1 ? "1 bar is" : `${count} bars are`);
