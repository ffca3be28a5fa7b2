// SPDX-License-Identifier: MIT
import type { Interface } from "ethers";

import { IClearingHouse__factory, IPriceOracle__factory } from "../typechain/index.ts";
import { UnknownFunctionError } from "./errors.ts";
import type { FunctionRole, RestrictedContract } from "./roles.ts";

const INTERFACES: Readonly<Record<RestrictedContract, Interface>> = {
  IClearingHouse: IClearingHouse__factory.createInterface(),
  IPriceOracle: IPriceOracle__factory.createInterface(),
};

/** Selector of one function of the role table. */
export function selectorOf({ contract, functionName }: FunctionRole): string {
  const fragment = INTERFACES[contract].getFunction(functionName);
  if (fragment === null) throw new UnknownFunctionError(contract, functionName);
  return fragment.selector;
}

export const selectorsOf = (functions: readonly FunctionRole[]): string[] => functions.map(selectorOf);
