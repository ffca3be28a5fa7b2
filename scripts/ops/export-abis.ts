// SPDX-License-Identifier: MIT
// npm run export-abis: writes the ABIs for integrators to out/abis. They are made from the build when they are needed, so
// none that is kept in the repository can be old.
import { mkdir, writeFile } from "node:fs/promises";

import { integratorAbis } from "./abis.ts";

const DIRECTORY = "out/abis";

await mkdir(DIRECTORY, { recursive: true });
for (const [name, abi] of Object.entries(await integratorAbis())) {
  await writeFile(`${DIRECTORY}/${name}.json`, `${JSON.stringify(abi, undefined, 2)}\n`);
  process.stdout.write(`${DIRECTORY}/${name}.json: ${abi.length} entries\n`);
}
