import type { AmplifyClient } from "@aws-sdk/client-amplify";
import {
  BreakerError,
  BreakerState,
  Circuit,
  SlidingCountBreaker,
  Timeout,
  type SlidingWindowBreakerOptions,
} from "mollitia";
import { breakerSubject } from "./breaker-subject.ts";
import { countsAsFailure } from "./counts-as-failure.ts";
import type { AnyCommand, CircuitState, Subject } from "./subject.ts";

interface Guarded {
  readonly circuit: Circuit;
  readonly breaker: SlidingCountBreaker;
}

interface Variant {
  readonly name: string;
  /** Milliseconds it stays open. */
  readonly resetMs?: number;
}

/** The breaker's options, with a window over the last calls, `calls` of them. */
export function slidingOptions(calls: number, resetMs: number): SlidingWindowBreakerOptions {
  return {
    slidingWindowSize: calls,
    minimumNumberOfCalls: 10,
    failureRateThreshold: 50,
    openStateDelay: resetMs,
    onError: countsAsFailure,
  };
}

function guard(client: AmplifyClient, resetMs: number): Guarded {
  const breaker = new SlidingCountBreaker(slidingOptions(60, resetMs));
  const circuit = new Circuit({
    func: async (command: AnyCommand) => client.send(command),
    options: { modules: [new Timeout({ delay: 30_000 }), breaker] },
  });
  return { circuit, breaker };
}

const stateNames: Readonly<Record<BreakerState, CircuitState>> = {
  [BreakerState.CLOSED]: "closed",
  [BreakerState.OPENED]: "open",
  [BreakerState.HALF_OPENED]: "halfOpen",
};

/** mollitia: a circuit for each operation with a timeout and its breaker over the last 60 calls. */
export function mollitiaSubject({ name, resetMs = 1_000 }: Variant): Subject {
  return breakerSubject<Guarded>({
    name,
    breakers: "perOperation",
    make: (client) => guard(client, resetMs),
    fire: ({ circuit }, command) => circuit.execute(command),
    listen({ breaker }, listener) {
      breaker.on("state-changed", (state: BreakerState) => listener(stateNames[state]));
    },
    isRefusal: (error) => error instanceof BreakerError,
    dispose: ({ circuit }) => circuit.dispose(),
  });
}

export const mollitia: Subject = mollitiaSubject({ name: "mollitia" });
