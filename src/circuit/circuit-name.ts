import { unknownOperation } from "../amplify/operations.ts";
import type { CircuitGrouping } from "../options/breaker-options.ts";

/** What the one circuit is called that all operations share with `circuit: "service"`. */
const serviceName = "service";

/**
 * The name of the circuit that a call goes through. A grouping function that throws, or answers no name, leaves the call
 * with its operation's circuit; a call whose operation is not known is never held up by what others met.
 */
export function circuitName(grouping: CircuitGrouping, operation: string, input: unknown): string {
  if (grouping === "operation" || operation === unknownOperation) return operation;
  if (grouping === "service") return serviceName;
  try {
    const name: unknown = grouping(operation, input);
    if (typeof name === "string") return name === "" ? operation : name;
    // An async function names no circuit, and what it rejects with must not end the process.
    Promise.resolve(name).catch(() => {});
    return operation;
  } catch {
    return operation;
  }
}
