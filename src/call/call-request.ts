import type { AttemptObserver } from "./attempt-middleware.ts";
import type { AttemptStop } from "./attempt-stop.ts";
import type { CallerSignal } from "./stop-signal.ts";

/** One call that somebody wants to make. */
export interface CallRequest {
  readonly operation: string;
  readonly input: unknown;
  readonly callerSignal: CallerSignal | undefined;
  /** Whether the caller gave up between making the call and now, when its client's region is known or not waited for. */
  readonly isAbandoned: boolean;
  /** When the caller made it, by the clock: the deadline counts from here. */
  readonly calledAt: number;
  /** Whether it is to be sent whatever the circuit's state is. */
  readonly isBypass: boolean;
  /** Whether an identical call's answer would do: not where the caller put middleware of its own on the command. */
  isPlain(): boolean;
  /** Sends it with the SDK, seen by `observer`; without `stop`, just as the caller would have. */
  send(observer: AttemptObserver, stop: AttemptStop | undefined): unknown;
}
