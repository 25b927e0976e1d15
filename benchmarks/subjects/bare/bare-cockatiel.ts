import {
  CircuitState,
  TimeoutStrategy,
  circuitBreaker,
  handleAll,
  timeout,
  wrap,
  type IBreaker,
} from "cockatiel";
import type { Action, BareBreaker } from "./bare-breaker.ts";

/** cockatiel's breaker, in its timeout where there is one. */
export function bareCockatiel(action: Action, breaker: IBreaker, timeoutMs?: number): BareBreaker {
  const circuit = circuitBreaker(handleAll, { halfOpenAfter: 1_000, breaker });
  const policy =
    timeoutMs === undefined ? circuit : wrap(timeout(timeoutMs, TimeoutStrategy.Aggressive), circuit);
  return {
    fire: async () => policy.execute(action),
    isClosed: () => circuit.state === CircuitState.Closed,
    close: () => {},
  };
}
