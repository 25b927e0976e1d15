import type { AmplifyClient } from "@aws-sdk/client-amplify";
import CircuitBreaker from "opossum";
import { breakerSubject } from "./breaker-subject.ts";
import { countsAsFailure } from "./counts-as-failure.ts";
import type { AnyCommand, CircuitState, Subject } from "./subject.ts";

type Breaker = CircuitBreaker<[AnyCommand]>;

interface Variant {
  readonly name: string;
  readonly breakers: "one" | "perOperation";
  readonly options: CircuitBreaker.Options;
  readonly fallback?: () => unknown;
}

export function opossum({ name, breakers, options, fallback }: Variant): Subject {
  return breakerSubject<Breaker>({
    name,
    breakers,
    make(client) {
      const breaker = around(client, options);
      return fallback === undefined ? breaker : breaker.fallback(fallback);
    },
    fire: (breaker, command) => breaker.fire(command),
    listen(breaker, listener: (state: CircuitState) => void) {
      breaker.on("open", () => listener("open"));
      breaker.on("halfOpen", () => listener("halfOpen"));
      breaker.on("close", () => listener("closed"));
    },
    isRefusal: (error) => (error as { readonly code?: unknown }).code === "EOPENBREAKER",
    dispose: (breaker) => breaker.shutdown(),
  });
}

function around(client: AmplifyClient, options: CircuitBreaker.Options): Breaker {
  // A copy, because opossum writes into the options it is given.
  return new CircuitBreaker(async (command: AnyCommand) => client.send(command), { ...options });
}

/** opossum as its README shows it: one breaker around the function, and defaults for all else. */
export const opossumDefaults: Subject = opossum({ name: "opossum, defaults", breakers: "one", options: {} });

export const tunedOptions: CircuitBreaker.Options = {
  timeout: 30_000,
  volumeThreshold: 10,
  resetTimeout: 1_000,
  errorFilter: (error) => !countsAsFailure(error),
};

/** opossum with care: a breaker for each operation, 4xx filtered out, a volume threshold, a short reset. */
export const opossumTuned: Subject = opossum({
  name: "opossum, tuned",
  breakers: "perOperation",
  options: tunedOptions,
});
