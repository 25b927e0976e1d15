import { expect, test } from "vitest";
import { FailureMemory } from "../../src/circuit/failure-memory.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { illness } from "./a-circuit.ts";

test("remembers nothing at first", () => {
  expect(new FailureMemory(new ManualClock()).last).toBeUndefined();
});

test("remembers the last failure as a frozen summary, with the time people read", () => {
  const clock = new ManualClock({ epochMs: 5_000 });
  const memory = new FailureMemory(clock);
  memory.remember({ error: new Error("the first") });
  clock.advance(10);
  memory.remember({ error: illness });
  expect(memory.last).toMatchObject({ error: { name: illness.name, message: illness.message }, at: 5_010 });
  expect(memory.last?.error).not.toBe(illness);
  expect(Object.isFrozen(memory.last)).toBe(true);
});

test("lets an error stand for an answer that was too slow, which names how slow it was and what is too slow", () => {
  const memory = new FailureMemory(new ManualClock());
  const error = memory.rememberSlow(12_345.6, 2_000);
  expect(error).toMatchObject({
    name: "SlowAnswer",
    message: "Amplify took 12,346 ms to answer, which is slow from 2,000 ms on",
  });
  expect(memory.last?.error).toMatchObject({ name: "SlowAnswer", message: error.message });
});
