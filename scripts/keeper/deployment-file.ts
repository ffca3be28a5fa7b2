// SPDX-License-Identifier: MIT
import { readFile } from "node:fs/promises";

import { isAddress } from "ethers";
import { z } from "zod";

import { InvalidConfiguration } from "./errors.ts";

const file = z.record(z.string(), z.unknown());

/** The addresses of a deployment, if it names them. */
export interface NamedContracts {
  readonly clearingHouse?: string | undefined;
  readonly lens?: string | undefined;
}

/**
 * Reads a JSON object of addresses by contract: `ClearingHouse` and `AccountLens`, alone, with a small first letter, or
 * behind the module's name as Ignition writes them ("Protocol#ClearingHouse"). Other keys are passed over.
 * @throws InvalidConfiguration if the file cannot be read or names no clearing house or lens.
 */
export async function readDeploymentFile(path: string): Promise<NamedContracts> {
  const fail = (problem: string): never => {
    throw new InvalidConfiguration([`--deployment ${path}: ${problem}`]);
  };
  const text = await readFile(path, "utf8").catch((error: unknown) => fail(String(error)));
  let entries: Record<string, unknown>;
  try {
    entries = file.parse(JSON.parse(text));
  } catch {
    return fail("must be a JSON object of addresses by contract");
  }
  const addressOf = (contract: string): string => {
    const matches = Object.entries(entries).filter(([key]) => contractOf(key) === contract.toLowerCase());
    const [match, ...others] = matches;
    if (match === undefined) return fail(`names no ${contract}`);
    if (others.length > 0) return fail(`names more than one ${contract}`);
    const [key, address] = match;
    return typeof address === "string" && isAddress(address) ? address : fail(`${key} is not an address`);
  };
  return { clearingHouse: addressOf("ClearingHouse"), lens: addressOf("AccountLens") };
}

const contractOf = (key: string): string => (key.split("#").at(-1) ?? key).toLowerCase();
