import { BreakerState, Circuit, Timeout, type SlidingCountBreaker } from "mollitia";
import type { Action, BareBreaker } from "./bare-breaker.ts";

/** mollitia's breaker, in its timeout where there is one. */
export function bareMollitia(action: Action, breaker: SlidingCountBreaker, timeoutMs?: number): BareBreaker {
  const modules = timeoutMs === undefined ? [breaker] : [new Timeout({ delay: timeoutMs }), breaker];
  const circuit = new Circuit({ func: action, options: { modules } });
  return {
    fire: () => circuit.execute(),
    isClosed: () => breaker.state === BreakerState.CLOSED,
    close: () => circuit.dispose(),
  };
}
