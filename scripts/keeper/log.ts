// SPDX-License-Identifier: MIT
import { pino } from "pino";
import type { DestinationStream } from "pino";

type Value = string | number | boolean | bigint | null | undefined;

/** What a line says beside its event. Amounts are integers of the unit in the field's name or in docs/keeper.md. */
export interface Fields {
  readonly [name: string]: Value | readonly Value[] | Fields;
}

/** One line per decision. The event names what happened, in kebab case; what differs from line to line is a field. */
export interface Log {
  debug(event: string, fields?: Fields): void;
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
}

/** JSON has no integers of our width: they are written as strings, which no reader rounds. */
const writable = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, written(value)]));

function written(value: Fields[string]): unknown {
  if (typeof value === "bigint") return value.toString();
  if (isList(value)) return value.map((item) => written(item));
  return typeof value === "object" && value !== null ? writable(value) : value;
}

/** `Array.isArray` does not know readonly arrays. */
const isList = (value: Fields[string]): value is readonly Value[] => Array.isArray(value);

/** Lines of JSON on standard output, written at once: the last one of a process that ends is not lost. */
export function createLog(level: string, destination: DestinationStream = pino.destination({ sync: true })): Log {
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    destination,
  );
  return {
    debug: (event, fields = {}) => logger.debug({ event, ...writable(fields) }),
    info: (event, fields = {}) => logger.info({ event, ...writable(fields) }),
    warn: (event, fields = {}) => logger.warn({ event, ...writable(fields) }),
    error: (event, fields = {}) => logger.error({ event, ...writable(fields) }),
  };
}
