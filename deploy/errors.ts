// SPDX-License-Identifier: MIT

/** The deployer was named as holder of a role that the deployment ends by taking from it. */
export class DeployerKeepsRoleError extends Error {
  override readonly name = "DeployerKeepsRoleError";
  readonly role: string;
  readonly deployer: string;

  constructor(role: string, deployer: string) {
    super(`${role} is the deployer ${deployer}; name another account, nothing privileged stays with the deployer`);
    this.role = role;
    this.deployer = deployer;
  }
}

/** The role table names a function that its contract does not have. */
export class UnknownFunctionError extends Error {
  override readonly name = "UnknownFunctionError";
  readonly contract: string;
  readonly functionName: string;

  constructor(contract: string, functionName: string) {
    super(`${contract} has no function ${functionName}; correct deploy/roles.ts`);
    this.contract = contract;
    this.functionName = functionName;
  }
}
