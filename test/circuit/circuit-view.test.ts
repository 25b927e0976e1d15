import { describe, expect, test } from "vitest";
import type { CircuitCore } from "../../src/circuit/circuit.ts";
import { CircuitView, viewsOf } from "../../src/circuit/circuit-view.ts";
import { aCircuit, anOpenCircuit, illness, says, type TestCircuit } from "./a-circuit.ts";
import { aProgram, ireland } from "./a-program.ts";

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

  test("shows who isolated it, and since when, and nobody once it is released", () => {
    const circuit = aCircuit();
    const view = CircuitView.of(circuit.core, () => {});
    circuit.clock.advance(1_000);
    view.isolate("freeze");
    expect(view.isolation).toEqual({ reason: "freeze", at: circuit.clock.epochMs() });
    view.release();
    expect(view.isolation).toBeUndefined();
  });

  test("is handed out for each circuit of a place, and changes the options of that one alone", () => {
    const circuits = aProgram().directory.at(ireland);
    for (const name of ["ListApps", "GetApp"]) circuits.named(name);
    const views = [...viewsOf(circuits)];
    expect(views.map(({ name }) => name)).toEqual(["ListApps", "GetApp"]);
    views[1]?.configure({ capacity: 3 });
    expect([...circuits].map(({ options }) => options.capacity)).toEqual([false, 3]);
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

  test("shows its isolation and hands on its patches before it is known", () => {
    const { view, circuit, patches } = aLateView();
    expect(view.isolation).toBeUndefined();
    view.isolate("freeze");
    expect(view.isolation).toEqual({ reason: "freeze", at: circuit.clock.epochMs() });
    expect(Object.isFrozen(view.isolation)).toBe(true);
    view.configure({ capacity: 3 });
    expect(patches).toEqual([{ capacity: 3 }]);
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

describe("the view of any circuit", () => {
  test("says where the circuit is, as far as that is known", () => {
    const program = aProgram();
    const there = program.directory.at({ region: "eu-west-1", endpoint: "localhost:4566" });
    const view = CircuitView.of(there.circuit("ListApps", {}), () => {});
    expect([view.region, view.endpoint]).toEqual(["eu-west-1", "localhost:4566"]);
  });

  test.each(["", undefined, 7])("refuses to isolate without a reason, and says so: %o", (reason) => {
    const { view } = aLateView();
    expect(() => view.isolate(reason as string)).toThrow(
      /^isolate\(\) must be given a reason, a text that is not empty; got /,
    );
  });
});
