// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { unestimatedConnection } from "../integration/losses/support.ts";
import { deleveragingGas, FEWEST } from "./deleveraging.ts";

/** `npm run bench` asks the same of 10,000. */
const MANY = 500;

describe("Gas of a deleveraging", () => {
  it(`is the same with ${MANY} open accounts on the side as with ${FEWEST}`, async () => {
    const few = await deleveragingGas(await unestimatedConnection(), FEWEST, MANY);
    const many = await deleveragingGas(await unestimatedConnection(), MANY, MANY);
    expect(many).to.deep.equal(few);
  });
});
