// SPDX-License-Identifier: MIT
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Runs the command to its end. The environment is empty, so that no key of the developer's is used. */
async function keeper(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/keeper/index.ts", ...args], {
    cwd: ROOT,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const lines: unknown[] = Buffer.concat(out)
    .toString()
    .split("\n")
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));
  return { code, lines, stderr: Buffer.concat(err).toString() };
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === "string") throw new Error("the server has no port");
  return bound.port;
}

describe("keeper: process", () => {
  it("ends with status 3 and one typed error when no node is there", async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const { code, lines, stderr } = await keeper(["--rpc", url, "--connect-attempts", "2"]);
    expect(code).to.equal(3);
    expect(lines.at(-1)).to.deep.include({
      level: "error",
      event: "cannot-run",
      error: "NodeUnreachable",
      exitCode: 3,
    });
    expect(lines).to.have.length(2);
    expect(stderr).to.match(/^keeper: no node answers at 127\.0\.0\.1:\d+ after 2 attempt\(s\) .*\n$/);
  });

  it("ends with status 2 and every problem when the configuration is wrong", async () => {
    const { code, lines, stderr } = await keeper(["--poll-ms", "0"], { KEEPER_PRIVATE_KEY: "0xabc123" });
    expect(code).to.equal(2);
    expect(lines).to.have.length(1);
    expect(stderr).to.contain("--poll-ms must be at least 1").and.to.contain("KEEPER_PRIVATE_KEY must be");
    expect(stderr + JSON.stringify(lines)).not.to.contain("abc123");
  });
});
