// SPDX-License-Identifier: MIT

declare const unit: unique symbol;

/**
 * A value that remembers what it counts. It computes like the plain value and the result of any arithmetic is plain
 * again: whoever computed it says what it is now, and the compiler finds a price that is passed for a size.
 */
export type Branded<T, Unit extends string> = T & { readonly [unit]: Unit };
