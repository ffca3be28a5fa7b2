// SPDX-License-Identifier: MIT
// What the tests of signed operators share: alice owns, bob is named, and a relayer who is neither submits.
import type { Signer } from "ethers";

import { usd } from "../../../deploy/parameters/units.ts";
import { signForWallet } from "../../../scripts/lib/operators/sign.ts";
import { NEVER, Permission } from "../../../scripts/lib/operators/typed-data.ts";
import type { OperatorDomain, SetOperator } from "../../../scripts/lib/operators/typed-data.ts";
import { toAccountId } from "../../../scripts/lib/units/account-id.ts";
import { accountOf } from "../../fixtures/protocol.ts";
import type { Connection } from "../../fixtures/protocol.ts";
import { tradingFixture } from "./trading.ts";

/** What the owner's own call adds to a nonce that signatures have not moved. */
export const OWN_CALL = 2n ** 32n;
/** What one epoch adds. */
export const EPOCH = 2n ** 64n;

export async function signatureFixture(connection: Connection) {
  const fixture = await tradingFixture(connection);
  const { alice, bob, stranger: relayer, clearingHouse, fund, sizeOf } = fixture;
  const { chainId } = await connection.ethers.provider.getNetwork();
  const domain: OperatorDomain = { chainId, clearingHouse: await clearingHouse.getAddress() };
  const account = toAccountId(await fund(alice, usd("100,000")));
  const deadline = BigInt(await connection.networkHelpers.time.latest()) + 3_600n;
  /** bob may trade for alice's account 0. */
  const message: SetOperator = {
    account,
    operator: bob.address,
    permissions: Permission.Trade,
    expiresAt: NEVER,
    nonce: 0n,
    deadline,
  };
  /** The key's signature over a message that need not be its own. */
  const sign = async (key: Signer, signed: SetOperator): Promise<string> => signForWallet(key, domain, signed);
  const submit = async (submitted: SetOperator, signature: string, by = relayer) =>
    clearingHouse.connect(by).setOperatorBySignature(submitted, signature);
  return {
    ...fixture,
    relayer,
    domain,
    account,
    message,
    deadline,
    one: sizeOf("ETH", "1"),
    sign,
    submit,
    /** alice signs and the relayer submits. */
    grant: async (change: Partial<SetOperator> = {}) => {
      const changed = { ...message, ...change };
      return submit(changed, await sign(alice, changed));
    },
    permissionsOf: async (operator = bob.address): Promise<bigint> =>
      (await clearingHouse.operatorState(account, operator)).permissions,
    subAccount: (number: bigint) => toAccountId(accountOf(alice, number)),
  };
}
