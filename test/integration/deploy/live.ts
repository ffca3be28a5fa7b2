// SPDX-License-Identifier: MIT
import type { BaseContract } from "ethers";

import { openMarkets } from "../../../scripts/lib/deployment/openMarkets.ts";
import { deployedFixture, seedPool } from "../../fixtures/protocol.ts";
import type { Connection } from "../../fixtures/protocol.ts";

/** What governor and admin announce stands this long on a live network, seconds. */
export const TWO_DAYS = 48 * 3_600;

/** A deployment that is governed as on a live network: four holders, of whom admin and governor wait two days. */
export async function governedFixture(connection: Connection) {
  // The first account that is nobody else in the tests.
  const admin = (await connection.ethers.getSigners())[12];
  if (admin === undefined) throw new Error("the network has no signer 12; add accounts to its configuration");
  const fixture = await deployedFixture(connection, (parameters) => ({
    ...parameters,
    looseningDelay: TWO_DAYS,
    roles: {
      ...parameters.roles,
      admin: { address: admin.address, delay: TWO_DAYS },
      governor: { ...parameters.roles.governor, delay: TWO_DAYS },
    },
  }));
  return { ...fixture, admin };
}

/** The same with the pool's money in it and both markets open. */
export async function liveFixture(connection: Connection) {
  const fixture = await governedFixture(connection);
  const { networkHelpers } = connection;
  await seedPool(connection, fixture);
  await openMarkets(fixture, fixture.parameters, fixture);
  await networkHelpers.time.increase(TWO_DAYS);
  await fixture.setPrices({});
  await openMarkets(fixture, fixture.parameters, fixture);
  return fixture;
}

/** A call as governance announces and makes it. */
export async function callTo(target: BaseContract, functionName: string, args: readonly unknown[]) {
  return { to: await target.getAddress(), data: target.interface.encodeFunctionData(functionName, [...args]) };
}
