import { beforeEach, describe, expect, test, vi } from "vitest";
import { breakerEventTypes } from "../../src/events/event-types.ts";
import { withBreakers, type BreakerEvent, type Circuit } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { rawClient } from "../outcome/raw-client.ts";

type Listener = (event: BreakerEvent) => unknown;

/** An outage of one call: fails, is refused, and succeeds again as a probe; everybody listens for everything. */
async function outage(listener: Listener | undefined): Promise<{ results: string[]; circuit: Circuit }> {
  let status = 500;
  const clock = new ManualClock();
  const amplify = withBreakers(
    rawClient(() => ({ status })),
    { clock, consecutiveFailures: 1, failureSpanMs: 0 },
  );
  if (listener !== undefined) for (const type of breakerEventTypes) amplify.breakers.on(type, listener);
  const results: string[] = [];
  const call = (): Promise<unknown> =>
    amplify.listApps({}).then(
      () => results.push("answered"),
      (error: Error) => results.push(error.name),
    );
  await call();
  await call();
  clock.advance(2_000);
  status = 200;
  await call();
  return { results, circuit: amplify.breakers.circuit("ListApps") };
}

const bug = new Error("bug in the listener");
const misbehaviour = {
  throws: (): never => {
    throw bug;
  },
  rejects: () => Promise.reject(bug),
};
const asWithout = ["Unknown", "CircuitOpenError", "answered"];

beforeEach(() => {
  vi.spyOn(process, "emitWarning").mockReturnValue();
});

describe("an outage, as listeners hear of it", () => {
  test("opossum defect 41: one event at a time, each call's own before what it does to the circuit", async () => {
    const calls: unknown[][] = [];

    await outage((...heard: unknown[]) => calls.push(heard));

    const events = calls.map(([event]) => event as BreakerEvent);
    expect(calls.every((heard) => heard.length === 1)).toBe(true);
    expect(events.map(({ type }) => type)).toEqual([
      ...["attempt", "failure", "open", "stateChange"],
      "reject",
      ...["halfOpen", "stateChange"],
      ...["attempt", "success", "close", "stateChange"],
    ]);
  });

  test("opossum defect 41: open says what caused it", async () => {
    const events: BreakerEvent[] = [];

    await outage((event) => events.push(event));

    expect(events.find(({ type }) => type === "open")).toMatchObject({
      operation: "ListApps",
      trigger: "consecutive",
      cause: { name: "Unknown", $fault: "server", $metadata: { httpStatusCode: 500 } },
    });
  });

  test.each(Object.entries(misbehaviour))(
    "opossum defect 20: a listener that %s changes no call and no circuit",
    async (_title, listener) => {
      const { results, circuit } = await outage(listener);

      expect(results).toEqual(asWithout);
      expect(circuit.state).toBe("closed");
    },
  );

  test("opossum defect 22: the circuit counts without any listener", async () => {
    const { results, circuit } = await outage(undefined);

    expect(results).toEqual(asWithout);
    expect(circuit.lastFailure?.error.name).toBe("Unknown");
  });
});
