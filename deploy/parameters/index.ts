// SPDX-License-Identifier: MIT
import { arbitrumParameters } from "./arbitrum.ts";
import { liveHolders } from "./holders.ts";
import { localParameters } from "./local.ts";
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
    super(
      `no parameters for ${network}; choose one of ${[LOCAL_NETWORK, ...Object.keys(LIVE)].join(", ")} with --network`,
    );
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

/** The network of hardhat.config.ts that is a node on this machine. */
export const LOCAL_NETWORK = "localhost";

/**
 * Parameters of any network of hardhat.config.ts. On a local node the roles go to its second, third and fourth account.
 * @param accounts The node's own, of which a live network needs none.
 */
export function networkParameters(
  network: string,
  environment: Readonly<Record<string, string | undefined>>,
  accounts: readonly string[],
): ProtocolParameters {
  if (network !== LOCAL_NETWORK) return liveParameters(network, environment);
  const [, governor, riskAdmin, guardian] = accounts;
  if (governor === undefined || riskAdmin === undefined || guardian === undefined) {
    throw new TooFewAccountsError(network, accounts.length);
  }
  return localParameters({ governor, riskAdmin, guardian });
}

/** A node that has no accounts to give the roles to. */
export class TooFewAccountsError extends Error {
  override readonly name = "TooFewAccountsError";

  constructor(
    readonly network: string,
    readonly accounts: number,
  ) {
    super(`the node of ${network} has ${accounts} accounts; deployer, governor, risk admin and guardian take four`);
  }
}
