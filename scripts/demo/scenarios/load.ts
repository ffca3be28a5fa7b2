// SPDX-License-Identifier: MIT
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { z } from "zod";

import type { Beat } from "../../lib/prices/beats.ts";
import { bridgeLevels } from "../../lib/prices/bridge.ts";
import { InputError } from "../../lib/prices/errors/base.ts";
import { createRandom } from "../../lib/random.ts";
import { scenarioSchema } from "./schema.ts";
import type { Scenario } from "./schema.ts";

export const DEFAULT_SCENARIO = "2020-03-12";

const SHIPPED = fileURLToPath(new URL(".", import.meta.url));

export class UnknownScenarioError extends InputError {
  override readonly name = "UnknownScenarioError";

  constructor(
    readonly scenario: string,
    readonly known: readonly string[],
  ) {
    super(`there is no scenario "${scenario}"; choose one of ${known.join(", ")}`);
  }
}

export class InvalidScenarioError extends InputError {
  override readonly name = "InvalidScenarioError";

  constructor(
    readonly scenario: string,
    readonly problems: readonly string[],
    cause?: unknown,
  ) {
    super(`scenario ${scenario} cannot be replayed: ${problems.join("; ")}; put the file right`, { cause });
  }
}

/** Names of the scenarios in a directory, oldest first; those shipped unless told otherwise. */
export const scenarioNames = (directory = SHIPPED): readonly string[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .toSorted();

/** Checks what a scenario file says. */
export function parseScenario(name: string, text: string): Scenario {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new InvalidScenarioError(name, ["it is not JSON"], error);
  }
  const result = scenarioSchema.safeParse(content);
  if (result.success) return result.data;
  throw new InvalidScenarioError(
    name,
    result.error.issues.map(({ path, message }) => [z.core.toDotPath(path), message].filter(Boolean).join(" ")),
    result.error,
  );
}

/** Reads a scenario by name. */
export function loadScenario(name: string, directory = SHIPPED): Scenario {
  const known = scenarioNames(directory);
  // Looked up in the list and never joined into a path unseen: a name is not a path.
  if (!known.includes(name)) throw new UnknownScenarioError(name, known);
  return parseScenario(name, readFileSync(join(directory, `${name}.json`), "utf8"));
}

/** The blocks of a scenario; the same for the same seed. */
export const scenarioBeats = (scenario: Scenario, seed: string): readonly Beat[] =>
  bridgeLevels(scenario.levels, scenario, createRandom(seed).fork(`bridge/${scenario.name}`));
