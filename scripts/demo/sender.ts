// SPDX-License-Identifier: MIT
import type { NetworkConnection } from "hardhat/types/network";
import { keccak256, toUtf8Bytes, Wallet } from "ethers";

/** A call to be sent. */
export interface Call {
  readonly to: string;
  readonly data: string;
  readonly gasLimit: bigint;
  /** Wei per gas: what a block orders its transactions by, highest first. */
  readonly tip?: bigint;
}

/** Far above any base fee of a local chain, wei per gas. */
const MAX_FEE = 100_000_000_000n;

/**
 * Signs and hands over transactions without waiting for anything: several can wait for one block. Counts its nonces
 * itself, so nobody else may send for its address.
 */
export class Sender {
  readonly #wallet: Wallet;
  readonly #request: NetworkConnection["provider"]["request"];
  readonly #chainId: bigint;
  #nonce = 0;

  constructor(wallet: Wallet, { provider }: Pick<NetworkConnection, "provider">, chainId: bigint) {
    this.#wallet = wallet;
    this.#request = provider.request.bind(provider);
    this.#chainId = chainId;
  }

  get address(): string {
    return this.#wallet.address;
  }

  /** @returns The transaction's hash. */
  async send({ to, data, gasLimit, tip = 0n }: Call): Promise<string> {
    const raw = await this.#wallet.signTransaction({
      type: 2,
      chainId: this.#chainId,
      nonce: this.#nonce++,
      to,
      data,
      gasLimit,
      maxFeePerGas: MAX_FEE,
      maxPriorityFeePerGas: tip,
    });
    await this.#request({ method: "eth_sendRawTransaction", params: [raw] });
    return keccak256(raw);
  }
}

/** A key that the seed fixes, for an account of a local chain. */
export const walletFor = (seed: string, name: string): Wallet => new Wallet(keccak256(toUtf8Bytes(`${seed}/${name}`)));
