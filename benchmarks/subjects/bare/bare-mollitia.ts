import { BreakerState, Circuit, SlidingCountBreaker, SlidingWindowRequestResult, Timeout } from "mollitia";
import { slidingOptions } from "../mollitia.ts";
import type { Action, BareBreaker } from "./bare-breaker.ts";

/** mollitia's breaker, in its timeout where there is one. */
export function bareMollitia(action: Action, timeoutMs?: number): BareBreaker {
  return bare(action, new SlidingCountBreaker(slidingOptions(60, 1_000)), timeoutMs);
}

/**
 * mollitia with a window that is full of successes, `calls` of them.
 *
 * They are put into it: mollitia takes the longer for each call the more its window holds, for good calls too, and would
 * need minutes for 100,000.
 */
export function filledMollitia(action: Action, calls: number): BareBreaker {
  return bare(action, new FilledBreaker(slidingOptions(calls, 1_000)).fill(calls));
}

class FilledBreaker extends SlidingCountBreaker {
  fill(calls: number): this {
    for (let call = 0; call < calls; call++) {
      this.requests.push({ result: SlidingWindowRequestResult.SUCCESS });
    }
    return this;
  }
}

function bare(action: Action, breaker: SlidingCountBreaker, timeoutMs?: number): BareBreaker {
  const modules = timeoutMs === undefined ? [breaker] : [new Timeout({ delay: timeoutMs }), breaker];
  const circuit = new Circuit({ func: action, options: { modules } });
  return {
    fire: () => circuit.execute(),
    isClosed: () => breaker.state === BreakerState.CLOSED,
    close() {
      circuit.dispose();
      // mollitia keeps every module there ever was, and so its window.
      void breaker.clearState();
    },
  };
}
