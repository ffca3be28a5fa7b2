// SPDX-License-Identifier: MIT
import type { Signer } from "ethers";

import { toOwner } from "../units/account-id.ts";
import { NotOwnerError } from "./errors.ts";
import { ownerOf, setOperatorTypedData } from "./typed-data.ts";
import type { OperatorDomain, SetOperator } from "./typed-data.ts";

/**
 * The owner's signature, for `setOperatorBySignature(message, signature)`: whoever sends that pays the gas.
 * @throws NotOwnerError where the signer is somebody else, before anything is signed.
 */
export async function signSetOperator(signer: Signer, domain: OperatorDomain, message: SetOperator): Promise<string> {
  const address = await signer.getAddress();
  if (toOwner(address) !== ownerOf(message.account)) throw new NotOwnerError(message.account, address);
  return signForWallet(signer, domain, message);
}

/** The signature of a contract wallet's key, where the wallet at the owner's address takes it as its own (ERC-1271). */
export async function signForWallet(key: Signer, domain: OperatorDomain, message: SetOperator): Promise<string> {
  const { domain: fields, types, message: value } = setOperatorTypedData(domain, message);
  return key.signTypedData(fields, types, value);
}
