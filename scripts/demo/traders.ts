// SPDX-License-Identifier: MIT
import type { NetworkConnection } from "hardhat/types/network";

import type { Miner } from "./chain.ts";
import type { AccountPlan } from "./accounts.ts";
import type { Opening } from "./openings.ts";
import { Sender, walletFor } from "./sender.ts";
import { accountId } from "./stage.ts";
import type { Stage } from "./stage.ts";

/** An account that was opened. */
export interface OpenedAccount {
  readonly id: string;
  readonly plan: AccountPlan;
}

/** A transaction of the opening reverted: the plan does not fit the protocol's rules. */
export class OpeningRevertedError extends Error {
  override readonly name = "OpeningRevertedError";

  constructor(
    readonly what: string,
    readonly reason: string,
  ) {
    super(`${what} reverted with ${reason}`);
  }
}

const DEPOSIT_GAS = 300_000n;
const TRADE_GAS = 900_000n;

/** Wei per gas between an order's tip and the next one's: a block fills them in the order of the plan. */
const TIP_STEP = 1_000n;

/** Unix seconds that no order of the opening can miss. */
const NO_DEADLINE = 2n ** 40n - 1n;

/**
 * Funds and opens all accounts in two blocks right before `start`: every owner signs orders of their own, which fill in
 * the order of the plan. From here on blocks come only when told.
 */
export async function openAccounts(
  connection: NetworkConnection,
  miner: Miner,
  stage: Stage,
  openings: readonly Opening[],
  { seed, start }: { readonly seed: string; readonly start: number },
): Promise<readonly OpenedAccount[]> {
  const { chainId } = await connection.ethers.provider.getNetwork();
  const { token, vault, clearingHouse } = stage;
  const [tokenAddress, vaultAddress, house] = await Promise.all([
    token.getAddress(),
    vault.getAddress(),
    clearingHouse.getAddress(),
  ]);
  await miner.stopAutomine();

  const owners = new Map<number, Sender>();
  for (const { plan } of openings) {
    if (owners.has(plan.owner)) continue;
    const sender = new Sender(walletFor(seed, `owner/${plan.owner}`), connection, chainId);
    owners.set(plan.owner, sender);
    await miner.fundGas(sender.address);
  }
  const ownerOf = ({ plan }: Opening): Sender => {
    const sender = owners.get(plan.owner);
    if (sender === undefined) throw new Error(`owner ${plan.owner} has no key`);
    return sender;
  };
  const accounts = openings.map((opening) => ({
    id: accountId(ownerOf(opening).address, opening.plan.subAccount),
    plan: opening.plan,
  }));

  const bank = new Sender(walletFor(seed, "bank"), connection, chainId);
  await miner.fundGas(bank.address);
  const total = openings.reduce((sum, { deposit }) => sum + deposit, 0n);
  const sent = new Map<string, string>();
  const bankCalls = [
    { to: tokenAddress, data: token.interface.encodeFunctionData("mint", [bank.address, total]) },
    { to: tokenAddress, data: token.interface.encodeFunctionData("approve", [vaultAddress, total]) },
    ...openings.map(({ deposit }, index) => ({
      to: vaultAddress,
      data: vault.interface.encodeFunctionData("deposit", [accounts[index]?.id ?? "", deposit]),
    })),
  ];
  for (const call of bankCalls) sent.set(await bank.send({ ...call, gasLimit: DEPOSIT_GAS }), "a deposit");
  await miner.mine(start - 2);

  let tip = BigInt(openings.length * 2 + 1) * TIP_STEP;
  for (const [index, opening] of openings.entries()) {
    const account = accounts[index]?.id ?? "";
    for (const { market, marketId, size, worstPrice } of opening.orders) {
      const order = {
        account,
        market: marketId,
        sizeDelta: size,
        worstPrice,
        deadline: NO_DEADLINE,
        reduceOnly: false,
      };
      const data = clearingHouse.interface.encodeFunctionData("trade", [order]);
      tip -= TIP_STEP;
      const hash = await ownerOf(opening).send({ to: house, data, gasLimit: TRADE_GAS, tip });
      sent.set(hash, `the ${market} order of account ${account}`);
    }
  }
  await miner.mine(start - 1);
  await confirm(connection, stage, sent);
  return accounts;
}

/** Every transaction must stand in a block and have succeeded. */
async function confirm(
  { ethers }: NetworkConnection,
  { clearingHouse }: Stage,
  sent: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [hash, what] of sent) {
    const receipt = await ethers.provider.getTransactionReceipt(hash);
    if (receipt?.status === 1) continue;
    const transaction = await ethers.provider.getTransaction(hash);
    if (receipt === null || transaction === null) throw new OpeningRevertedError(what, "no block took it");
    // A receipt has no reason: the same call again has.
    const { from, to, data } = transaction;
    const reason = await ethers.provider.call({ from, to, data }).then(
      () => "no reason that can be repeated",
      (error: unknown) => reasonOf(clearingHouse.interface, error),
    );
    throw new OpeningRevertedError(what, reason);
  }
}

function reasonOf(contract: Stage["clearingHouse"]["interface"], error: unknown): string {
  const data: unknown = error instanceof Error && "data" in error ? error.data : undefined;
  const parsed = typeof data === "string" ? contract.parseError(data) : null;
  if (parsed !== null) return `${parsed.name}(${parsed.args.map(String).join(", ")})`;
  return error instanceof Error ? error.message : String(error);
}
