// SPDX-License-Identifier: MIT
import { BadDateError, EmptyWindowError } from "./errors/window.ts";

/** Bar opens and rounds with `from` ≤ time < `to`, in unix seconds; an absent bound is open. */
export interface TimeWindow {
  readonly from?: number;
  readonly to?: number;
}

/** A day, or a day and a time of day; without a zone it is UTC. */
const DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?$/;

const offsetSeconds = (zone: string): number => {
  if (zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith("-") ? -60 : 60) * minutes;
};

/**
 * Unix seconds of "2020-03-12", "2020-03-12T10:30" or a full ISO time. `Date.parse` would read a time without a zone
 * as local, and the thirtieth of February as the first of March.
 */
export function parseUtc(text: string): number {
  const match = DATE.exec(text.trim());
  if (match === null) throw new BadDateError(text);
  const [, year, month, day, hour = "00", minute = "00", second = "00", zone = "Z"] = match;
  const civil = `${year ?? ""}-${month ?? ""}-${day ?? ""}T${hour}:${minute}:${second}`;
  const milliseconds = Date.parse(`${civil}Z`);
  if (Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(civil)) {
    throw new BadDateError(text);
  }
  return milliseconds / 1000 - offsetSeconds(zone);
}

/** The window that two options ask for. */
export function parseWindow(from: string | undefined, to: string | undefined): TimeWindow {
  const window: TimeWindow = {
    ...(from === undefined ? {} : { from: parseUtc(from) }),
    ...(to === undefined ? {} : { to: parseUtc(to) }),
  };
  if (window.from !== undefined && window.to !== undefined && window.from >= window.to) {
    throw new EmptyWindowError(window.from, window.to);
  }
  return window;
}

export const isWithin = (seconds: number, { from, to }: TimeWindow): boolean =>
  (from === undefined || seconds >= from) && (to === undefined || seconds < to);
