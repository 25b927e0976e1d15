import { describe, expect, test } from "vitest";
import { aCircuit, anOpenCircuit } from "./a-circuit.ts";

describe("what is refused at once, whoever makes the call", () => {
  test.each<[string, () => ReturnType<typeof aCircuit>, number, object | undefined]>([
    ["nothing by a closed circuit", aCircuit, 0, undefined],
    ["a call that does not wait, by an open one", anOpenCircuit, 0, { reason: "open", retryAfterMs: 100 }],
    ["one that would wait too short a time", anOpenCircuit, 99, { reason: "open", retryAfterMs: 100 }],
    ["not one that waits long enough", anOpenCircuit, 100, undefined],
    ["nothing by a circuit that only observes", () => anOpenCircuit({ enabled: false }), 0, undefined],
  ])("is %s", (_title, make, maxWaitMs, expected) => {
    const refusal = make().core.refusalAtOnce(maxWaitMs);
    if (expected === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toMatchObject(expected);
  });

  test("is every call by an isolated circuit, however long it would wait", () => {
    const { core } = aCircuit();
    core.isolate("freeze");
    expect(core.refusalAtOnce(600_000)).toMatchObject({ reason: "isolated" });
  });
});

test("what events about a call carry says which circuit it is, and when it happened", () => {
  const { core, clock } = aCircuit();
  expect(core.eventBase()).toEqual({
    operation: "ListApps",
    circuit: "ListApps",
    region: "eu-west-1",
    at: clock.epochMs(),
  });
});
