import { describe, expect, test } from "vitest";
import type { BreakerOptions } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { recordEvents } from "./support/event-record.ts";
import { eventually } from "./support/eventually.ts";
import { callTogether, namesOf, openByOutage, quickToOpen } from "./support/outage.ts";
import { protectedClient, startSimulator } from "./support/simulated-amplify.ts";

const once = { maxAttempts: 1 };

/** A service and a client in one time, which is moved by hand. */
async function startInOneTime(options: BreakerOptions) {
  const clock = new ManualClock();
  const simulator = await startSimulator({ clock });
  const client = protectedClient(simulator, { ...quickToOpen, ...options, clock }, once);
  const events = recordEvents(client.breakers);
  const circuit = client.breakers.circuit("ListApps");
  /** How many of so many calls reached the service, which answers at once. */
  const sentOf = async (count: number) => {
    const before = simulator.requests.total;
    await callTogether(client, count);
    return simulator.requests.total - before;
  };
  return { clock, simulator, client, events, circuit, sentOf };
}

describe("answers that come too late", () => {
  /** Calls that the service takes so long for. */
  async function startSlowService() {
    const story = await startInOneTime({ slowCall: { durationMs: 2_000 }, volumeThreshold: 4 });
    const { simulator, client, clock } = story;
    const callsThatTake = async (ms: number, count: number) => {
      const slowness = simulator.faults.inject({ kind: "latency", ms });
      const calls = callTogether(client, count);
      await eventually("all arrived", () => simulator.requests.inFlight === count);
      clock.advance(ms);
      slowness.remove();
      return namesOf(await calls);
    };
    return { ...story, callsThatTake };
  }

  test("open the circuit, though each of them is an answer", async () => {
    const { simulator, client, events, circuit, callsThatTake } = await startSlowService();
    expect(await callsThatTake(1_999, 4)).toEqual(Array(4).fill("answered"));
    expect(events.story).toEqual([]);
    expect(await callsThatTake(2_000, 4)).toEqual(Array(4).fill("answered"));
    expect(events.of("open")).toMatchObject([{ trigger: "slow", stats: { slow: 4, failures: 0 } }]);
    expect(circuit.state).toBe("open");
    const before = simulator.requests.total;
    expect(namesOf(await callTogether(client, 5))).toEqual(Array(5).fill("CircuitOpenError"));
    expect(simulator.requests.total).toBe(before);
  });

  test("keep it open as probes, and one that comes in time closes it", async () => {
    const { clock, events, circuit, callsThatTake } = await startSlowService();
    await callsThatTake(2_000, 4);
    clock.advance(100_000);
    expect(await callsThatTake(2_000, 1)).toEqual(["answered"]);
    expect(circuit.state).toBe("open");
    clock.advance(100_000);
    expect(await callsThatTake(100, 1)).toEqual(["answered"]);
    expect(events.story).toEqual(["open", "halfOpen", "probeFailed", "halfOpen", "close"]);
  });
});

test("after an outage a growing share of the calls gets through, and in the end all of them", async () => {
  const { clock, simulator, client, events, circuit, sentOf } = await startInOneTime({ rampUpMs: 10_000 });
  await openByOutage(client, simulator);
  clock.advance(100_000);
  expect(await sentOf(1)).toBe(1);
  expect(circuit.state).toBe("closed");
  const sent: number[] = [];
  for (let step = 0; step < 5; step++) {
    clock.advance(2_000);
    sent.push(await sentOf(100));
  }
  // One at a time harms nobody, so that the first of each hundred goes in any case.
  expect(sent).toEqual([20, 41, 60, 81, 100]);
  expect(new Set(events.of("reject").map(({ reason }) => reason))).toEqual(new Set(["open"]));
  expect(events.story).toEqual(["open", "halfOpen", "close"]);
});

test("a circuit that wants three probes sends them one at a time, and one that fails begins anew", async () => {
  const { clock, simulator, client, events, sentOf } = await startInOneTime({ halfOpenProbes: 3 });
  await openByOutage(client, simulator);
  clock.advance(100_000);
  expect([await sentOf(10), await sentOf(10)]).toEqual([1, 1]);
  simulator.faults.inject({ kind: "error", error: "InternalFailureException", times: 1 });
  expect([await sentOf(10), await sentOf(10)]).toEqual([1, 0]);
  clock.advance(100_000);
  expect([await sentOf(10), await sentOf(10), await sentOf(10), await sentOf(10)]).toEqual([1, 1, 1, 10]);
  expect(events.story).toEqual(["open", "halfOpen", "probeFailed", "halfOpen", "close"]);
});
