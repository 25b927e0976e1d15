import { CircuitCore } from "../../../src/circuit/circuit.ts";
import type { Candidate } from "../../../src/circuit/lease.ts";
import { EventHub } from "../../../src/events/event-hub.ts";
import type { BreakerOptions } from "../../../src/options/breaker-options.ts";
import { resolveOptions } from "../../../src/options/resolve-options.ts";
import { succeeded, type Judgement } from "../../../src/outcome/verdict.ts";
import type { Action, BareBreaker } from "./bare-breaker.ts";

const failed: Judgement = { verdict: "failure", answered: false };

/** One who asks to be let through; a call of ours makes one as well. */
class Caller implements Candidate {
  readonly maxWaitMs = 0;
  onAdmitted(): void {}
  onRefused(): void {}
  onStop(): void {}
}

/** What our circuit does for one call, and nothing of what the call itself does: admission, verdict, lease given back. */
export function ourCircuit(action: Action, options?: BreakerOptions): BareBreaker {
  const { clock, random, forOperation } = resolveOptions(options);
  const identity = { name: "GetApp", region: "eu-west-1" };
  const surroundings = { clock, random, events: new EventHub() };
  const core = new CircuitCore(identity, forOperation(identity.name), surroundings);
  return {
    async fire() {
      const admission = core.admit(new Caller());
      if (admission?.lease === undefined) throw new Error("our circuit refused a call");
      const { lease } = admission;
      const sentAt = clock.now();
      try {
        const output = await action();
        core.report(lease, { judgement: succeeded, durationMs: clock.now() - sentAt });
        return output;
      } catch (error) {
        core.report(lease, { judgement: failed, durationMs: clock.now() - sentAt, error });
        throw error;
      } finally {
        core.finish(lease);
      }
    },
    isClosed: () => core.state === "closed",
    close: () => core.shutdown(),
  };
}
