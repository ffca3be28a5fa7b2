// SPDX-License-Identifier: MIT
import { spawn } from "node:child_process";

import { expect } from "chai";

import { startChain } from "./chain.ts";
import type { Chain } from "./chain.ts";

describe("keeper: its end", () => {
  let chain: Chain;
  before(async () => {
    chain = await startChain();
  });
  after(async () => chain.close());

  for (const name of ["SIGTERM", "SIGINT"] as const) {
    it(`comes with ${name}, a summary and status 0`, async () => {
      const process = chain.keeper();
      await process.line("caught-up");
      process.signal(name);
      expect(await process.ended).to.equal(0);
      expect(process.lines.at(-1)).to.include({ event: "summary", reason: name });
    });
  }

  it("comes while it still waits for a node", async () => {
    const process = chain.keeper(["--rpc", "http://127.0.0.1:1", "--connect-attempts", "900"]);
    await process.line("waiting-to-start");
    process.signal("SIGTERM");
    expect(await process.ended).to.equal(0);
    expect(process.lines.at(-1)).to.include({ event: "summary", reason: "SIGTERM" });
  });

  it("comes with standard input, when asked to", async () => {
    const process = chain.keeper(["--end-with-stdin"]);
    await process.line("caught-up");
    process.closeStdin();
    expect(await process.ended).to.equal(0);
    expect(process.lines.at(-1)).to.include({ event: "summary", reason: "stdin-closed" });
  });

  it("comes with its parent, when told which it is", async () => {
    const parent = spawn(globalThis.process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const process = chain.keeper(["--parent-pid", String(parent.pid)]);
    await process.line("caught-up");
    parent.kill("SIGKILL");
    expect(await process.ended).to.equal(0);
    expect(process.lines.at(-1)).to.include({ event: "summary", reason: "parent-gone" });
  });
});
