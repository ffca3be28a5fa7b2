// SPDX-License-Identifier: MIT
import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";

import type { EthereumProvider } from "hardhat/types/providers";
import { z } from "zod";

const request = z.object({ id: z.number(), method: z.string(), params: z.array(z.unknown()) });

/** JSON-RPC over a loopback port for a chain inside this process; it can go away and come back under its address. */
export class Front {
  readonly #provider: Pick<EthereumProvider, "request">;
  readonly #server: Server;
  /** Methods asked for since the last reset. */
  methods: string[] = [];
  #port = 0;

  constructor(provider: Pick<EthereumProvider, "request">) {
    this.#provider = provider;
    this.#server = createServer((message, response) => {
      bodyOf(message)
        .then(async (body) => this.#answer(body))
        .then(
          (text) => response.end(text),
          () => response.destroy(),
        );
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** On a free port at first, and then always on the same. */
  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(this.#port, "127.0.0.1", resolve);
    });
    const bound = this.#server.address();
    if (bound === null || typeof bound === "string") throw new Error("the server has no port");
    this.#port = bound.port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(body: string): Promise<string> {
    const { id, method, params } = request.parse(JSON.parse(body));
    this.methods.push(method);
    try {
      const result: unknown = await this.#provider.request({ method, params });
      return JSON.stringify({ jsonrpc: "2.0", id, result });
    } catch (error) {
      return JSON.stringify({ jsonrpc: "2.0", id, error: errorOf(error) });
    }
  }
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) if (chunk instanceof Buffer) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What the chain threw, as a node says it. */
function errorOf(error: unknown): { readonly code: number; readonly message: string; readonly data?: unknown } {
  if (!(error instanceof Error)) return { code: -32_603, message: String(error) };
  const code = "code" in error && typeof error.code === "number" ? error.code : -32_603;
  return { code, message: error.message, ...("data" in error ? { data: error.data } : {}) };
}
