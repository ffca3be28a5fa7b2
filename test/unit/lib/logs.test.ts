// SPDX-License-Identifier: MIT
import { expect } from "chai";
import { Interface } from "ethers";

import { readLog } from "../../../scripts/lib/logs.ts";

const ABI = new Interface(["event Opened(address indexed owner, uint256 size)", "event Closed(address indexed owner)"]);
const OWNER = "0x00000000000000000000000000000000000000AA";

describe("readLog", () => {
  it("says of every event what the interface's own parser says", () => {
    for (const { name, args } of [
      { name: "Opened", args: [OWNER, 7n] },
      { name: "Closed", args: [OWNER] },
    ]) {
      const log = ABI.encodeEventLog(name, args);
      const read = readLog(ABI, log);
      const parsed = ABI.parseLog(log);
      expect([read?.name, read?.topic, read?.args.toArray()]).to.deep.equal([name, parsed?.topic, args]);
      expect(read?.args.toObject()).to.deep.equal(parsed?.args.toObject());
    }
  });

  it("is null where the log is none of the interface's events, or has no topic", () => {
    const foreign = new Interface(["event Moved(address indexed owner)"]).encodeEventLog("Moved", [OWNER]);
    expect(readLog(ABI, foreign)).to.equal(null);
    expect(readLog(ABI, { topics: [], data: "0x" })).to.equal(null);
  });
});
