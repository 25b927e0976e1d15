import { afterEach, describe, expect, test, vi } from "vitest";
import { SlowCalls } from "../../src/circuit/slow-calls.ts";
import { resolveOptions } from "../../src/options/resolve-options.ts";
import { aCircuit, aHalfOpenCircuit, illness, says, type TestCircuit } from "./a-circuit.ts";

const slowCall = { durationMs: 1_000, thresholdPercentage: 50 } as const;

function slowCalls(options: Parameters<typeof resolveOptions>[0] = { slowCall }): SlowCalls {
  return new SlowCalls(resolveOptions(options).forOperation("ListApps"), 0);
}

afterEach(() => {
  vi.useRealTimers();
});

/** So many answers that took so long. */
function answers(circuit: TestCircuit, count: number, durationMs: number): void {
  for (let made = 0; made < count; made++) circuit.end(circuit.admit(), says.success, illness, durationMs);
}

describe("the window of slow answers", () => {
  test("counts an answer as slow from the limit on", () => {
    const calls = slowCalls();
    expect([999.9, 1_000, 60_000].map((durationMs) => calls.isSlow(durationMs))).toEqual([false, true, true]);
    for (const durationMs of [999.9, 1_000, 60_000]) calls.record(durationMs, 0);
    expect([calls.count(0), calls.count(59_999), calls.count(60_000)]).toEqual([2, 2, 0]);
  });

  test("says that they are too many from the threshold on, once there are enough verdicts", () => {
    const calls = slowCalls();
    const slow = [1, 0, 1, 0, 1, 0, 1, 0, 0, 1].map((isSlow) => calls.record(isSlow * 1_000, 0));
    expect(slow).toEqual([...Array.from({ length: 9 }, () => false), true]);
  });

  test("holds no timer once it is shut down, and none unless there were too many", () => {
    vi.useFakeTimers();
    const calls = slowCalls();
    for (let verdicts = 0; verdicts < 9; verdicts++) calls.record(1_000, 0);
    expect(vi.getTimerCount()).toBe(0);
    calls.record(1_000, 0);
    expect(vi.getTimerCount()).toBe(1);
    calls.shutdown();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("goes on with what another held", () => {
    const calls = slowCalls();
    for (let verdicts = 0; verdicts < 9; verdicts++) calls.record(verdicts < 4 ? 1_000 : 0, 0);
    const contents = calls.contents(100);
    expect(contents).toEqual([{ ageMs: 100, successes: 5, failures: 4 }]);
    const options = resolveOptions({ slowCall }).forOperation("ListApps");
    const successor = new SlowCalls(options, 100, contents);
    expect(successor.count(100)).toBe(4);
    expect(successor.record(1_000, 100)).toBe(true);
  });

  test("is none where the option is off", () => {
    const calls = slowCalls({});
    for (let verdicts = 0; verdicts < 100; verdicts++) expect(calls.record(1e9, 0)).toBe(false);
    expect([calls.isSlow(1e9), calls.count(0), calls.contents(0)]).toEqual([false, 0, []]);
    calls.shutdown();
  });
});

describe("slow answers", () => {
  test("open a circuit, which says so and names how slow the last one was and what is slow", () => {
    const circuit = aCircuit({ slowCall });
    answers(circuit, 5, 10);
    answers(circuit, 4, 4_000);
    expect(circuit.core.state).toBe("closed");
    answers(circuit, 1, 1_500);
    expect(circuit.heard.of("open")).toMatchObject([
      {
        trigger: "slow",
        cause: {
          name: "SlowAnswer",
          message: "Amplify took 1,500 ms to answer, which is slow from 1,000 ms on",
        },
        stats: { slow: 5, successes: 10, failures: 0 },
      },
    ]);
    expect(circuit.refusal()).toMatchObject({ cause: { name: "SlowAnswer" } });
    expect(circuit.core.lastFailure?.error.name).toBe("SlowAnswer");
  });

  test("open nothing as long as they are fewer, or there are too few verdicts, or the window has moved on", () => {
    const circuit = aCircuit({ slowCall });
    answers(circuit, 9, 4_000);
    circuit.clock.advance(60_000);
    answers(circuit, 6, 10);
    answers(circuit, 5, 4_000);
    expect([circuit.core.state, circuit.core.stats().slow]).toEqual(["closed", 5]);
  });

  test("open nothing where the option is off, and are not counted", () => {
    const circuit = aCircuit();
    answers(circuit, 100, 3_600_000);
    expect([circuit.core.state, circuit.core.stats().slow]).toEqual(["closed", 0]);
  });

  test("are not those that say nothing about the service, however long they took", () => {
    const circuit = aCircuit({ slowCall });
    for (const what of ["notFound", "throttled", "cancelled", "localError"] as const) {
      for (let made = 0; made < 20; made++) circuit.end(circuit.admit(), says[what], illness, 60_000);
    }
    expect(circuit.core.state).toBe("closed");
    expect(circuit.core.stats()).toMatchObject({ slow: 0, successes: 0, failures: 0 });
  });

  test("count beside failures: a slow failure is both, a quick one is not slow", () => {
    const circuit = aCircuit({ slowCall, consecutiveFailures: false, errorThresholdPercentage: 100 });
    answers(circuit, 5, 10);
    for (let made = 0; made < 4; made++) circuit.end(circuit.admit(), says.failure, illness, 2_000);
    expect(circuit.core.stats()).toMatchObject({ slow: 4, failures: 4, successes: 5 });
    circuit.end(circuit.admit(), says.failure, illness, 10);
    expect(circuit.core.state).toBe("closed");
    circuit.end(circuit.admit(), says.failure, illness, 2_000);
    expect(circuit.core.state).toBe("closed");
    circuit.end(circuit.admit(), says.failure, illness, 2_000);
    expect(circuit.heard.of("open")).toMatchObject([{ trigger: "slow", stats: { slow: 6, failures: 7 } }]);
    expect(circuit.core.lastFailure?.error.name).toBe(illness.name);
  });

  test("leave the opening to the failures where these are enough as well", () => {
    const circuit = aCircuit({ slowCall, volumeThreshold: 5 });
    for (let made = 0; made < 5; made++) circuit.end(circuit.admit(), says.failure, illness, 2_000);
    expect(circuit.heard.of("open")).toMatchObject([{ trigger: "consecutive" }]);
  });

  test("are forgotten once the circuit has closed", () => {
    const circuit = aCircuit({ slowCall });
    answers(circuit, 10, 4_000);
    circuit.halfOpen().call(says.success);
    expect(circuit.core.stats().slow).toBe(0);
    answers(circuit, 9, 4_000);
    expect(circuit.core.state).toBe("closed");
    answers(circuit, 1, 4_000);
    expect(circuit.heard.of("open")).toHaveLength(2);
  });
});

describe("a slow probe", () => {
  test.each(["success", "notFound"] as const)("opens the circuit again, also with an answer: %s", (what) => {
    const circuit = aHalfOpenCircuit({ slowCall });
    circuit.end(circuit.admit(), says[what], illness, 1_000);
    expect(circuit.core.state).toBe("open");
    expect(circuit.heard.of("probeFailed")).toMatchObject([{ cause: { name: "SlowAnswer" } }]);
    circuit.halfOpen();
    circuit.end(circuit.admit(), says[what], illness, 999);
    expect(circuit.core.state).toBe("closed");
  });

  test("passes its turn on as ever where it proves nothing", () => {
    const circuit = aHalfOpenCircuit({ slowCall });
    circuit.end(circuit.admit(), says.throttled, illness, 60_000);
    expect(circuit.core.state).toBe("halfOpen");
  });
});
