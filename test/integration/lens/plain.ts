// SPDX-License-Identifier: MIT
import { Result } from "ethers";

/** A struct by its fields' names; what is no struct stays as it is. */
export const plain = (struct: unknown): unknown => (struct instanceof Result ? struct.toObject() : struct);
