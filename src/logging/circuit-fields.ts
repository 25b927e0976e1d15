import type { CircuitEventBase } from "../events/breaker-events.ts";
import type { LogFields } from "./write-line.ts";

/** What every line says of the circuit it is about. */
export function circuitFields({
  operation,
  circuit,
  region,
  endpoint,
  scope,
  dryRun,
}: CircuitEventBase): LogFields {
  return {
    operation,
    circuit,
    ...(region === undefined ? undefined : { region }),
    ...(endpoint === undefined ? undefined : { endpoint }),
    ...(scope === undefined ? undefined : { scope }),
    ...(dryRun === undefined ? undefined : { dryRun }),
  };
}
