import type { AmplifyClient } from "@aws-sdk/client-amplify";
import { BreakerError, BreakerState, Circuit, SlidingCountBreaker, Timeout } from "mollitia";
import { breakerSubject } from "./breaker-subject.ts";
import { countsAsFailure } from "./counts-as-failure.ts";
import type { AnyCommand, CircuitState, Subject } from "./subject.ts";

interface Guarded {
  readonly circuit: Circuit;
  readonly breaker: SlidingCountBreaker;
}

function guard(client: AmplifyClient): Guarded {
  const breaker = new SlidingCountBreaker({
    slidingWindowSize: 60,
    minimumNumberOfCalls: 10,
    failureRateThreshold: 50,
    openStateDelay: 1_000,
    onError: countsAsFailure,
  });
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
export const mollitia: Subject = breakerSubject<Guarded>({
  name: "mollitia",
  breakers: "perOperation",
  make: guard,
  fire: ({ circuit }, command) => circuit.execute(command),
  listen({ breaker }, listener) {
    breaker.on("state-changed", (state: BreakerState) => listener(stateNames[state]));
  },
  isRefusal: (error) => error instanceof BreakerError,
  dispose: ({ circuit }) => circuit.dispose(),
});
