import type { AmplifyClient } from "@aws-sdk/client-amplify";
import CircuitBreaker from "opossum";
import { breakerSubject } from "./breaker-subject.ts";
import { countsAsFailure } from "./counts-as-failure.ts";
import type { AnyCommand, CircuitState, Subject } from "./subject.ts";

type Breaker = CircuitBreaker<[AnyCommand]>;

const common = {
  fire: (breaker: Breaker, command: AnyCommand) => breaker.fire(command),
  listen(breaker: Breaker, listener: (state: CircuitState) => void) {
    breaker.on("open", () => listener("open"));
    breaker.on("halfOpen", () => listener("halfOpen"));
    breaker.on("close", () => listener("closed"));
  },
  isRefusal: (error: unknown) => (error as { readonly code?: unknown }).code === "EOPENBREAKER",
  dispose: (breaker: Breaker) => breaker.shutdown(),
};

function around(client: AmplifyClient, options: CircuitBreaker.Options): Breaker {
  return new CircuitBreaker(async (command: AnyCommand) => client.send(command), options);
}

/** opossum as its README shows it: one breaker around the function, and defaults for all else. */
export const opossumDefaults: Subject = breakerSubject({
  ...common,
  name: "opossum, defaults",
  breakers: "one",
  make: (client) => around(client, {}),
});

/** opossum with care: a breaker for each operation, 4xx filtered out, a volume threshold, a short reset. */
export const opossumTuned: Subject = breakerSubject({
  ...common,
  name: "opossum, tuned",
  breakers: "perOperation",
  make: (client) =>
    around(client, {
      timeout: 30_000,
      volumeThreshold: 10,
      resetTimeout: 1_000,
      errorFilter: (error) => !countsAsFailure(error),
    }),
});
