import type { BreakerOptions, CallOptions, CircuitGrouping } from "./breaker-options.ts";
import { checkObject } from "../errors/check-members.ts";
import { checkOperationName } from "./check-names.ts";
import { checkOwnCircuit } from "./circuit-options.ts";
import type { OwnOptions } from "./option-layers.ts";
import { readCallOptions } from "./read-options.ts";
import type { SetCallOptions } from "./set-options.ts";

/**
 * Copies of the options of single operations, checked one by one.
 *
 * @throws TypeError or RangeError that names the wrong option, what is allowed, and what came
 */
export function readOperations(
  operations: BreakerOptions["operations"],
  grouping: CircuitGrouping,
): OwnOptions {
  const own = new Map<string, SetCallOptions>();
  if (operations === undefined) return own;
  checkObject("option operations", operations);
  for (const operation of Object.keys(operations)) {
    checkOperationName(operation, "option operations");
    // Checked as an option of its own operation by its type; from here on the operation's name tells.
    const options = operations[operation] as CallOptions | undefined;
    if (options === undefined) continue;
    const what = `option operations.${operation}`;
    const set = readCallOptions({ what, prefix: `${what}.`, operation }, options);
    checkOwnCircuit(`${what}.`, grouping, set);
    own.set(operation, set);
  }
  return own;
}
