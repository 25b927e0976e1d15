import type { AmplifyClient } from "@aws-sdk/client-amplify";
import {
  BrokenCircuitError,
  CircuitState as State,
  ConsecutiveBreaker,
  SamplingBreaker,
  TimeoutStrategy,
  circuitBreaker,
  handleWhen,
  timeout,
  wrap,
  type CircuitBreakerPolicy,
  type IBreaker,
  type IPolicy,
} from "cockatiel";
import { breakerSubject } from "./breaker-subject.ts";
import { countsAsFailure } from "./counts-as-failure.ts";
import type { CircuitState, Subject } from "./subject.ts";

interface Policy {
  readonly client: AmplifyClient;
  readonly breaker: CircuitBreakerPolicy;
  readonly whole: IPolicy;
}

const stateNames: Readonly<Record<State, CircuitState>> = {
  [State.Closed]: "closed",
  [State.Open]: "open",
  [State.HalfOpen]: "halfOpen",
  [State.Isolated]: "open",
};

/** `wrap(timeout, circuitBreaker)`, which is how cockatiel's README joins the two. */
function cockatiel(name: string, makeBreaker: () => IBreaker): Subject {
  return breakerSubject<Policy>({
    name,
    breakers: "perOperation",
    make(client) {
      const breaker = circuitBreaker(handleWhen(countsAsFailure), {
        halfOpenAfter: 1_000,
        breaker: makeBreaker(),
      });
      return { client, breaker, whole: wrap(timeout(30_000, TimeoutStrategy.Aggressive), breaker) };
    },
    fire: ({ client, whole }, command) =>
      whole.execute(async ({ signal }) => client.send(command, { abortSignal: signal })),
    listen: ({ breaker }, listener) => void breaker.onStateChange((state) => listener(stateNames[state])),
    isRefusal: (error) => error instanceof BrokenCircuitError,
    dispose: () => {},
  });
}

export const cockatielSampling: Subject = cockatiel(
  "cockatiel, sampling",
  () => new SamplingBreaker({ threshold: 0.5, duration: 10_000 }),
);

export const cockatielConsecutive: Subject = cockatiel(
  "cockatiel, consecutive",
  () => new ConsecutiveBreaker(5),
);
