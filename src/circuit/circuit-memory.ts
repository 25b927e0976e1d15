import type { OpenTrigger } from "../events/breaker-events.ts";
import type { Isolation, LastFailure } from "../events/circuit-state.ts";
import type { HealthRecord } from "./health.ts";
import type { OutageState } from "./outage.ts";

/** All that one circuit knows, with times by its clock. */
export interface CircuitMemory {
  /** What the outage began with; `undefined` where there is none. */
  readonly trigger: OpenTrigger | undefined;
  readonly isolation: Isolation | undefined;
  readonly lastFailure: LastFailure | undefined;
  readonly outage: OutageState;
  readonly health: HealthRecord;
}
