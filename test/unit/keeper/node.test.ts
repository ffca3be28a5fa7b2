// SPDX-License-Identifier: MIT
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";

import { expect } from "chai";
import { z } from "zod";

import { ChainChanged, NodeUnreachable } from "../../../scripts/keeper/errors.ts";
import { failureOf as keeperFailureOf } from "../../../scripts/keeper/failures.ts";
import { Node } from "../../../scripts/keeper/node.ts";
import { failureOf } from "./support.ts";

const call = z.object({ id: z.number(), method: z.string() });
const ONCE = { attempts: 1, first: 1, longest: 1 };

describe("keeper: connection", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** Where a server listens that does this with every request. */
  async function listening(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const bound = server.address();
    if (bound === null || typeof bound === "string") throw new Error("the server has no port");
    return `http://127.0.0.1:${bound.port}`;
  }

  async function closedPort(): Promise<string> {
    const url = await listening(() => undefined);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    return url;
  }

  it("a port where nobody listens is NodeUnreachable after the attempts, without the URL's path", async () => {
    const url = await closedPort();
    const told: number[] = [];
    const attempts = {
      attempts: 3,
      first: 1,
      longest: 1,
      onFailure: (_: unknown, attempt: number) => told.push(attempt),
    };
    const error = await failureOf(Node.connect(`${url}/secret-key`, 500, attempts));
    expect(error).to.be.instanceOf(NodeUnreachable);
    expect(error).to.include({ attempts: 3, exitCode: 3, endpoint: new URL(url).host });
    expect(error instanceof Error ? error.message : "")
      .to.contain("ECONNREFUSED")
      .and.not.contain("secret-key");
    expect(told).to.deep.equal([1, 2]);
  });

  it("a node that hangs is given up at the deadline", async () => {
    const url = await listening(() => undefined);
    const started = performance.now();
    expect(await failureOf(Node.connect(url, 100, ONCE))).to.be.instanceOf(NodeUnreachable);
    expect(performance.now() - started).to.be.lessThan(2_000);
  });

  for (const [what, status, body] of [
    ["429", 429, "slow down"],
    ["503", 503, "away"],
    ["a page of HTML", 200, "<html>"],
    ["an answer without a result", 200, "{}"],
  ] as const) {
    it(`${what} is no answer, and is not asked again in silence`, async () => {
      let requests = 0;
      const url = await listening((_, response) => {
        requests++;
        response.writeHead(status).end(body);
      });
      expect(await failureOf(Node.connect(url, 500, ONCE))).to.be.instanceOf(NodeUnreachable);
      expect(requests).to.equal(1);
    });
  }

  /** A node that answers each method with this. */
  async function answering(results: Record<string, unknown>): Promise<string> {
    return listening((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { id, method } = call.parse(JSON.parse(Buffer.concat(chunks).toString()));
        response.end(JSON.stringify({ jsonrpc: "2.0", id, result: results[method] ?? null }));
      });
    });
  }

  it("refuses to go on when the node is on another chain than before", async () => {
    const results = { eth_chainId: "0x7a69" };
    const node = await Node.connect(await answering(results), 500, ONCE);
    expect(node.isLocal).to.equal(true);
    await node.confirmChain();
    results.eth_chainId = "0x1";
    const error = await failureOf(node.confirmChain());
    expect(error).to.be.instanceOf(ChainChanged);
    expect(error).to.include({ before: 31337n, now: 1n });
    node.close();
  });

  it("no caller's answer comes from a cache", async () => {
    const results: Record<string, unknown> = { eth_chainId: "0x1", eth_blockNumber: "0x5" };
    const node = await Node.connect(await answering(results), 500, ONCE);
    expect(await node.blockNumber()).to.equal(5);
    results["eth_blockNumber"] = "0x6";
    expect(await node.blockNumber()).to.equal(6);
    expect(await node.header(9)).to.equal(null);
    expect(await node.receipt(`0x${"11".repeat(32)}`)).to.equal(null);
    node.close();
  });

  it("a node that vanishes makes every call fail as the node's", async () => {
    const node = await Node.connect(await answering({ eth_chainId: "0x1", eth_blockNumber: "0x5" }), 500, ONCE);
    const [server] = servers.splice(0);
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    expect(keeperFailureOf(await failureOf(node.blockNumber()))).to.include({ kind: "node", code: "ECONNREFUSED" });
    node.close();
  });
});
