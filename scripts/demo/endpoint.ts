// SPDX-License-Identifier: MIT
// JSON-RPC over HTTP for a chain inside this process. Hardhat's own server makes a chain for itself, which only HTTP
// reaches; here the replay stays in the process and everybody else comes over the loopback.
import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";

import type { EthereumProvider } from "hardhat/types/providers";
import { z } from "zod";

const request = z.object({
  id: z.union([z.number(), z.string(), z.null()]).default(null),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
});

export interface Endpoint {
  readonly url: string;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

const INVALID_REQUEST = -32_600;
const INTERNAL_ERROR = -32_603;

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) if (chunk instanceof Buffer) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** The bytes that a contract reverted with, wherever the provider keeps them. */
function revertDataOf(error: Error): string | undefined {
  const data: unknown = "data" in error ? error.data : undefined;
  if (typeof data === "string") return data;
  const inner: unknown = typeof data === "object" && data !== null && "data" in data ? data.data : undefined;
  return typeof inner === "string" ? inner : undefined;
}

/** What a provider throws, in the shape that clients decode. */
function errorOf(error: unknown) {
  if (!(error instanceof Error)) return { code: INTERNAL_ERROR, message: String(error) };
  const code = "code" in error && typeof error.code === "number" ? error.code : INTERNAL_ERROR;
  const data = revertDataOf(error);
  return { code, message: error.message, ...(data === undefined ? {} : { data }) };
}

async function answer(provider: Pick<EthereumProvider, "request">, call: unknown) {
  const parsed = request.safeParse(call);
  if (!parsed.success) {
    return { jsonrpc: "2.0", id: null, error: { code: INVALID_REQUEST, message: "not a JSON-RPC request" } };
  }
  const { id, method, params } = parsed.data;
  try {
    const result: unknown = await provider.request({ method, params });
    return { jsonrpc: "2.0", id, result };
  } catch (error) {
    return { jsonrpc: "2.0", id, error: errorOf(error) };
  }
}

async function respond(provider: Pick<EthereumProvider, "request">, body: string): Promise<string> {
  let calls: unknown;
  try {
    calls = JSON.parse(body);
  } catch {
    calls = undefined;
  }
  return JSON.stringify(
    Array.isArray(calls)
      ? await Promise.all(calls.map(async (call: unknown) => answer(provider, call)))
      : await answer(provider, calls),
  );
}

/** Serves the chain on a free port of 127.0.0.1. */
export async function serveChain(provider: Pick<EthereumProvider, "request">): Promise<Endpoint> {
  const server = createServer((message, response) => {
    bodyOf(message)
      .then(async (body) => respond(provider, body))
      .then(
        (text) => response.setHeader("content-type", "application/json").end(text),
        () => response.destroy(),
      );
  });
  const { port } = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("the loopback endpoint has no port"));
      else resolve(address);
    });
  });
}
