// SPDX-License-Identifier: MIT
import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { createWriteStream } from "node:fs";
import type { WriteStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SCRIPT = fileURLToPath(new URL("../keeper/index.ts", import.meta.url));

/** How long the keeper may take to read the chain, and to end when it is told to. Milliseconds. */
const START_TIME = 60_000;
const END_TIME = 5_000;

/** What the keeper says once it has read the chain up to its head. */
const READY = /"event":"caught-up"/;

/** The keeper ended, or did not begin, while the replay needs it. */
export class KeeperGoneError extends Error {
  override readonly name = "KeeperGoneError";

  constructor(
    readonly how: string,
    readonly log: string,
  ) {
    super(`the keeper ${how}; what it said stands in ${log}`);
  }
}

/** The keeper as an operator runs it: a process of its own that is told where the node is, and nothing else. */
export class KeeperProcess {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #log: WriteStream;
  readonly #logPath: string;
  readonly #ended: Promise<void>;
  readonly #caughtUp: Promise<void>;
  readonly #gone = new AbortController();
  #stopping = false;

  /**
   * @param url Of the node.
   * @param logPath Takes everything that the keeper says.
   */
  static start(url: string, logPath: string): KeeperProcess {
    return new KeeperProcess(url, logPath);
  }

  private constructor(url: string, logPath: string) {
    this.#logPath = logPath;
    this.#log = createWriteStream(logPath);
    // Should this process be killed, the keeper sees that its parent is gone and ends by itself.
    const args = ["--import", "tsx", SCRIPT, "--rpc", url, "--log-level", "debug", "--parent-pid", String(process.pid)];
    // What an operator has told a keeper of their own is not meant for this one.
    const environment = Object.entries(process.env).filter(([name]) => !name.startsWith("KEEPER_"));
    this.#child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: Object.fromEntries(environment),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { stdout, stderr } = this.#child;
    stderr.pipe(this.#log, { end: false });
    this.#caughtUp = new Promise((resolve) => {
      createInterface({ input: stdout }).on("line", (line) => {
        this.#log.write(`${line}\n`);
        if (READY.test(line)) resolve();
      });
    });
    this.#ended = new Promise((resolve) => {
      const finish = (how: string): void => {
        if (!this.#stopping) this.#gone.abort(new KeeperGoneError(how, logPath));
        resolve();
      };
      this.#child.once("error", (error) => finish(`could not be started (${error.message})`));
      this.#child.once("exit", (code, signal) => finish(`ended with ${signal ?? `code ${String(code)}`}`));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Given when the keeper ends although nobody told it to; the reason is a KeeperGoneError. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Until the keeper has read the chain and looks at every new block. */
  async ready(signal: AbortSignal): Promise<void> {
    const late = AbortSignal.timeout(START_TIME);
    const given = AbortSignal.any([signal, this.#gone.signal, late]);
    const called = new Promise<never>((_, reject) => {
      const call = (): void => {
        const reason: unknown = given.reason;
        const other = reason instanceof Error ? reason : new Error(String(reason));
        reject(late.aborted ? new KeeperGoneError("did not read the chain in time", this.#logPath) : other);
      };
      if (given.aborted) call();
      else given.addEventListener("abort", call, { once: true });
    });
    await Promise.race([this.#caughtUp, called]);
  }

  /** Ends the keeper, by force if it must be; afterwards the process is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#child.kill("SIGTERM");
    const force = setTimeout(() => this.#child.kill("SIGKILL"), END_TIME);
    await this.#ended;
    clearTimeout(force);
    await new Promise<void>((resolve) => this.#log.end(() => resolve()));
  }
}
