// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { AbiCoder, concat, id, makeError } from "ethers";

import { causeOf, failureOf } from "../../../scripts/keeper/failures.ts";
import { account, clearingHouse, revert, revertWith, timeout } from "./support.ts";

describe("keeper: failures", () => {
  it("a custom error is named, with its arguments", () => {
    const data = clearingHouse.encodeErrorResult("SystemAccount", [account(1)]);
    expect(failureOf(revert(data))).to.deep.equal({ kind: "reverted", error: "SystemAccount", args: [account(1)] });
    expect(causeOf(failureOf(revertWith("NothingLiquidated")))).to.equal("NothingLiquidated");
  });

  it("a panic and a text are named as well, and what nobody declares is unknown with its selector", () => {
    const panic = concat([id("Panic(uint256)").slice(0, 10), AbiCoder.defaultAbiCoder().encode(["uint256"], [17])]);
    expect(failureOf(revert(panic))).to.deep.equal({ kind: "reverted", error: "Panic", args: ["17"] });
    expect(failureOf(revert("0x12345678"))).to.deep.equal({ kind: "reverted", error: "unknown", args: ["0x12345678"] });
  });

  it("a call that ran out of gas is not a refusal by the contract", () => {
    const failure = failureOf(revert(null, "Transaction ran out of gas"));
    expect(failure).to.deep.equal({ kind: "out-of-gas", message: "Transaction ran out of gas" });
    expect(causeOf(failureOf(revert(null)))).to.equal("unknown");
  });

  it("a node that does not answer, or with something else than an answer, is the node's failure", () => {
    expect(failureOf(timeout())).to.include({ kind: "node", code: "TIMEOUT" });
    const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    expect(failureOf(refused)).to.include({ kind: "node", code: "ECONNREFUSED" });
    const empty = makeError("could not decode result data", "BAD_DATA", { value: "0x" });
    expect(failureOf(empty)).to.include({ kind: "node", code: "BAD_DATA" });
  });

  it("what the node's pool refuses is the transaction's failure, in the node's words", () => {
    const used = makeError("nonce has already been used", "NONCE_EXPIRED", { transaction: {} });
    expect(failureOf(used)).to.include({ kind: "refused", code: "NONCE_EXPIRED" });
    const other = makeError("could not coalesce error", "UNKNOWN_ERROR", { error: { message: "header not found" } });
    expect(causeOf(failureOf(other))).to.equal("UNKNOWN_ERROR");
  });

  it("anything else is a defect, with its stack", () => {
    const failure = failureOf(new TypeError("x is not a function"));
    expect(failure).to.include({ kind: "unexpected", message: "x is not a function" });
    expect(causeOf(failure)).to.equal("unexpected");
    expect(failureOf("text")).to.include({ kind: "unexpected", message: "text" });
  });
});
