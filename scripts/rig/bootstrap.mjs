// SPDX-License-Identifier: MIT
// Runs before every command, under whatever Node the machine has (18 or later), so it is plain JavaScript without
// dependencies. It makes sure that node_modules is what the lock file says and was installed under the pinned Node:
// under an older one npm silently leaves out the native package that Hardhat's chain needs.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const modules = join(root, "node_modules");
const stampFile = join(modules, ".plimsoll-lock");
const runtime = join(modules, ".bin", process.platform === "win32" ? "node.cmd" : "node");

/** A hash and not a date: a checkout or a touch renews dates without changing what is locked. */
const lockHash = () =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");

const installed = () =>
  existsSync(runtime) && existsSync(stampFile) && readFileSync(stampFile, "utf8").trim() === lockHash();

const fail = (message) => {
  console.error(`\nplimsoll: ${message}\n`);
  process.exit(1);
};

const nodeVersion = () => JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies.node;

/** Asks the Node that npm itself runs under: by now the script's own path already leads to the installed one. */
const installerMajor = () => {
  const node = process.env["npm_node_execpath"];
  if (node === undefined) return 0;
  const match = /^v(\d+)/.exec(spawnSync(node, ["--version"], { encoding: "utf8" }).stdout ?? "");
  return match === null ? 0 : Number(match[1]);
};

/** After any install by hand: accept it if it ran under the right Node, else the next command repeats it. */
const stamp = () => {
  const major = Number(nodeVersion().split(".")[0]);
  if (existsSync(runtime) && installerMajor() >= major) writeFileSync(stampFile, `${lockHash()}\n`);
};

const install = () => {
  const version = nodeVersion();
  console.error(`plimsoll: installing the locked packages under Node ${version}; this happens once per lock file`);
  const result = spawnSync("npx", ["-y", "-p", `node@${version}`, "--", "npm", "ci", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (result.error !== undefined) fail(`npx could not be started (${result.error.message}); npm 10 or later is needed`);
  if (result.status !== 0) fail("the install failed; npm's reason stands above. Is the npm registry reachable?");
  if (!existsSync(runtime)) {
    fail("the install left no node_modules/.bin/node; allow the install script of the package `node` and try again");
  }
  writeFileSync(stampFile, `${lockHash()}\n`);
};

if (Number(process.versions.node.split(".")[0]) < 18) fail("Node 18 or later is needed to start");
if (!existsSync(join(root, "package-lock.json"))) fail("package-lock.json is missing; check out the repository again");
if (process.argv.includes("--stamp")) stamp();
else if (!installed()) install();
