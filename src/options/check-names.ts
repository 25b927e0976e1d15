import { isOperationName, operationNames, type OperationName } from "../amplify/operations.ts";
import { describeValue } from "../errors/describe-value.ts";
import { nearestName } from "../errors/nearest-name.ts";

/** @throws TypeError where there is no such operation; it suggests the nearest one */
export function checkOperationName(name: string, where: string): asserts name is OperationName {
  if (typeof name === "string" && isOperationName(name)) return;
  throw new TypeError(`${where}: ${noSuchOperation(name)}`);
}

/** @throws TypeError where the target is neither an operation nor `"*"`, for all of them; it suggests the nearest one */
export function checkTarget(target: string, where: string): asserts target is OperationName | "*" {
  if (target === "*" || (typeof target === "string" && isOperationName(target))) return;
  throw new TypeError(`${where}: ${noSuchOperation(target)} ("*" means all of them)`);
}

function noSuchOperation(name: unknown): string {
  // Whoever writes the command's class name means the operation.
  const nearest =
    typeof name === "string" ? nearestName(name.replace(/Command$/, ""), operationNames) : undefined;
  const hint =
    nearest === undefined ? "names are spelled as in ListApps or CreateBranch" : `did you mean ${nearest}?`;
  return `there is no Amplify operation ${describeValue(name)}; ${hint}`;
}
