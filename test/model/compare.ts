import { isDeepStrictEqual } from "node:util";
import type { Ending } from "./modelled-call.ts";
import type { Model } from "./model.ts";
import type { RealProgram } from "./real-program.ts";

/** What a caller is told, by how the call ended. */
const rejections: Readonly<Record<Exclude<Ending, "success" | "ignored">, string>> = {
  failure: "InternalFailureException",
  throttled: "TooManyRequestsException",
  cancelled: "AbortError",
  timeout: "CallTimeoutError",
  open: "CircuitOpenError",
  capacity: "CapacityError",
  shutdown: "ShutdownError",
};

/** @throws Error that says in what the model and the real thing differ */
export function compare(model: Model, real: RealProgram): void {
  agree("events", model.events, real.events);
  for (const [id, call] of model.calls.entries()) {
    const realCall = real.calls[id];
    const outcomes = realCall?.outcomes.map((outcome) => outcomeOf(outcome));
    agree(`call ${id}`, call.ending === undefined ? [] : [expectedOf(call.ending)], outcomes);
    agree(`requests of call ${id}`, call.attempts, realCall?.sdk.transmitted);
  }
  agree("state", model.state, real.circuit.state);
  if (model.isShutdown) return;
  agree("retryAfterMs", model.retryAfterMs, real.circuit.retryAfterMs);
  if (model.state !== "closed") return;
  const { successes, failures, slow, consecutiveFailures, inFlight } = real.circuit.stats();
  agree("stats", model.stats, { successes, failures, slow, consecutiveFailures, inFlight });
}

/** What can end a call that says nothing about the service. */
const ignored = new Set(["NotFoundException", "CredentialsProviderError"]);

function outcomeOf(name: string): string {
  return ignored.has(name) ? "ignored" : name;
}

function expectedOf(ending: Ending): string {
  return ending === "success" || ending === "ignored" ? ending : rejections[ending];
}

function agree(what: string, expected: unknown, actual: unknown): void {
  if (isDeepStrictEqual(expected, actual)) return;
  throw new Error(
    `${what}: the model says ${JSON.stringify(expected)}, the real thing ${JSON.stringify(actual)}`,
  );
}
