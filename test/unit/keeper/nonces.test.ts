// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { Nonces } from "../../../scripts/keeper/nonces.ts";

describe("keeper: nonces", () => {
  it("are given out in a row after one question (D6, D14)", async () => {
    let questions = 0;
    const nonces = new Nonces(async () => {
      questions++;
      return 7;
    });
    expect([await nonces.take(), await nonces.take(), await nonces.take()]).to.deep.equal([7, 8, 9]);
    expect(questions).to.equal(1);
  });

  it("follow the node's count after a send that failed: used or free, as the node has it", async () => {
    const node = { pending: 3 };
    const nonces = new Nonces(async () => node.pending);
    expect(await nonces.take()).to.equal(3);
    nonces.forget();
    expect(await nonces.take()).to.equal(3);
    node.pending = 4;
    nonces.forget();
    expect(await nonces.take()).to.equal(4);
  });

  it("none is lost when the node does not answer", async () => {
    const answers = [Promise.reject(new Error("away")), Promise.resolve(5)];
    const nonces = new Nonces(async () => answers.shift() ?? 99);
    await nonces.take().catch(() => undefined);
    expect(await nonces.take()).to.equal(5);
  });
});
