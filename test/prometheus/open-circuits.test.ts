import { describe, expect, test } from "vitest";
import type { StateChangeEvent } from "../../src/events/breaker-events.ts";
import type { CircuitReading, CircuitState } from "../../src/events/circuit-state.ts";
import { OpenCircuits } from "../../src/prometheus/open-circuits.ts";
import { ManualClock } from "../../src/testing/index.ts";

function someCircuits() {
  const clock = new ManualClock();
  const circuits = new OpenCircuits(clock);
  const change = (from: CircuitState, to: CircuitState, more: Partial<StateChangeEvent> = {}) => {
    const event = { type: "stateChange", operation: "GetApp", circuit: "GetApp", at: 0, from, to } as const;
    circuits.changed({ ...event, ...more });
  };
  const read = (state: CircuitState, more: Partial<CircuitReading> = {}) =>
    [...circuits.read([{ name: "GetApp", state, ...more } as CircuitReading])].map(({ openMs }) => openMs);
  return { clock, circuits, change, read };
}

describe("how long circuits have been open", () => {
  test("is counted over all probes of an outage, and anew in the next", () => {
    const { clock, change, read } = someCircuits();
    change("closed", "open");
    clock.advance(10);
    change("open", "halfOpen");
    change("halfOpen", "open");
    clock.advance(5);
    expect(read("open")).toEqual([15]);
    change("halfOpen", "closed");
    clock.advance(5);
    change("closed", "open");
    clock.advance(1);
    expect(read("open")).toEqual([1]);
  });

  test("is not counted from before a pause in which the circuit only observed", () => {
    const { clock, change, read } = someCircuits();
    change("closed", "open", { dryRun: true });
    clock.advance(10);
    change("disabled", "open");
    clock.advance(1);
    expect(read("open")).toEqual([1]);
  });

  test("is counted anew where a circuit was forgotten while it was open", () => {
    const { clock, circuits, change, read } = someCircuits();
    change("closed", "open");
    clock.advance(10);
    change("closed", "open");
    clock.advance(1);
    expect(read("open")).toEqual([1]);
    expect([...circuits.read([])]).toEqual([]);
    clock.advance(1);
    expect(read("open")).toEqual([0]);
  });

  test("is each scope's own", () => {
    const { clock, change, read } = someCircuits();
    change("closed", "open", { scope: "a" });
    clock.advance(10);
    change("closed", "open", { scope: "b" });
    change("halfOpen", "closed", { scope: "b" });
    expect(read("open", { scope: "a" })).toEqual([10]);
    expect(read("open", { scope: "b" })).toEqual([0]);
  });

  test("is kept of a bounded number", () => {
    const { clock, circuits, change } = someCircuits();
    change("closed", "open", { circuit: "first" });
    for (let index = 0; index < 9_999; index++) change("closed", "open", { circuit: `next ${index}` });
    change("closed", "open");
    clock.advance(10);
    const both = ["GetApp", "first"].map((name) => ({ name, state: "open" }) as CircuitReading);
    expect([...circuits.read(both)].map(({ openMs }) => openMs)).toEqual([10, 0]);
  });
});
