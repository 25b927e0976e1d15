import { describe, expect, test } from "vitest";
import { aCaller, callers, outcomes } from "./a-caller.ts";
import { aCircuit, aHalfOpenCircuit, anOpenCircuit, illness, says } from "./a-circuit.ts";

const throttling = Object.assign(new Error("slow down"), { name: "ThrottlingException" });

describe("opening after failures in a row", () => {
  test("opens with the fifth where nothing ever succeeded", () => {
    const circuit = aCircuit();
    const { core, heard } = circuit;
    circuit.calls(4, says.failure);
    expect(core.state).toBe("closed");
    circuit.calls(1, says.failure);
    expect(core.state).toBe("open");
    expect(heard.of("open")).toMatchObject([
      {
        operation: "ListApps",
        circuit: "ListApps",
        region: "eu-west-1",
        trigger: "consecutive",
        retryAfterMs: 100,
        cause: { name: "InternalFailureException", message: "Amplify is ill" },
        stats: { failures: 5, successes: 0, errorPercentage: 100, consecutiveFailures: 5 },
      },
    ]);
  });

  test("waits until nothing has succeeded for the span, whatever the traffic", () => {
    const circuit = aCircuit({ volumeThreshold: 1_000 });
    const { core, clock } = circuit;
    circuit.calls(1, says.success);
    clock.advance(249);
    circuit.calls(50, says.failure);
    expect(core.state).toBe("closed");
    clock.advance(1);
    circuit.calls(1, says.failure);
    expect(core.state).toBe("open");
  });

  test("counts the span from the closing success on after an outage", () => {
    const circuit = aHalfOpenCircuit({ volumeThreshold: 1_000 });
    const { core, clock } = circuit;
    circuit.calls(1, says.success);
    clock.advance(200);
    circuit.calls(20, says.failure);
    expect(core.state).toBe("closed");
    clock.advance(50);
    circuit.calls(1, says.failure);
    expect(core.state).toBe("open");
  });

  test("does not open that way where the rule is off", () => {
    const circuit = aCircuit({ consecutiveFailures: false, volumeThreshold: 100 });
    const { core } = circuit;
    circuit.calls(99, says.failure);
    expect(core.state).toBe("closed");
  });
});

describe("opening by the error rate", () => {
  const byRate = { consecutiveFailures: false } as const;

  test("opens at the threshold, once the window holds enough verdicts", () => {
    const circuit = aCircuit(byRate);
    const { core, heard } = circuit;
    circuit.calls(5, says.success);
    circuit.calls(4, says.failure);
    expect(core.state).toBe("closed");
    circuit.calls(1, says.failure);
    expect(core.state).toBe("open");
    expect(heard.of("open")).toMatchObject([
      { trigger: "rate", stats: { errorPercentage: 50, successes: 5, failures: 5 } },
    ]);
  });

  test("forgets what the window has moved past", () => {
    const circuit = aCircuit(byRate);
    const { core, clock } = circuit;
    circuit.calls(9, says.failure);
    clock.advance(60_000);
    circuit.calls(9, says.failure);
    expect(core.state).toBe("closed");
    circuit.calls(1, says.failure);
    expect(core.state).toBe("open");
  });

  test("forgets by the clock in a process that was frozen", () => {
    const circuit = aCircuit(byRate);
    const { core, clock } = circuit;
    circuit.calls(9, says.failure);
    clock.jump(3_600_000);
    circuit.calls(1, says.failure);
    expect(core.state).toBe("closed");
    expect(core.stats()).toMatchObject({ failures: 1, successes: 0 });
  });

  test("does not hold failures of before an outage against the service after it", () => {
    const circuit = aCircuit(byRate);
    const { core } = circuit;
    circuit.calls(10, says.failure);
    circuit.halfOpen().call(says.success);
    expect(core.stats()).toMatchObject({ failures: 0, consecutiveFailures: 0 });
    circuit.calls(9, says.failure);
    expect(core.state).toBe("closed");
    circuit.calls(1, says.failure);
    expect(core.state).toBe("open");
  });
});

describe("what moves nothing in a closed circuit", () => {
  test.each(["throttled", "notFound", "localError", "cancelled"] as const)(
    "%s: no streak, no rate",
    (what) => {
      const circuit = aCircuit();
      const { core, heard } = circuit;
      circuit.calls(3, says.failure);
      const before = core.stats();
      circuit.calls(100, says[what]);
      expect(core.stats()).toEqual(before);
      expect(core.state).toBe("closed");
      circuit.calls(2, says.failure);
      expect(core.state).toBe("open");
      expect(heard.types).toEqual(["open"]);
    },
  );

  test("says nothing about the last failure either", () => {
    const circuit = aCircuit();
    const { core } = circuit;
    circuit.call(says.throttled, throttling);
    expect(core.lastFailure).toBeUndefined();
  });
});

describe("generations", () => {
  test("do not let an old failure reopen a circuit that has recovered", () => {
    const circuit = aCircuit();
    const old = Array.from({ length: 20 }, () => circuit.admit());
    circuit.trip().halfOpen().call(says.success);
    for (const lease of old) circuit.end(lease, says.failure);
    expect(circuit.core.state).toBe("closed");
    expect(circuit.core.stats()).toMatchObject({ failures: 0, consecutiveFailures: 0, inFlight: 0 });
  });

  test("do not let an old success close a circuit that is open or half-open", () => {
    const circuit = aCircuit();
    const [first, second] = [circuit.admit(), circuit.admit()];
    circuit.trip();
    circuit.end(first, says.success);
    expect(circuit.core.state).toBe("open");
    circuit.halfOpen();
    circuit.end(second, says.success);
    expect(circuit.core.state).toBe("halfOpen");
    expect(circuit.heard.of("close")).toEqual([]);
  });

  test("do not let an old failure decide for the probe that is under way", () => {
    const circuit = aCircuit();
    const old = circuit.admit();
    circuit.trip().halfOpen();
    const probe = circuit.admit();
    circuit.end(old, says.failure);
    expect(circuit.core.state).toBe("halfOpen");
    circuit.end(probe, says.success);
    expect(circuit.core.state).toBe("closed");
  });

  test("count an old success as one all the same, for whoever asks if there was any", () => {
    const circuit = aCircuit();
    const old = circuit.admit();
    circuit.trip();
    const before = circuit.core.successes;
    circuit.end(old, says.success);
    expect(circuit.core.successes).toBe(before + 1);
  });
});

describe("how long it stays open", () => {
  const options = { resetTimeout: 100, resetBackoff: { factor: 2, maxMs: 1_000, jitter: 0 } };

  test("grows with each probe that fails", () => {
    const circuit = anOpenCircuit(options);
    const waits = [circuit.core.retryAfterMs];
    for (let probe = 0; probe < 4; probe++) {
      circuit.halfOpen().call(says.failure);
      waits.push(circuit.core.retryAfterMs);
    }
    expect(waits).toEqual([100, 200, 400, 800, 1_000]);
    expect(circuit.heard.of("probeFailed").map(({ retryAfterMs }) => retryAfterMs)).toEqual(waits.slice(1));
  });

  test("is still long where the circuit was closed for less than the window", () => {
    const circuit = anOpenCircuit(options).halfOpen();
    circuit.call(says.success);
    circuit.clock.advance(59_999);
    circuit.trip();
    expect(circuit.core.retryAfterMs).toBe(200);
  });

  test("is short again once the circuit was closed for a whole window", () => {
    const circuit = anOpenCircuit(options).halfOpen();
    circuit.call(says.success);
    circuit.clock.advance(60_000);
    circuit.trip();
    expect(circuit.core.retryAfterMs).toBe(100);
  });

  test("is not short again after an outage longer than the window", () => {
    const circuit = anOpenCircuit(options);
    for (let probe = 0; probe < 100; probe++) circuit.halfOpen().call(says.failure);
    expect(circuit.core.retryAfterMs).toBe(1_000);
  });

  test.each([
    { header: "1", waitMs: 1_000, what: "seconds" },
    { header: "0", waitMs: 100, what: "no wait at all" },
    { header: "3600", waitMs: 2_000, what: "more than the longest time" },
    { header: "Thu, 01 Jan 2026 00:00:01 GMT", waitMs: 1_000, what: "a date" },
  ])("follows a Retry-After that names $what", ({ header, waitMs }) => {
    const answer = Object.defineProperty(new Error("busy"), "$response", {
      value: { headers: { "retry-after": header } },
    });
    const { core } = aCircuit().trip(answer);
    expect(core.retryAfterMs).toBe(waitMs);
  });
});

describe("state and time", () => {
  test("reads halfOpen past its reset, with timers or without", () => {
    const { core, clock } = anOpenCircuit();
    clock.jump(99);
    expect([core.state, core.retryAfterMs]).toEqual(["open", 1]);
    clock.jump(1);
    expect([core.state, core.retryAfterMs]).toEqual(["halfOpen", 0]);
  });

  test("makes a probe of the first call after a freeze, before any timer fired, and says halfOpen once", () => {
    const circuit = anOpenCircuit();
    circuit.clock.jump(3_600_000);
    expect(circuit.admit().isProbe).toBe(true);
    circuit.clock.advance(0);
    expect(circuit.heard.types).toEqual(["open", "halfOpen"]);
    expect(circuit.heard.stateChanges).toEqual(["closed→open", "open→halfOpen"]);
  });

  test("says halfOpen without traffic too, by a timer that keeps no process alive", () => {
    const { clock, heard } = anOpenCircuit();
    expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([1, 0]);
    clock.advance(100);
    expect(heard.types).toEqual(["open", "halfOpen"]);
    expect(clock.pendingTimers).toBe(0);
  });

  test("has no timer while closed", () => {
    const circuit = aCircuit();
    const { clock } = circuit;
    circuit.calls(3, says.success);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe("one outage", () => {
  test("is one open and one close, however many probes fail in between", () => {
    const circuit = anOpenCircuit();
    for (let probe = 0; probe < 3; probe++) circuit.halfOpen().call(says.failure);
    circuit.halfOpen().call(says.success);
    expect(circuit.heard.types).toEqual([
      "open",
      ...["halfOpen", "probeFailed", "halfOpen", "probeFailed", "halfOpen", "probeFailed"],
      ...["halfOpen", "close"],
    ]);
    expect(circuit.heard.of("close")).toMatchObject([{ openForMs: 100 + 150 + 225 + 337.5 }]);
    expect(circuit.heard.stateChanges.join(" ")).toBe(
      "closed→open open→halfOpen halfOpen→open open→halfOpen halfOpen→open open→halfOpen halfOpen→open " +
        "open→halfOpen halfOpen→closed",
    );
  });

  test("stops the calls that wait for another attempt, with the opening and with each failed probe", () => {
    const circuit = aCircuit();
    let stops = 0;
    circuit.admit(() => stops++);
    circuit.trip();
    expect(stops).toBe(1);
    circuit.halfOpen().call(says.failure);
    expect(stops).toBe(2);
  });

  test("is announced before its calls are stopped", () => {
    const circuit = aCircuit();
    let typesAtStop: string[] = [];
    circuit.admit(() => {
      typesAtStop = [...circuit.heard.types];
    });
    circuit.trip();
    expect(typesAtStop).toEqual(["open"]);
  });

  test("takes its time from the wall clock for people, and names neither endpoint nor scope that is not known", () => {
    const { heard, clock } = anOpenCircuit();
    const [event] = heard.of("open");
    expect(event?.at).toBe(clock.epochMs());
    expect(Object.keys(event ?? {}).toSorted()).toEqual([
      "at",
      "cause",
      "circuit",
      "operation",
      "region",
      "retryAfterMs",
      "stats",
      "trigger",
      "type",
    ]);
  });
});

describe("the last failure", () => {
  test("is a frozen summary of the service's error, whatever came after it", () => {
    const circuit = aCircuit();
    const { core, clock } = circuit;
    circuit.calls(1, says.failure);
    const at = clock.epochMs();
    clock.advance(10);
    circuit.calls(1, says.success);
    expect(core.lastFailure).toMatchObject({ at, error: { message: illness.message } });
    expect(core.lastFailure?.error).not.toBe(illness);
    expect(Object.isFrozen(core.lastFailure)).toBe(true);
  });
});

describe("statistics", () => {
  test("are zero before the first call", () => {
    expect(aCircuit().core.stats()).toEqual({
      successes: 0,
      failures: 0,
      slow: 0,
      errorPercentage: 0,
      consecutiveFailures: 0,
      inFlight: 0,
      waiting: 0,
      queued: 0,
      p50Ms: null,
      p99Ms: null,
      rejections: 0,
      fallbacks: 0,
    });
  });

  test("cover the window and the calls in flight", () => {
    const circuit = aCircuit();
    circuit.calls(3, says.success);
    circuit.calls(1, says.failure);
    circuit.admit();
    expect(circuit.core.stats()).toEqual({
      successes: 3,
      failures: 1,
      slow: 0,
      errorPercentage: 25,
      consecutiveFailures: 1,
      inFlight: 1,
      waiting: 0,
      queued: 0,
      p50Ms: 22.2,
      p99Ms: 22.2,
      rejections: 0,
      fallbacks: 0,
    });
    expect(Object.isFrozen(circuit.core.stats())).toBe(true);
  });
});

test("an outage ends with the statistics as they are then", () => {
  const circuit = anOpenCircuit();
  circuit.core.countRejection();
  circuit.halfOpen().call(says.success);
  expect(circuit.heard.of("close")).toMatchObject([{ stats: { failures: 0, rejections: 1 } }]);
});

test("how long good answers take is remembered, and not how long those of another generation took", () => {
  const circuit = aCircuit();
  const old = circuit.admit();
  for (const step of ["isolate", "release"] as const) circuit.core[step]("a test");
  circuit.core.report(old, { judgement: says.success, durationMs: 20 });
  expect(circuit.core.stats()).toMatchObject({ p50Ms: null, p99Ms: null });
  circuit.calls(1, says.success);
  expect(circuit.core.stats().p50Ms).toBeGreaterThan(19);
});

describe("shutdown", () => {
  test("leaves no timer, and calls in flight decide nothing any more", () => {
    const circuit = anOpenCircuit();
    const { core, clock, heard } = circuit;
    core.shutdown();
    expect(clock.pendingTimers).toBe(0);
    const before = heard.events.length;
    clock.advance(10_000);
    expect(heard.events).toHaveLength(before);
  });

  test("is not undone by a late failure", () => {
    const circuit = aCircuit();
    const leases = Array.from({ length: 20 }, () => circuit.admit());
    circuit.core.shutdown();
    for (const lease of leases) circuit.end(lease, says.failure);
    expect(circuit.heard.events).toEqual([]);
    expect(circuit.clock.pendingTimers).toBe(0);
    expect(circuit.core.stats().inFlight).toBe(0);
  });

  test("is not undone by a memory of another circuit, nor by a release", () => {
    const circuit = aCircuit();
    const { length } = circuit.heard.events;
    circuit.core.shutdown();
    circuit.core.restore(anOpenCircuit().core.memory());
    circuit.core.release();
    expect([circuit.core.state, circuit.clock.pendingTimers]).toEqual(["closed", 0]);
    expect(circuit.heard.events).toHaveLength(length);
  });
});

describe("the memory of another circuit", () => {
  test("that is isolated refuses those who wait at once, and takes back the right to send", () => {
    const isolated = aCircuit();
    isolated.core.isolate("freeze");
    const circuit = anOpenCircuit();
    const waiting = aCaller(circuit);
    circuit.core.restore(isolated.core.memory());
    expect(waiting.refusal).toEqual({ reason: "isolated", isolation: "freeze" });
    expect([circuit.core.state, circuit.clock.pendingTimers]).toEqual(["isolated", 0]);
  });

  test("that is closed lets those who wait go, by doubling", () => {
    const circuit = anOpenCircuit();
    const waiting = callers(circuit, 4);
    circuit.core.restore(aCircuit().core.memory());
    expect(outcomes(waiting)).toBe("1 sent, 3 waits");
    waiting[0]?.end("success");
    expect(outcomes(waiting)).toBe("2 sent, 2 waits");
  });
});
