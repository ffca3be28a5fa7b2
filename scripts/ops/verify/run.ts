// SPDX-License-Identifier: MIT
import type { ProtocolParameters } from "../../../deploy/parameters/schema.ts";
import { expectedFacts } from "../../lib/verification/expected.ts";
import type { Stage } from "../../lib/verification/expected.ts";
import { compareFacts } from "../../lib/verification/facts.ts";
import type { Check } from "../../lib/verification/facts.ts";
import type { DeployedChain } from "./chain.ts";
import { observe } from "./observe.ts";

/** Every fact of a deployment, read from its chain and held against its parameters. */
export async function verifyDeployment(
  chain: DeployedChain,
  parameters: ProtocolParameters,
  stage: Stage,
): Promise<readonly Check[]> {
  const actual = await observe(chain, parameters.settlementToken !== null);
  return compareFacts(expectedFacts(parameters, chain.file, stage), actual);
}
