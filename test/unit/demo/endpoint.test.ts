// SPDX-License-Identifier: MIT
import { expect } from "chai";

import { serveChain } from "../../../scripts/demo/endpoint.ts";
import type { Endpoint } from "../../../scripts/demo/endpoint.ts";

/** What a provider throws for a revert: code 3, and the bytes inside. */
class Reverted extends Error {
  readonly code = 3;
  readonly data = { message: "reverted", data: "0xdeadbeef" };
}

const provider = {
  request: async ({ method, params }: { readonly method: string; readonly params?: unknown }): Promise<unknown> => {
    if (method === "revert") throw new Reverted("execution reverted");
    if (method === "fail") throw new Error("defect");
    return { method, params };
  },
};

describe("the loopback endpoint", () => {
  let endpoint: Endpoint;
  before(async () => {
    endpoint = await serveChain(provider);
  });
  after(async () => endpoint.close());

  const post = async (body: string): Promise<unknown> => (await fetch(endpoint.url, { method: "POST", body })).json();
  const call = async (method: string): Promise<unknown> => post(JSON.stringify({ jsonrpc: "2.0", id: 5, method }));

  it("listens on 127.0.0.1 alone", () => {
    expect(endpoint.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("passes a request on and answers under its id", async () => {
    expect(await call("eth_x")).to.deep.equal({ jsonrpc: "2.0", id: 5, result: { method: "eth_x", params: [] } });
  });

  it("answers a batch in its order", async () => {
    const batch = [1, 2].map((id) => ({ jsonrpc: "2.0", id, method: `m${id}`, params: [id] }));
    expect(await post(JSON.stringify(batch))).to.deep.equal([
      { jsonrpc: "2.0", id: 1, result: { method: "m1", params: [1] } },
      { jsonrpc: "2.0", id: 2, result: { method: "m2", params: [2] } },
    ]);
  });

  it("gives a revert's bytes as clients expect them", async () => {
    const error = { code: 3, message: "execution reverted", data: "0xdeadbeef" };
    expect(await call("revert")).to.deep.equal({ jsonrpc: "2.0", id: 5, error });
  });

  it("gives any other failure as an internal error", async () => {
    expect(await call("fail")).to.deep.equal({ jsonrpc: "2.0", id: 5, error: { code: -32_603, message: "defect" } });
  });

  it("refuses what is no request", async () => {
    const error = { code: -32_600, message: "not a JSON-RPC request" };
    expect(await post("{")).to.deep.equal({ jsonrpc: "2.0", id: null, error });
    expect(await post("{}")).to.deep.equal({ jsonrpc: "2.0", id: null, error });
  });
});
