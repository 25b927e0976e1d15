import type { DriverLoad } from "./driver-load.ts";
import type { OutageRun } from "./outage-run.ts";
import type { Recovery } from "./recovery.ts";

/** A run with what is needed to add runs up. Its counts are those of all clients together. */
export interface MeasuredRun extends OutageRun {
  readonly clients: number;
  readonly repetition: number;
  /** Of each client. */
  readonly recoveries: readonly Recovery[];
  /** What {@link OutageRun.openP99Ms} is taken from. */
  readonly openWaitsMs: readonly number[];
  readonly driver: DriverLoad;
}
