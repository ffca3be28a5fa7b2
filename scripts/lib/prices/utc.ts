// SPDX-License-Identifier: MIT

/** "2020-03-12 10:30", with seconds only where there are any. */
export function formatUtc(seconds: number): string {
  const iso = new Date(seconds * 1000).toISOString();
  return `${iso.slice(0, 10)} ${seconds % 60 === 0 ? iso.slice(11, 16) : iso.slice(11, 19)}`;
}
