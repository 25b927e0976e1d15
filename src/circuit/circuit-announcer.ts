import type { Clock } from "../clock/clock.ts";
import type { ErrorSummary } from "../errors/error-summary.ts";
import type { CircuitEventBase, OpenTrigger } from "../events/breaker-events.ts";
import type { CircuitState, CircuitStats } from "../events/circuit-state.ts";
import type { EventHub } from "../events/event-hub.ts";
import type { CircuitIdentity } from "./circuit-identity.ts";

/** Whom a circuit tells what, and in whose name. */
interface AnnouncerDetails {
  readonly identity: CircuitIdentity;
  readonly isDryRun: () => boolean;
  readonly stats: () => CircuitStats;
  readonly clock: Clock;
  readonly events: EventHub;
}

/** Puts what happens to one circuit into events. */
export class CircuitAnnouncer {
  readonly #details: AnnouncerDetails;

  constructor(details: AnnouncerDetails) {
    this.#details = details;
  }

  /** What every event of the circuit carries. */
  base(): CircuitEventBase {
    const { identity, isDryRun, clock } = this.#details;
    const { name, region, endpoint, scope } = identity;
    return {
      operation: name,
      circuit: name,
      ...(region === undefined ? undefined : { region }),
      ...(endpoint === undefined ? undefined : { endpoint }),
      ...(scope === undefined ? undefined : { scope }),
      at: clock.epochMs(),
      ...(isDryRun() ? { dryRun: true as const } : undefined),
    };
  }

  opened(trigger: OpenTrigger, cause: ErrorSummary | undefined, retryAfterMs: number): void {
    this.#changed("closed", "open", () => {
      this.#details.events.emit("open", () => ({
        ...this.base(),
        type: "open",
        trigger,
        ...withCause(cause),
        retryAfterMs,
        stats: this.#details.stats(),
      }));
    });
  }

  halfOpened(): void {
    this.#changed("open", "halfOpen", () => {
      this.#details.events.emit("halfOpen", () => ({ ...this.base(), type: "halfOpen" }));
    });
  }

  probeFailed(cause: ErrorSummary | undefined, retryAfterMs: number): void {
    this.#changed("halfOpen", "open", () => {
      this.#details.events.emit("probeFailed", () => ({
        ...this.base(),
        type: "probeFailed",
        ...withCause(cause),
        retryAfterMs,
      }));
    });
  }

  closed(openForMs: number): void {
    this.#changed("halfOpen", "closed", () => {
      this.#details.events.emit("close", () => ({
        ...this.base(),
        type: "close",
        openForMs,
        stats: this.#details.stats(),
      }));
    });
  }

  isolated(reason: string, from: CircuitState): void {
    this.#changed(from, "isolated", () => {
      this.#details.events.emit("isolate", () => ({ ...this.base(), type: "isolate", reason }));
    });
  }

  released(reason: string, to: CircuitState): void {
    this.#changed("isolated", to, () => {
      this.#details.events.emit("release", () => ({ ...this.base(), type: "release", reason }));
    });
  }

  /** The state changed without an event of its own. */
  changed(from: CircuitState, to: CircuitState): void {
    if (from !== to) this.#changed(from, to, () => {});
  }

  /** Both events at one go: a listener of the first may cause the next change, which must not come in between. */
  #changed(from: CircuitState, to: CircuitState, emitReason: () => void): void {
    const { events } = this.#details;
    events.batch(() => {
      emitReason();
      if (from === to) return;
      events.emit("stateChange", () => ({ ...this.base(), type: "stateChange", from, to }));
    });
  }
}

function withCause(cause: ErrorSummary | undefined): { cause: ErrorSummary } | undefined {
  return cause === undefined ? undefined : { cause };
}
