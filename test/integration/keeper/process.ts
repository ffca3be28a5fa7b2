// SPDX-License-Identifier: MIT
import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

import { z } from "zod";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

const lineShape = z.looseObject({ event: z.string(), level: z.string() });
export type Line = z.infer<typeof lineShape>;

interface Waiter {
  readonly matches: (line: Line) => boolean;
  readonly resolve: (line: Line) => void;
}

/** The keeper as people run it: a process with arguments, environment and lines on its standard output. */
export class KeeperProcess {
  readonly lines: Line[] = [];
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  #waiters: Waiter[] = [];

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, ["--import", "tsx", "scripts/keeper/index.ts", ...args], {
      cwd: ROOT,
      env: environment,
      stdio: ["pipe", "pipe", "ignore"],
    });
    createInterface({ input: this.#child.stdout }).on("line", (text) => this.#take(lineShape.parse(JSON.parse(text))));
    this.ended = new Promise((resolve) => this.#child.on("close", resolve));
  }

  /** The first line of that event, past or to come. */
  async line(event: string, matches: (line: Line) => boolean = () => true): Promise<Line> {
    const wanted = (line: Line): boolean => line.event === event && matches(line);
    const past = this.lines.find(wanted);
    if (past !== undefined) return past;
    const timeout = 20_000;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const said = this.lines.map((line) => JSON.stringify(line)).join("\n");
        reject(new Error(`no line "${event}" within ${timeout} ms; the keeper said:\n${said}`));
      }, timeout);
      const found = (line: Line): void => {
        clearTimeout(timer);
        resolve(line);
      };
      this.#waiters.push({ matches: wanted, resolve: found });
    });
  }

  events(): readonly string[] {
    return this.lines.map(({ event }) => event);
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  closeStdin(): void {
    this.#child.stdin.end();
  }

  /** Ends the process, if it runs, and returns its closing line. */
  async stop(): Promise<Line | undefined> {
    this.signal("SIGTERM");
    await this.ended;
    return this.lines.find(({ event }) => event === "summary");
  }

  #take(line: Line): void {
    this.lines.push(line);
    const met = this.#waiters.filter(({ matches }) => matches(line));
    this.#waiters = this.#waiters.filter((waiter) => !met.includes(waiter));
    for (const { resolve } of met) resolve(line);
  }
}
