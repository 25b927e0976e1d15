import type { Refusal } from "../circuit/lease.ts";
import type { BreakerError } from "../errors/breaker-error.ts";
import { CapacityError } from "../errors/capacity-error.ts";
import { CircuitOpenError } from "../errors/circuit-open-error.ts";
import { ShutdownError } from "../errors/shutdown-error.ts";

/** What a refused caller gets. */
export function refusalError(operation: string, refusal: Refusal): BreakerError {
  switch (refusal.reason) {
    case "capacity":
      return new CapacityError({ operation, capacity: refusal.capacity });
    case "shutdown":
      return new ShutdownError({ operation });
    case "isolated":
      return new CircuitOpenError({
        operation,
        state: "isolated",
        retryAfterMs: Infinity,
        reason: refusal.isolation,
      });
    case "open":
      return new CircuitOpenError({
        operation,
        state: refusal.state,
        retryAfterMs: refusal.retryAfterMs,
        cause: refusal.cause,
      });
  }
}
