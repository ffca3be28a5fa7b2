// SPDX-License-Identifier: MIT
// The second part of the bench: what a deleveraging costs does not depend on how many accounts bear it.
import { deleveragingGas, FEWEST } from "../../test/gas/deleveraging.ts";
import { unestimatedConnection } from "../../test/integration/losses/support.ts";

/** Open accounts on the side that takes the position over. */
const MOST = 10_000;

/** The two figures differ: the cost grows with the accounts. */
export class DeleveragingCostError extends Error {
  override readonly name = "DeleveragingCostError";

  constructor(
    readonly few: number,
    readonly many: number,
  ) {
    super(
      `a deleveraging costs ${many} gas with ${MOST} accounts and ${few} with ${FEWEST}; find what is done for each`,
    );
  }
}

/**
 * Prints the gas of a deleveraging with few accounts and with many.
 * @throws DeleveragingCostError
 */
export async function benchDeleveraging(): Promise<void> {
  const few = await deleveragingGas(await unestimatedConnection(), FEWEST, MOST);
  const many = await deleveragingGas(await unestimatedConnection(), MOST, MOST);
  const figures = [few.gas, many.gas].map((gas) => gas.toLocaleString("en-US"));
  console.log(
    `deleveraging with ${FEWEST} / ${MOST.toLocaleString("en-US")} open accounts: ${figures.join(" / ")} gas`,
  );
  if (few.gas !== many.gas) throw new DeleveragingCostError(few.gas, many.gas);
}
