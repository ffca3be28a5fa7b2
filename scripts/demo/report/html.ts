// SPDX-License-Identifier: MIT

/** Markup that is safe to place in a page as it stands. */
export class Html {
  constructor(readonly markup: string) {}
}

export type Fragment = Html | string | number | readonly Fragment[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

const render = (fragment: Fragment): string => {
  if (fragment instanceof Html) return fragment.markup;
  if (typeof fragment === "string") return escapeText(fragment);
  if (typeof fragment === "number") return fragment.toString();
  return fragment.map(render).join("");
};

/** Markup with values in it: every text is escaped, so forgetting to is not possible. */
export const html = (parts: TemplateStringsArray, ...values: readonly Fragment[]): Html =>
  new Html(parts.map((part, index) => part + render(values[index] ?? "")).join(""));
