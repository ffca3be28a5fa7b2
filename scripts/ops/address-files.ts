// SPDX-License-Identifier: MIT
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { formatAddressFile, parseAddressFile } from "../lib/deployment/address-file.ts";
import type { DeploymentFile } from "../lib/deployment/address-file.ts";
import { AddressFileMissingError } from "./errors.ts";

const DIRECTORY = new URL("../../deploy/addresses/", import.meta.url);

/** The address file of a network of hardhat.config.ts. */
export const addressFileOf = (network: string): string => fileURLToPath(new URL(`${network}.json`, DIRECTORY));

/** @throws AddressFileMissingError, InvalidAddressFileError */
export async function readAddressFile(file: string): Promise<DeploymentFile> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new AddressFileMissingError(file, error);
  });
  return parseAddressFile(file, text);
}

/** Writes the address file of the deployment's network, and returns its path. */
export async function writeAddressFile(deployment: DeploymentFile): Promise<string> {
  await mkdir(DIRECTORY, { recursive: true });
  const file = addressFileOf(deployment.network);
  await writeFile(file, formatAddressFile(deployment));
  return file;
}
