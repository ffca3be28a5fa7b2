// SPDX-License-Identifier: MIT
import { inspect } from "node:util";

import { expect } from "chai";

import { createLog } from "../../../scripts/keeper/log.ts";
import { Secret } from "../../../scripts/keeper/secret.ts";

const CANARY = "canary-7f3a";

function logged(): { readonly log: ReturnType<typeof createLog>; readonly lines: string[] } {
  const lines: string[] = [];
  return { log: createLog("info", { write: (line: string) => lines.push(line) }), lines };
}

describe("keeper: log", () => {
  it("a secret shows itself nowhere but where it is revealed", () => {
    const secret = new Secret(CANARY);
    const seen = [String(secret), JSON.stringify({ secret }), inspect({ secret }), Object.values(secret).join("")];
    expect(seen.join("\n")).not.to.contain(CANARY);
    expect(secret.reveal()).to.equal(CANARY);
  });

  it("is one line of JSON per event, amounts as strings that keep every digit", () => {
    const { log, lines } = logged();
    log.info("liquidation-sent", { gasLimit: 2n ** 90n, block: 7, accounts: ["a"], deep: { amounts: [1n] } });
    log.debug("block", {});
    expect(lines).to.have.length(1);
    const line: unknown = JSON.parse(lines[0] ?? "");
    expect(line).to.deep.include({
      level: "info",
      event: "liquidation-sent",
      gasLimit: (2n ** 90n).toString(),
      block: 7,
      accounts: ["a"],
      deep: { amounts: ["1"] },
    });
  });
});
