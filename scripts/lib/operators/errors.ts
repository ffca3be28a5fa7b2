// SPDX-License-Identifier: MIT

/** A signer that does not own the account: its signature would be refused. */
export class NotOwnerError extends Error {
  override readonly name = "NotOwnerError";

  constructor(
    readonly account: string,
    readonly signer: string,
  ) {
    super(`${signer} does not own ${account}; sign with the address in its first 20 bytes, or for its contract wallet`);
  }
}
