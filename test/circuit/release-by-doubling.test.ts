import { describe, expect, test } from "vitest";
import { aCaller, afterOutage, callers, endAll, nth, outcomes, type Caller } from "./a-caller.ts";
import { aCandidate, aCircuit, anOpenCircuit } from "./a-circuit.ts";

describe("after the outage", () => {
  test("those who wait are let through in order, 1, 2, 4, … with the successes, and never all at once", () => {
    const { circuit, waiting } = afterOutage(40);
    const ended = new Set<Caller>();
    const sent = (): number => waiting.filter(({ outcome }) => outcome === "sent").length;
    const counts = [sent()];
    for (let success = 0; success < 5; success++) {
      const next = waiting.find((one) => !ended.has(one)) as Caller;
      ended.add(next);
      next.end("success");
      counts.push(sent());
    }
    expect(counts).toEqual([1, 3, 7, 15, 31, 40]);
    expect(circuit.core.stats().waiting).toBe(0);
    expect(circuit.clock.pendingRefTimers).toBe(0);
    expect(waiting.findLastIndex((one) => ended.has(one))).toBe(4);
  });

  test.each(["throttled", "notFound", "localError", "cancelled", "failure"] as const)(
    "nobody is stuck where those who were let through end with %s",
    (how) => {
      const { waiting } = afterOutage(4);
      const ended = new Set<Caller>();
      for (let turn = 0; turn < 4; turn++) endAll(waiting, ended, how);
      expect(outcomes(waiting)).toBe("4 sent");
    },
  );

  test("nobody is stuck behind a call of before the outage, from which nothing is heard any more", () => {
    const circuit = aCircuit();
    circuit.admit();
    circuit.trip();
    const waiting = callers(circuit, 4);
    circuit.halfOpen();
    nth(waiting, 0).end("success");
    nth(waiting, 1).end("notFound");
    expect(waiting.map(({ outcome }) => outcome)).toEqual(["probe", "sent", "sent", "waits"]);
    nth(waiting, 2).end("throttled");
    expect(nth(waiting, 3).outcome).toBe("sent");
  });

  test("nobody is stuck behind a call that is sent whatever the state is, and decides nothing", () => {
    const { circuit, waiting } = afterOutage(2);
    circuit.core.admit(aCandidate({ isBypass: true }));
    nth(waiting, 0).end("notFound");
    expect(outcomes(waiting)).toBe("2 sent");
  });

  test("does not send all who wait into the queue at once where calls of before the outage hold all slots", () => {
    const circuit = aCircuit({ capacity: 2, queue: { size: 10, maxWaitMs: 50 } });
    const hung = [circuit.admit(), circuit.admit()] as const;
    circuit.core.open("service", undefined);
    const waiting = callers(circuit, 5);
    circuit.halfOpen().core.finish(hung[0]);
    nth(waiting, 0).end("success");
    expect(circuit.core.stats()).toMatchObject({ inFlight: 2, queued: 0, waiting: 3 });
    nth(waiting, 1).end("notFound");
    expect(circuit.core.stats()).toMatchObject({ inFlight: 2, queued: 0, waiting: 2 });
  });

  test("who comes later and may wait does not overtake", () => {
    const { circuit, waiting } = afterOutage(3);
    const later = aCaller(circuit);
    expect(later.outcome).toBe("waits");
    nth(waiting, 0).end("success");
    expect([...waiting, later].map(({ outcome }) => outcome)).toEqual(["sent", "sent", "sent", "waits"]);
    nth(waiting, 1).end("success");
    expect(later.outcome).toBe("sent");
  });

  test("who cannot wait is let through by a closed circuit, whoever waits", () => {
    const { circuit, waiting } = afterOutage(3);
    expect(aCaller(circuit, { maxWaitMs: 0 }).outcome).toBe("sent");
    expect(outcomes(waiting)).toBe("1 sent, 2 waits");
  });

  test("who would wait is let through where as many wait as may", () => {
    const circuit = anOpenCircuit({ maxWaiting: 3 });
    const [probe] = callers(circuit, 3) as [Caller];
    circuit.halfOpen();
    aCaller(circuit);
    expect(aCaller(circuit).outcome).toBe("open");
    probe.end("success");
    expect(outcomes(callers(circuit, 2))).toBe("1 waits, 1 sent");
  });

  test("whose time passes before its turn is let through, because the circuit is closed", () => {
    const { circuit, waiting } = afterOutage(3);
    circuit.clock.advance(9_900);
    expect(outcomes(waiting)).toBe("3 sent");
    expect(circuit.clock.pendingTimers).toBe(0);
  });

  test("a line as long as a program can make it overflows no stack where calls end at once", () => {
    const circuit = anOpenCircuit({ maxWaiting: 10_000 });
    let sent = 0;
    const onSent = (caller: Caller): void => {
      sent++;
      caller.end(sent % 3 === 0 ? "throttled" : "success");
    };
    callers(circuit, 10_000, { onSent });
    circuit.halfOpen();
    expect([sent, circuit.core.state]).toEqual([10_000, "closed"]);
    expect(circuit.core.stats()).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  test("a line that ends at once with nothing but failures opens the circuit again after five of them", () => {
    const circuit = anOpenCircuit({ failureSpanMs: 0 });
    let sent = 0;
    const onSent = (caller: Caller): void => {
      sent++;
      caller.end(sent === 1 ? "success" : "failure");
    };
    const waiting = callers(circuit, 100, { onSent, maxWaitMs: 120 });
    circuit.halfOpen();
    expect([sent, circuit.core.state]).toEqual([6, "open"]);
    expect(outcomes(waiting)).toBe("1 probe, 5 sent, 94 open");
  });
});
