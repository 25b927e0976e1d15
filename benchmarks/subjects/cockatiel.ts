import type { AmplifyClient } from "@aws-sdk/client-amplify";
import {
  BrokenCircuitError,
  CircuitState as State,
  ConsecutiveBreaker,
  SamplingBreaker,
  TimeoutStrategy,
  circuitBreaker,
  fallback,
  handleAll,
  handleWhen,
  timeout,
  wrap,
  type CircuitBreakerPolicy,
  type IBreaker,
  type IDefaultPolicyContext,
  type IPolicy,
} from "cockatiel";
import { breakerSubject } from "./breaker-subject.ts";
import { countsAsFailure } from "./counts-as-failure.ts";
import type { CircuitState, Subject } from "./subject.ts";

interface Policy {
  readonly client: AmplifyClient;
  readonly breaker: CircuitBreakerPolicy;
  readonly whole: IPolicy<IDefaultPolicyContext, unknown>;
}

const stateNames: Readonly<Record<State, CircuitState>> = {
  [State.Closed]: "closed",
  [State.Open]: "open",
  [State.HalfOpen]: "halfOpen",
  [State.Isolated]: "open",
};

interface Variant {
  readonly name: string;
  readonly makeBreaker: () => IBreaker;
  /** Milliseconds it stays open. */
  readonly resetMs?: number;
  readonly answer?: () => unknown;
}

/** `wrap(timeout, circuitBreaker)`, which is how cockatiel's README joins the two. */
export function cockatiel({ name, makeBreaker, resetMs = 1_000, answer }: Variant): Subject {
  return breakerSubject<Policy>({
    name,
    breakers: "perOperation",
    make(client) {
      const breaker = circuitBreaker(handleWhen(countsAsFailure), {
        halfOpenAfter: resetMs,
        breaker: makeBreaker(),
      });
      const limit = timeout(30_000, TimeoutStrategy.Aggressive);
      const whole =
        answer === undefined ? wrap(limit, breaker) : wrap(fallback(handleAll, answer), limit, breaker);
      return { client, breaker, whole };
    },
    fire: ({ client, whole }, command) =>
      whole.execute(async ({ signal }) => client.send(command, { abortSignal: signal })),
    listen: ({ breaker }, listener) => void breaker.onStateChange((state) => listener(stateNames[state])),
    isRefusal: (error) => error instanceof BrokenCircuitError,
    dispose: () => {},
  });
}

export function samplingBreaker(): IBreaker {
  return new SamplingBreaker({ threshold: 0.5, duration: 10_000 });
}

export function consecutiveBreaker(): IBreaker {
  return new ConsecutiveBreaker(5);
}

export const cockatielSampling: Subject = cockatiel({
  name: "cockatiel, sampling",
  makeBreaker: samplingBreaker,
});

export const cockatielConsecutive: Subject = cockatiel({
  name: "cockatiel, consecutive",
  makeBreaker: consecutiveBreaker,
});
