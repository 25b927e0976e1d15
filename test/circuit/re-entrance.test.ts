import { describe, expect, test } from "vitest";
import { aCaller, afterOutage, callers, nth, outcomes, withWaiting, type Caller } from "./a-caller.ts";
import { aCircuit, anOpenCircuit, type TestCircuit } from "./a-circuit.ts";

describe("whoever acts within a turn", () => {
  test("may isolate the circuit: nobody else is sent", () => {
    const circuit = anOpenCircuit();
    let sent = 0;
    const onSent = (caller: Caller): void => {
      if (++sent === 3) circuit.core.isolate("enough");
      caller.end("success");
    };
    const waiting = callers(circuit, 20, { onSent });
    circuit.halfOpen();
    expect([sent, circuit.core.state]).toEqual([3, "isolated"]);
    expect(outcomes(waiting)).toBe("1 probe, 2 sent, 17 isolated");
  });

  test("may shut the circuit down: nobody else is sent", () => {
    const circuit = anOpenCircuit();
    const waiting = callers(circuit, 20, { onSent: () => circuit.core.shutdown() });
    circuit.halfOpen();
    expect(outcomes(waiting)).toBe("1 probe, 19 shutdown");
    expect(circuit.clock.pendingTimers).toBe(0);
  });

  test("may ask again, and has its place at the end of the line", () => {
    const circuit = anOpenCircuit();
    let again: Caller | undefined;
    const first = aCaller(circuit, {
      onSent: (caller) => {
        again = aCaller(circuit);
        caller.end("throttled");
      },
    });
    const [second] = callers(circuit, 1) as [Caller];
    circuit.halfOpen();
    expect([first.outcome, second.outcome, again?.outcome]).toEqual(["probe", "probe", "waits"]);
  });

  test("may open the circuit again as it closes: nobody is let through, and the next time it begins with one", () => {
    const { circuit, waiting } = withWaiting(10);
    circuit.hub.once("close", () => circuit.core.open("manual", undefined));
    circuit.halfOpen();
    nth(waiting, 0).end("success");
    expect([circuit.core.state, outcomes(waiting)]).toEqual(["open", "1 probe, 9 waits"]);
    circuit.halfOpen();
    nth(waiting, 1).end("success");
    expect(outcomes(waiting)).toBe("2 probe, 1 sent, 7 waits");
  });

  test("may let time pass while the circuit opens: those wait whose chance lies within what is left", () => {
    const { circuit, waiting } = afterOutage(2);
    const [, next] = waiting as [Caller, Caller];
    circuit.clock.advance(9_700);
    circuit.hub.once("open", () => circuit.clock.jump(120));
    circuit.core.open("manual", undefined);
    // 80 ms are left of its time, and of the 150 ms open 30.
    expect(next.outcome).toBe("waits");
    circuit.clock.advance(30);
    expect(next.outcome).toBe("probe");
  });

  test.each([
    { what: "an isolation", act: ({ core }: TestCircuit) => core.isolate("freeze") },
    { what: "a shutdown", act: ({ core }: TestCircuit) => core.shutdown() },
    {
      what: "the end of protection",
      act: ({ core }: TestCircuit) => core.configure({ ...core.options, enabled: false }),
    },
  ])("may have another leave, who is neither sent nor refused then: $what", ({ act }) => {
    const circuit = anOpenCircuit();
    const haveSecondLeave = (): void => circuit.core.withdraw(second);
    const first = aCaller(circuit, { onSent: haveSecondLeave, onRefused: haveSecondLeave });
    const [second, third] = callers(circuit, 2) as [Caller, Caller];
    act(circuit);
    expect([first.outcome, third.outcome]).not.toContain("waits");
    expect(second.outcome).toBe("waits");
    expect([circuit.core.stats().waiting, circuit.clock.pendingRefTimers]).toEqual([0, 0]);
  });

  test("may have another leave the queue as the circuit opens, who does not wait for it either", () => {
    const circuit = aCircuit({ capacity: 1, queue: { size: 5, maxWaitMs: 500 } });
    const holder = aCaller(circuit);
    const hasty = aCaller(circuit, { maxWaitMs: 0, onRefused: () => circuit.core.withdraw(patient) });
    const patient = aCaller(circuit);
    circuit.core.open("manual", undefined);
    expect([holder.outcome, hasty.outcome, patient.outcome]).toEqual(["sent", "open", "waits"]);
    expect([circuit.core.stats().waiting, circuit.clock.pendingRefTimers]).toEqual([0, 0]);
    circuit.halfOpen();
    expect(patient.outcome).toBe("waits");
  });
});
