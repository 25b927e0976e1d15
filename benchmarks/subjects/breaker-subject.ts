import type { AmplifyClient } from "@aws-sdk/client-amplify";
import type { AnyCommand, CircuitState, Subject } from "./subject.ts";

/** How a general library guards one function. */
interface Guard<Breaker> {
  readonly name: string;
  /** One breaker for all operations, or one for each, as a careful user would have it. */
  readonly breakers: "one" | "perOperation";
  make(client: AmplifyClient): Breaker;
  fire(breaker: Breaker, command: AnyCommand): Promise<unknown>;
  listen(breaker: Breaker, listener: (state: CircuitState) => void): void;
  readonly isRefusal: (error: unknown) => boolean;
  dispose(breaker: Breaker): void;
}

/** A subject that puts breakers of a general library around `client.send` by hand. */
export function breakerSubject<Breaker>(guard: Guard<Breaker>): Subject {
  return {
    name: guard.name,
    protect(client) {
      const breakers = new Map<string, Breaker>();
      const breakerOf = (operation: string): Breaker => {
        const key = guard.breakers === "one" ? "all" : operation;
        const breaker = breakers.get(key) ?? guard.make(client);
        breakers.set(key, breaker);
        return breaker;
      };
      return {
        send: (command) => guard.fire(breakerOf(operationOf(command)), command),
        onStateChange: (operation, listener) => guard.listen(breakerOf(operation), listener),
        isRefusal: guard.isRefusal,
        close() {
          for (const breaker of breakers.values()) guard.dispose(breaker);
          client.destroy();
        },
      };
    },
  };
}

function operationOf(command: AnyCommand): string {
  return command.constructor.name.replace(/Command$/, "");
}
