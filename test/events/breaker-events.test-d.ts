import { expectTypeOf } from "vitest";
import {
  createBreakers,
  type BreakerEvent,
  type BreakerEventOf,
  type BreakerEventType,
  type BreakerListener,
  type CircuitState,
  type CircuitStats,
  type ErrorSummary,
  type FallbackReason,
  type OpenEvent,
  type RejectReason,
  type Verdict,
} from "../../src/index.ts";

const breakers = createBreakers();

// A listener gets the event of the name it listens for.
breakers.on("open", (event) => {
  expectTypeOf(event).toEqualTypeOf<OpenEvent>();
  expectTypeOf(event.cause).toEqualTypeOf<ErrorSummary | undefined>();
  expectTypeOf(event.stats).toEqualTypeOf<CircuitStats>();
});
breakers.once("stateChange", ({ from, to }) => {
  expectTypeOf(from).toEqualTypeOf<CircuitState>();
  expectTypeOf(to).toEqualTypeOf<CircuitState>();
});
breakers.on("reject", ({ reason }) => expectTypeOf(reason).toEqualTypeOf<RejectReason>());
// @ts-expect-error -- no event of ours
breakers.on("opened", () => {});
breakers.on("close", (event) => expectTypeOf(event.stats).toEqualTypeOf<CircuitStats>());
breakers.on("halfOpen", (event) => expectTypeOf(event).not.toHaveProperty("stats"));
breakers.on("listenerError", (event) => expectTypeOf(event).not.toHaveProperty("circuit"));
// @ts-expect-error -- no listener
breakers.on("open");

// A listener may be async, may answer anything, and can be shared among events.
breakers.on("open", ({ circuit }) => Promise.resolve(circuit));
breakers.on("open", () => 1);
const shared: BreakerListener<"open" | "close"> = ({ type }) => type;
breakers.on("open", shared).on("close", shared).off("open", shared);
// @ts-expect-error -- does not know what to do with a success
breakers.on("success", shared);

// Events cannot be changed.
breakers.on("close", (event) => {
  // @ts-expect-error -- readonly
  event.openForMs = 0;
});

// `type` tells events apart.
declare const event: BreakerEvent;
if (event.type === "open") expectTypeOf(event).toEqualTypeOf<OpenEvent>();
if (event.type === "timeout") expectTypeOf(event.verdict).toEqualTypeOf<Verdict>();
if (event.type === "listenerError") expectTypeOf(event.error).toBeUnknown();
if (event.type === "reject" || event.type === "fallback") {
  expectTypeOf(event.reason).toEqualTypeOf<RejectReason | FallbackReason>();
}
if (event.type !== "open") expectTypeOf(event).not.toHaveProperty("trigger");
expectTypeOf(event).not.toHaveProperty("operation");

expectTypeOf<BreakerEventOf<BreakerEventType>>().toEqualTypeOf<BreakerEvent>();
expectTypeOf<BreakerEventOf<"attempt">["type"]>().toEqualTypeOf<"attempt">();
