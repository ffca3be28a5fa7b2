// SPDX-License-Identifier: MIT
import { arbitrumParameters } from "./arbitrum.ts";
import { liveHolders } from "./holders.ts";
import { mainnetParameters } from "./mainnet.ts";
import type { ProtocolParameters, RoleHolders } from "./schema.ts";

const LIVE: Readonly<Record<string, (roles: RoleHolders) => ProtocolParameters>> = {
  arbitrum: arbitrumParameters,
  mainnet: mainnetParameters,
};

/** A network without parameters was asked for. */
export class UnknownNetworkError extends Error {
  override readonly name = "UnknownNetworkError";
  readonly network: string;

  constructor(network: string) {
    super(`no parameters for ${network}; choose one of ${Object.keys(LIVE).join(", ")} with --network`);
    this.network = network;
  }
}

/** Parameters of a live network of hardhat.config.ts, with the holders that the environment names. */
export function liveParameters(
  network: string,
  environment: Readonly<Record<string, string | undefined>>,
): ProtocolParameters {
  const build = LIVE[network];
  if (build === undefined) throw new UnknownNetworkError(network);
  return build(liveHolders(environment));
}
