import { describe, expect, test } from "vitest";
import type { CircuitCore } from "../../src/circuit/circuit.ts";
import { CircuitView } from "../../src/circuit/circuit-view.ts";
import { aCircuit, anOpenCircuit, illness, says, type TestCircuit } from "./a-circuit.ts";

/** A view of a circuit that becomes known when the test says so. */
function aLateView(): {
  view: CircuitView;
  circuit: TestCircuit;
  patches: object[];
  becomeKnown: () => void;
} {
  const circuit = aCircuit();
  const patches: object[] = [];
  const waiting: ((core: CircuitCore) => void)[] = [];
  let known: CircuitCore | undefined;
  const view = new CircuitView({
    name: "ListApps",
    scope: "tenant-1",
    current: () => known,
    whenKnown: (use) => {
      if (known === undefined) waiting.push(use);
      else use(known);
    },
    epochMs: () => circuit.clock.epochMs(),
    configure: (patch) => patches.push(patch),
  });
  const becomeKnown = (): void => {
    known = circuit.core;
    for (const use of waiting) use(known);
  };
  return { view, circuit, patches, becomeKnown };
}

describe("the view of a circuit that is known", () => {
  test("reads what the circuit reads", () => {
    const circuit = anOpenCircuit();
    const view = CircuitView.of(circuit.core, () => {});
    expect(view).toMatchObject({
      name: "ListApps",
      region: "eu-west-1",
      endpoint: undefined,
      scope: undefined,
      state: "open",
      retryAfterMs: 100,
      lastFailure: { error: { message: illness.message } },
    });
    expect(view.stats()).toEqual(circuit.core.stats());
    circuit.halfOpen().call(says.success);
    expect([view.state, view.retryAfterMs]).toEqual(["closed", 0]);
  });

  test("isolates and releases it", () => {
    const circuit = aCircuit();
    const view = CircuitView.of(circuit.core, () => {});
    view.isolate("freeze");
    expect([circuit.core.state, view.state, view.retryAfterMs]).toEqual(["isolated", "isolated", Infinity]);
    view.release();
    expect([circuit.core.state, view.state]).toEqual(["closed", "closed"]);
  });
});

describe("the view of a circuit that is not known yet", () => {
  test("reads closed and empty, and the circuit's own from then on", () => {
    const { view, circuit, becomeKnown } = aLateView();
    circuit.trip();
    expect(view).toMatchObject({ name: "ListApps", scope: "tenant-1", state: "closed", retryAfterMs: 0 });
    expect([view.region, view.endpoint, view.lastFailure]).toEqual([undefined, undefined, undefined]);
    expect(view.stats()).toEqual(aCircuit().core.stats());
    becomeKnown();
    expect([view.state, view.region, view.stats().failures]).toEqual(["open", "eu-west-1", 5]);
  });

  test("isolates it as soon as it is known, and reads isolated until then", () => {
    const { view, circuit, becomeKnown } = aLateView();
    view.isolate("freeze");
    expect([view.state, view.retryAfterMs]).toEqual(["isolated", Infinity]);
    becomeKnown();
    expect([view.state, circuit.core.state]).toEqual(["isolated", "isolated"]);
    view.release();
    expect(view.state).toBe("closed");
  });

  test("may be released before it is known, and is not isolated then", () => {
    const { view, circuit, becomeKnown } = aLateView();
    view.isolate("freeze");
    view.release();
    expect([view.state, view.retryAfterMs]).toEqual(["closed", 0]);
    becomeKnown();
    expect(circuit.core.state).toBe("closed");
  });
});

test.each(["", undefined, 7, null])("isolate() asks for a reason; %j is none", (reason) => {
  const circuit = aCircuit();
  expect(() => CircuitView.of(circuit.core, () => {}).isolate(reason as never)).toThrow(TypeError);
  expect(circuit.core.state).toBe("closed");
});
