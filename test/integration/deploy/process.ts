// SPDX-License-Identifier: MIT
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { NetworkConnection } from "hardhat/types/network";

import { formatAddressFile } from "../../../scripts/lib/deployment/address-file.ts";
import type { DeployedProtocol } from "../../../scripts/lib/deployment/deployProtocol.ts";
import { serveChain } from "../../../scripts/demo/endpoint.ts";
import { fileOf } from "./chain.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of scripts/ops as its user does, to its end. */
export async function runScript(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", "tsx", `scripts/ops/${script}`, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, stdout, stderr };
}

/** A deployment that other processes reach: the options that name it, and how that ends. */
export async function served(
  connection: Pick<NetworkConnection, "provider">,
  deployed: Pick<DeployedProtocol, "addresses">,
) {
  const endpoint = await serveChain(connection.provider);
  const directory = await mkdtemp(join(tmpdir(), "plimsoll-"));
  const file = join(directory, "localhost.json");
  await writeFile(file, formatAddressFile(fileOf(deployed)));
  return {
    file,
    options: ["--network", "localhost", "--rpc", endpoint.url, "--addresses", file],
    close: async (): Promise<void> => {
      await endpoint.close();
      await rm(directory, { recursive: true });
    },
  };
}
