// SPDX-License-Identifier: MIT
import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import type { ProtocolParameters } from "../parameters/schema.ts";
import { coreModule } from "./core.ts";
import { handoverModule } from "./handover.ts";
import { marketsModule } from "./markets.ts";

/** The whole deployment, the same on every network; only the parameters differ. */
export function protocolModule(parameters: ProtocolParameters, deployer: string) {
  const core = coreModule(parameters, deployer);
  const markets = marketsModule(parameters, core);
  const handover = handoverModule(parameters, core, markets, deployer);
  return buildModule("Protocol", (m) => {
    m.useModule(handover);
    return m.useModule(core);
  });
}
