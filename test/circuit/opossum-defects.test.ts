import CircuitBreaker from "opossum";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Engine } from "../../src/circuit/engine.ts";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import { resolveOptions } from "../../src/options/resolve-options.ts";
import { aCircuit, aHalfOpenCircuit, anOpenCircuit, illness, says } from "./a-circuit.ts";

const byRate = { consecutiveFailures: false } as const;
const engineOptions = Object.freeze({
  errorThresholdPercentage: 50,
  volumeThreshold: 100,
  rollingCountTimeout: 1_000,
  rollingCountBuckets: 4,
});

afterEach(() => {
  vi.useRealTimers();
});

describe("filter and half-open", () => {
  test("opossum defect 1: an error that does not count neither closes a half-open circuit nor dilutes the rate", () => {
    const halfOpen = aHalfOpenCircuit();
    halfOpen.call(says.localError);
    expect(halfOpen.core.state).toBe("halfOpen");

    const closed = aCircuit(byRate);
    closed.calls(500, says.notFound);
    closed.calls(10, says.failure);
    expect(closed.core.state).toBe("open");
  });

  test("opossum defect 3: a hung probe without a timeout does not keep the circuit half-open for ever", () => {
    const circuit = aHalfOpenCircuit({ timeout: false });
    circuit.admit();
    circuit.clock.advance(5_000);
    circuit.call(says.success);
    expect(circuit.core.state).toBe("closed");
  });

  test("opossum defect 4: a failed probe opens again, however young the circuit and however few its calls", () => {
    const circuit = aHalfOpenCircuit({ volumeThreshold: 1_000_000 });
    circuit.call(says.failure);
    expect(circuit.core.state).toBe("open");
  });

  test("opossum defect 5: nobody waits for a probe, so that nobody is let through at once when it closes", () => {
    const circuit = aHalfOpenCircuit();
    const probe = circuit.admit();
    for (let waiting = 0; waiting < 500; waiting++) circuit.refusal();
    circuit.end(probe, says.success);
    expect(circuit.core.stats().inFlight).toBe(0);
  });

  test("opossum defect 6: a circuit that somebody took out of service stays so", () => {
    const circuit = aCircuit();
    circuit.core.isolate("freeze");
    circuit.clock.advance(2 ** 31);
    expect(circuit.core.state).toBe("isolated");
  });
});

describe("stale results", () => {
  test("opossum defect 7: an old success closes no half-open circuit", () => {
    const circuit = aCircuit();
    const old = circuit.admit();
    circuit.trip().halfOpen().end(old, says.success);
    expect(circuit.core.state).toBe("halfOpen");
  });

  test("opossum defect 8: an old failure does not reopen a circuit beside its probe", () => {
    const circuit = aCircuit();
    const old = circuit.admit();
    const probe = circuit.trip().halfOpen().admit();
    circuit.end(old, says.failure);
    circuit.end(probe, says.success);
    expect(circuit.heard.types).toEqual(["open", "halfOpen", "close"]);
  });

  test("opossum defect 9: neither an old failure nor the old window reopens a circuit that has recovered", () => {
    const circuit = aCircuit();
    const old = circuit.admit();
    circuit.trip().halfOpen().call(says.success);
    circuit.end(old, says.failure);
    circuit.calls(1, says.failure);
    expect(circuit.core.state).toBe("closed");
    expect(circuit.core.stats().failures).toBe(1);
  });
});

describe("rate arithmetic", () => {
  test("opossum defect 10: calls in flight and refused calls do not dilute the rate", () => {
    const busy = aCircuit(byRate);
    for (let inFlight = 0; inFlight < 40; inFlight++) busy.admit();
    busy.calls(10, says.failure);
    expect(busy.core.state).toBe("open");

    const refusing = aCircuit(byRate);
    refusing.calls(10, says.failure);
    for (let refused = 0; refused < 200; refused++) refusing.refusal();
    refusing.halfOpen().call(says.success);
    refusing.calls(10, says.failure);
    expect(refusing.core.state).toBe("open");
  });

  test("opossum defect 11: calls slower than the window trip the circuit all the same", () => {
    const circuit = aCircuit(byRate);
    const slow = Array.from({ length: 10 }, () => circuit.admit());
    circuit.clock.advance(120_000);
    for (const lease of slow) circuit.end(lease, says.failure);
    expect(circuit.core.state).toBe("open");
  });

  test("opossum defect 12: a threshold of 100 can be reached, and nonsense is no threshold", () => {
    const circuit = aCircuit({ ...byRate, errorThresholdPercentage: 100 });
    circuit.calls(10, says.failure);
    expect(circuit.core.state).toBe("open");

    expect(() => aCircuit({ errorThresholdPercentage: Number.NaN })).toThrow(RangeError);
    expect(() => aCircuit({ volumeThreshold: "3" } as unknown as BreakerOptions)).toThrow(TypeError);
  });

  test("opossum defect 13: the window follows the clock, also of a process that was frozen", () => {
    const circuit = aCircuit(byRate);
    circuit.calls(9, says.failure);
    circuit.clock.jump(3_600_000);
    circuit.calls(1, says.failure);
    expect(circuit.core.state).toBe("closed");
  });
});

describe("capacity and timeouts", () => {
  test("opossum defect 14: a full circuit is no failing one", () => {
    const circuit = aCircuit({ capacity: 1, consecutiveFailures: 1 });
    circuit.admit();
    for (let refused = 0; refused < 100; refused++) circuit.refusal();
    expect([circuit.core.state, circuit.core.stats().failures]).toEqual(["closed", 0]);
  });

  test("opossum defect 17: no time that is too long for a timer becomes one millisecond", () => {
    for (const tooLong of [Infinity, 2 ** 31]) {
      expect(() => resolveOptions({ timeout: tooLong })).toThrow(RangeError);
      expect(() => resolveOptions({ resetTimeout: tooLong })).toThrow(RangeError);
    }
    vi.useFakeTimers();
    const longest = aCircuit({ resetTimeout: 2 ** 31 - 1 }).trip();
    vi.advanceTimersByTime(2 ** 31 - 2);
    expect(longest.core.state).toBe("open");
  });

  test("opossum defect 19: no circuit holds the process open, whatever its state", () => {
    const before = process.getActiveResourcesInfo();
    const circuits = [aCircuit(), anOpenCircuit(), aHalfOpenCircuit()];
    expect(process.getActiveResourcesInfo()).toEqual(before);
    for (const { clock, core } of circuits) {
      expect(clock.pendingRefTimers).toBe(0);
      core.shutdown();
    }
  });
});

describe("options and caches", () => {
  test("opossum defect 23: options are not written upon, and no two circuits share anything by them", () => {
    const before = structuredClone(engineOptions);
    const [one, other] = [new Engine(engineOptions, 0), new Engine(engineOptions, 0)];
    one.open();
    one.halfOpen();
    one.recordFailure(0, illness);
    expect(engineOptions).toEqual(before);
    expect([other.state, other.counts(0).failures]).toEqual(["closed", 0]);
  });

  test("opossum defect 28: nothing is answered before admission, because opossum never sees a call", () => {
    const fire = vi.spyOn(CircuitBreaker.prototype, "fire");
    const circuit = aCircuit();
    const lease = circuit.admit();
    expect(fire).not.toHaveBeenCalled();
    circuit.end(lease, says.failure);
    expect(fire).toHaveBeenCalledOnce();
    circuit.trip();
    fire.mockClear();
    circuit.refusal();
    expect(fire).not.toHaveBeenCalled();
  });
});

describe("lifecycle, state and status", () => {
  test("opossum defect 30: a shutdown is final, whatever is heard after it", () => {
    const circuit = aCircuit({ consecutiveFailures: 1 });
    const [first, second] = [circuit.admit(), circuit.admit()];
    circuit.core.shutdown();
    circuit.end(first, says.failure);
    circuit.end(second, says.success);
    expect(circuit.heard.events).toEqual([]);
    expect(circuit.clock.pendingTimers).toBe(0);

    const halfOpen = aHalfOpenCircuit();
    const probe = halfOpen.admit();
    halfOpen.core.shutdown();
    halfOpen.end(probe, says.success);
    expect(halfOpen.heard.types).toEqual(["open", "halfOpen"]);
  });

  test("opossum defects 31 and 36: a hundred circuits have no interval, in use or not", () => {
    vi.useFakeTimers();
    const circuits = Array.from({ length: 100 }, () => aCircuit());
    expect(vi.getTimerCount()).toBe(0);
    for (const circuit of circuits) circuit.calls(2, says.failure);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("opossum defect 32: a circuit that has just opened is open, however old it is", () => {
    const circuit = aCircuit();
    circuit.clock.advance(86_400_000);
    circuit.trip();
    expect([circuit.core.state, circuit.core.retryAfterMs]).toEqual(["open", 100]);
  });

  test("opossum defect 33: the window keeps its length and its buckets through an outage", () => {
    const engine = new Engine(engineOptions, 0);
    engine.recordFailure(0, illness);
    engine.recordFailure(250, illness);
    engine.open();
    engine.halfOpen();
    expect([999, 1_000, 1_250].map((now) => engine.counts(now).failures)).toEqual([2, 1, 0]);
  });

  test("opossum defect 34: the state is asked of the circuit, and statistics have no member that is never set", () => {
    const { core } = anOpenCircuit();
    expect(core.state).toBe("open");
    expect(Object.values(core.stats())).not.toContain(undefined);
    expect(core.stats()).not.toHaveProperty("isCircuitBreakerOpen");
  });

  test("opossum defect 35: each of many circuits turns its own window, and Node warns of no listeners", async () => {
    const warned = vi.spyOn(process, "emitWarning");
    const engines = Array.from({ length: 50 }, () => new Engine(engineOptions, 0));
    for (const engine of engines) engine.recordFailure(0, illness);
    expect(engines.map((engine) => engine.counts(1_000).failures)).toEqual(engines.map(() => 0));
    await Promise.resolve();
    expect(warned).not.toHaveBeenCalled();
  });

  test("opossum defect 36: no latencies pile up, nor are percentiles worked out with each failure", () => {
    const fire = vi.spyOn(CircuitBreaker.prototype, "fire");
    const engine = new Engine({ ...engineOptions, volumeThreshold: 1_000_000 }, 0);
    for (let made = 0; made < 1_000; made++) {
      engine.recordSuccess(made);
      engine.recordFailure(made, illness);
    }
    const [breaker] = fire.mock.contexts as [CircuitBreaker];
    const { window } = breaker.status as unknown as { window: { latencyTimes: number[] }[] };
    expect(window.flatMap(({ latencyTimes }) => latencyTimes)).toEqual([]);
    expect(breaker.stats.latencyMean).toBe(-1);
  });

  test("opossum defect 37: a dry run counts as the real thing does", () => {
    const [dry, real] = [aCircuit({ enabled: false }), aCircuit()];
    for (const circuit of [dry, real]) {
      circuit.calls(3, says.success);
      circuit.calls(1, says.failure);
    }
    expect(dry.core.stats()).toEqual(real.core.stats());
  });

  test("opossum defect 41: each event is one object that says whose it is, and open says why", () => {
    const circuit = aCircuit();
    const listener = vi.fn();
    for (const type of ["open", "halfOpen", "probeFailed", "close", "stateChange"] as const) {
      circuit.hub.on(type, listener);
    }
    circuit.trip().halfOpen().call(says.failure);
    circuit.halfOpen().call(says.success);
    for (const args of listener.mock.calls) {
      expect(args).toMatchObject([{ operation: "ListApps", circuit: "ListApps" }]);
    }
    expect(circuit.heard.of("open")).toMatchObject([{ cause: { message: illness.message } }]);
  });
});
