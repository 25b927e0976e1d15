import {
  fallbackOf,
  isBreakerError,
  isCallTimeoutError,
  withBreakers,
  type BreakerOptions,
  type ClientBreakers,
} from "../../src/index.ts";
import type { Subject } from "./subject.ts";

interface Variant {
  readonly name?: string;
  readonly options?: BreakerOptions;
  /** Does more with the breakers of a protected client: observes them. */
  readonly observe?: (breakers: ClientBreakers) => void;
}

/** amplify-breaker at its defaults, or a variant of it. */
export function ours({ name = "amplify-breaker", options, observe }: Variant = {}): Subject {
  return {
    name,
    protect(client) {
      const amplify = withBreakers(client, options);
      const { breakers } = amplify;
      observe?.(breakers);
      return {
        send: (command) => amplify.send(command),
        onStateChange(operation, listener) {
          const hear = (event: { readonly operation: string; readonly type: string }): void => {
            if (event.operation !== operation) return;
            listener(event.type === "close" ? "closed" : (event.type as "open" | "halfOpen"));
          };
          breakers.on("open", hear);
          breakers.on("halfOpen", hear);
          breakers.on("probeFailed", (event) => hear({ ...event, type: "open" }));
          breakers.on("close", hear);
        },
        isRefusal: (error) => isBreakerError(error) && !isCallTimeoutError(error),
        isFallback: (output) => fallbackOf(output) !== undefined,
        close: () => amplify.destroy(),
      };
    },
  };
}
