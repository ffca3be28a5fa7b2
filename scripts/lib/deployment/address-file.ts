// SPDX-License-Identifier: MIT
// Where a deployment is: one flat JSON object of addresses by contract, as the keeper's --deployment takes it, with network,
// chain and first block beside them.
import { getAddress, isAddress } from "ethers";
import { z } from "zod";

/** Contracts whose functions the clearing house answers in its own storage. */
export const MODULE_NAMES = [
  "TradingModule",
  "LiquidationModule",
  "PoolModule",
  "OperatorModule",
  "PreviewModule",
  "ConfigModule",
  "CollateralConfig",
] as const;

/** Every contract of a deployment. A new one is added here and to what deploy/modules/core.ts returns. */
export const CONTRACT_NAMES = [
  "AccessManager",
  "ChainlinkOracle",
  "ClearingHouse",
  ...MODULE_NAMES,
  "Vault",
  "LiquidityPool",
  "AccountLens",
  "SettlementToken",
] as const;

export type ContractName = (typeof CONTRACT_NAMES)[number];

const address = z
  .string()
  .refine((text) => isAddress(text) && getAddress(text) === text, "must be a checksummed address");

const header = {
  /** As in hardhat.config.ts. */
  network: z.string().min(1),
  chainId: z.number().int().positive(),
  /** No contract of the deployment is older: where reading of logs begins. */
  fromBlock: z.number().int().nonnegative(),
};

const fileSchema = z.strictObject({
  ...header,
  AccessManager: address,
  ChainlinkOracle: address,
  ClearingHouse: address,
  TradingModule: address,
  LiquidationModule: address,
  PoolModule: address,
  OperatorModule: address,
  PreviewModule: address,
  ConfigModule: address,
  CollateralConfig: address,
  Vault: address,
  LiquidityPool: address,
  AccountLens: address,
  SettlementToken: address,
} satisfies Record<ContractName | keyof typeof header, z.ZodType>);

export type DeploymentFile = z.infer<typeof fileSchema>;

/** A text that is not an address file; every problem at once. */
export class InvalidAddressFileError extends Error {
  override readonly name = "InvalidAddressFileError";

  constructor(
    readonly file: string,
    readonly problems: readonly string[],
  ) {
    super(`${file} is not a deployment's address file: ${problems.join("; ")}; npm run deploy writes it`);
  }
}

/** @throws InvalidAddressFileError */
export function parseAddressFile(file: string, text: string): DeploymentFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InvalidAddressFileError(file, ["must be a JSON object"]);
  }
  const result = fileSchema.safeParse(json);
  if (result.success) return result.data;
  throw new InvalidAddressFileError(
    file,
    result.error.issues.map(({ path, message }) => `${path.map(String).join(".")} ${message}`.trim()),
  );
}

/** The text of the file; reading it back gives the same. */
export const formatAddressFile = (deployment: DeploymentFile): string =>
  `${JSON.stringify(fileSchema.parse(deployment), undefined, 2)}\n`;
