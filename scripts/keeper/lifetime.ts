// SPDX-License-Identifier: MIT

export interface LifetimeOptions {
  readonly parentPid?: number | undefined;
  readonly endWithStdin: boolean;
}

/** How often to look whether the parent is there, milliseconds. */
const PARENT_CHECK = 250;

/** Until when the process should work: `signal.reason` is the word for why it ends. */
export interface Lifetime {
  readonly signal: AbortSignal;
  /** Lets the process end by itself. */
  readonly close: () => void;
}

/** Ends with SIGINT or SIGTERM, and on request with the parent process or with standard input. A second signal while the
 * keeper is ending ends it at once. */
export function lifetime({ parentPid, endWithStdin }: LifetimeOptions): Lifetime {
  const controller = new AbortController();
  const end = (reason: string): void => controller.abort(reason);
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(1);
    end(name);
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, onSignal);

  const parentCheck =
    parentPid === undefined
      ? undefined
      : setInterval(() => {
          if (!isAlive(parentPid)) end("parent-gone");
        }, PARENT_CHECK);
  parentCheck?.unref();

  if (endWithStdin) {
    for (const event of ["end", "close", "error"]) process.stdin.on(event, () => end("stdin-closed"));
    process.stdin.resume();
  }

  const close = (): void => {
    clearInterval(parentCheck);
    if (endWithStdin) process.stdin.destroy();
    for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, onSignal);
  };
  return { signal: controller.signal, close };
}

/** A process of another user is alive as well, though it may not be signalled. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
