import type { HealthReport } from "../aws-health/health-report.ts";
import type { CircuitEventBase, OpenTrigger } from "../events/breaker-events.ts";
import type { CircuitStats } from "../events/circuit-state.ts";
import { outageId } from "../events/outage-id.ts";
import type { CircuitAddress } from "./circuit-address.ts";
import type { FailureLog } from "./failure-log.ts";
import type { Reach } from "./incident-report.ts";
import { Timeline } from "./timeline.ts";

/** How an outage stood when it ended. */
interface Ending {
  readonly at: number;
  readonly stats: CircuitStats;
  readonly reach: Reach;
  readonly settings: Readonly<Record<string, unknown>> | null;
}

/** One outage of one circuit, from its opening to its close. */
export class OutageRecord {
  readonly id: string;
  readonly since: number;
  readonly place: CircuitAddress;
  readonly dryRun: true | undefined;
  readonly log: FailureLog;
  readonly timeline: Timeline = new Timeline();
  /** `undefined` where it had begun before, in another process. */
  readonly trigger: OpenTrigger | undefined;
  /** What the circuit had counted when it opened. */
  readonly statsBefore: CircuitStats | undefined;
  probesFailed = 0;
  health: HealthReport | undefined;
  ending: Ending | undefined;

  /** @param log - the failures that led to it, to which those that follow are added */
  constructor(
    opening: CircuitEventBase & { readonly trigger?: OpenTrigger; readonly stats?: CircuitStats },
    place: CircuitAddress,
    log: FailureLog,
  ) {
    this.id = outageId(opening);
    this.since = opening.at;
    this.place = place;
    this.dryRun = opening.dryRun;
    this.log = log;
    this.trigger = opening.trigger;
    this.statsBefore = opening.stats;
  }

  wasOnWithin({ since, until }: { readonly since: number; readonly until: number }): boolean {
    return this.since <= until && (this.ending?.at ?? Infinity) >= since;
  }
}
