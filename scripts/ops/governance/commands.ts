// SPDX-License-Identifier: MIT
import { getAddress, isAddress } from "ethers";
import type { BaseContract } from "ethers";

import { FUNCTION_ROLES, Role } from "../../../deploy/roles.ts";
import type { RoleName } from "../../../deploy/roles.ts";
import { describeCall, readAnnouncements, standingOf } from "../../lib/governance/announcements.ts";
import { nextStep } from "../../lib/governance/next-step.ts";
import { BadUseError } from "../errors.ts";
import { utc } from "./format.ts";
import type { Session } from "./session.ts";

/** Contracts that are governed, by address. */
function contractAt({ chain }: Session, address: string): BaseContract | undefined {
  const contracts: readonly BaseContract[] = [chain.clearingHouse, chain.oracle, chain.accessManager];
  return contracts.find(({ target }) => target === address);
}

/** Everything that was announced and can still be made, with what it would do and from when on. */
export async function list(session: Session): Promise<void> {
  const { chain, events, now, say } = session;
  const lifetime = await chain.accessManager.expiration();
  const open = readAnnouncements(events).filter((each) => standingOf(each, now, lifetime) !== "expired");
  for (const announcement of open) {
    const { operationId, caller, target, data, readyAt } = announcement;
    const standing = standingOf(announcement, now, lifetime);
    say(`${operationId}  ${standing}`);
    say(`  ${describeCall(contractAt(session, target)?.interface, data)}`);
    say(`  on ${target}, announced by ${caller}`);
    say(`  can be made from ${utc(readyAt)} until ${utc(readyAt + lifetime)}`);
  }
  say(open.length === 0 ? "nothing is announced" : `${open.length} announced; cancel one with: cancel <operation>`);
}

/** Vetoes an announcement: the guardian's, the admin's or its maker's right. */
export async function cancel(session: Session, operation: string): Promise<void> {
  const { chain, events, actor, send } = session;
  const matches = readAnnouncements(events).filter(({ operationId }) => operationId.startsWith(operation));
  const [match, ...others] = operation.length < 6 ? [] : matches;
  if (match === undefined) throw new BadUseError(`no announcement ${operation}: list shows what there is`);
  if (others.length > 0) throw new BadUseError(`${operation} begins more than one announcement: give more of it`);
  const { caller, target, data } = match;
  const what = `veto ${describeCall(contractAt(session, target)?.interface, data)}`;
  const to = chain.file.AccessManager;
  const calldata = chain.accessManager.interface.encodeFunctionData("cancel", [caller, target, data]);
  await send(actor("GUARDIAN"), what, { to, data: calldata });
}

const MAX_MARKETS = 64;

interface ListedMarket {
  readonly id: bigint;
  readonly name: string;
  readonly reduceOnly: boolean;
}

async function marketsOf({ chain }: Session): Promise<readonly ListedMarket[]> {
  // From the ledger alone: no price is asked, so no feed stands in the way.
  const listed = await chain.clearingHouse.listedMarkets();
  const ids = Array.from({ length: MAX_MARKETS }, (_, id) => BigInt(id)).filter((id) => ((listed >> id) & 1n) === 1n);
  const markets: ListedMarket[] = [];
  for (const id of ids) {
    const { reduceOnly } = await chain.clearingHouse.marketState(id);
    markets.push({ id, name: await chain.clearingHouse.marketName(id), reduceOnly });
  }
  return markets;
}

/** Markets by number or name; with `all`, every one. */
async function chosen(session: Session, wanted: readonly string[], all: boolean): Promise<readonly ListedMarket[]> {
  const markets = await marketsOf(session);
  if (all) return markets;
  if (wanted.length === 0) throw new BadUseError("name markets, or --all");
  return wanted.map((text) => {
    const market = markets.find(({ id, name }) => String(id) === text || name === text);
    if (market !== undefined) return market;
    throw new BadUseError(`no market ${text}: there are ${markets.map(({ id, name }) => `${id} ${name}`).join(", ")}`);
  });
}

/** Lets only reductions into markets, at once. */
export async function restrict(session: Session, wanted: readonly string[], all: boolean): Promise<void> {
  const { chain, say } = session;
  for (const { id, name, reduceOnly } of await chosen(session, wanted, all)) {
    if (reduceOnly) say(`${name} is reduce-only already`);
    else await govern(session, "GUARDIAN", chain.clearingHouse, "restrictMarket", [id], `restrict ${name}`);
  }
}

/** Lets all trades in again; announced first where the governor waits. */
export async function open(session: Session, wanted: readonly string[], all: boolean): Promise<void> {
  const { chain, say } = session;
  for (const { id, name, reduceOnly } of await chosen(session, wanted, all)) {
    if (!reduceOnly) say(`${name} is open already`);
    else await govern(session, "GOVERNOR", chain.clearingHouse, "openMarket", [id], `open ${name}`);
  }
}

const ROLES: readonly RoleName[] = ["ADMIN", "GOVERNOR", "RISK_ADMIN", "GUARDIAN"];

function roleOf(text: string): RoleName {
  const role = ROLES.find((name) => name === text.toUpperCase().replaceAll("-", "_"));
  if (role === undefined) throw new BadUseError(`no role ${text}: there are ${ROLES.join(", ")}`);
  return role;
}

function accountOf(text: string): string {
  const isAccount: boolean = isAddress(text);
  if (!isAccount) throw new BadUseError(`${text} is not an address`);
  return getAddress(text);
}

/** Takes a role from an account; announced first where the admin waits. */
export async function revoke(session: Session, roleText: string, accountText: string): Promise<void> {
  const [role, account] = [roleOf(roleText), accountOf(accountText)];
  const { accessManager } = session.chain;
  const [isMember] = await accessManager.hasRole(Role[role], account);
  if (!isMember) throw new BadUseError(`${account} does not hold ${role}`);
  await govern(session, "ADMIN", accessManager, "revokeRole", [Role[role], account], `revoke ${role} of ${account}`);
}

/** Gives a role to an account; announced first where the admin waits. */
export async function grant(session: Session, roleText: string, accountText: string, delayText: string): Promise<void> {
  const [role, account] = [roleOf(roleText), accountOf(accountText)];
  if (!/^\d{1,9}$/.test(delayText)) throw new BadUseError(`--delay ${delayText} is not a number of seconds`);
  const args = [Role[role], account, BigInt(delayText)];
  const what = `grant ${role} to ${account}, who waits ${delayText} s`;
  await govern(session, "ADMIN", session.chain.accessManager, "grantRole", args, what);
}

/** Makes any call: by its role and delay where it is restricted, else as anybody. Arguments are a JSON list. */
export async function call(session: Session, contract: string, functionName: string, json: string): Promise<void> {
  const { chain, actor, send } = session;
  const targets: Readonly<Record<string, BaseContract>> = {
    IClearingHouse: chain.clearingHouse,
    IPriceOracle: chain.oracle,
    ILiquidityPool: chain.pool,
    AccessManager: chain.accessManager,
  };
  const target = targets[contract];
  if (target === undefined)
    throw new BadUseError(`no contract ${contract}: there are ${Object.keys(targets).join(", ")}`);
  const args = argumentsOf(json);
  let data: string;
  try {
    data = target.interface.encodeFunctionData(functionName, args);
  } catch (error) {
    throw new BadUseError(`${contract}.${functionName} does not take ${json}: ${String(error)}`);
  }
  const what = describeCall(target.interface, data);
  const restricted = FUNCTION_ROLES.find((each) => each.contract === contract && each.functionName === functionName);
  const role = contract === "AccessManager" ? "ADMIN" : restricted?.role;
  if (role !== undefined) await govern(session, role, target, functionName, args, what);
  else await send(actor(undefined), what, { to: await target.getAddress(), data });
}

function argumentsOf(json: string): readonly unknown[] {
  let args: unknown;
  try {
    args = JSON.parse(json);
  } catch {
    throw new BadUseError(`${json} is not JSON`);
  }
  if (!Array.isArray(args)) throw new BadUseError(`${json} is not a list of arguments`);
  return args.map((each: unknown) => each);
}

async function govern(
  { chain, actor, send, say }: Session,
  role: RoleName,
  target: BaseContract,
  functionName: string,
  args: readonly unknown[],
  what: string,
): Promise<void> {
  const account = actor(role);
  const step = await nextStep(chain.accessManager, account, { target, functionName, args });
  if (step.kind === "wait") {
    say(`announced already: ${what}; can be made from ${utc(step.readyAt)} on, by this command again`);
  } else if (step.kind === "announce") {
    await send(account, `announce: ${what}`, step.transaction);
    say(`${what}: once announced it waits ${step.delay} s; then give this command again`);
  } else await send(account, what, step.transaction);
}
