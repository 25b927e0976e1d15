import { setImmediate as nextTurn } from "node:timers/promises";
import { GetAppCommand, InternalFailureException, ListAppsCommand } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { createBreakers, type BreakerEventType, type BreakerOptions } from "../../src/index.ts";
import { ManualClock, type RequestRecord } from "../../src/testing/index.ts";
import { callEventTypes, recordEvents } from "./support/event-record.ts";
import { eventually } from "./support/eventually.ts";
import { callTogether, namesOf, openByOutage, quickToOpen } from "./support/outage.ts";
import { rejectionOf, settlementOf } from "./support/settlement.ts";
import { protectedClient, rawClient, startSimulator } from "./support/simulated-amplify.ts";

const listApps = () => new ListAppsCommand({});
const outage = { kind: "error", error: "InternalFailureException" } as const;
const once = { maxAttempts: 1 };

/** One outage from its beginning to its end, at a pace of its own: the breakers' clock stands still between steps. */
async function playOutage(options: BreakerOptions) {
  const clock = new ManualClock();
  const simulator = await startSimulator({ seedApps: 1 });
  const resets = { resetTimeout: 1_000, resetBackoff: { factor: 2, maxMs: 10_000, jitter: 0 } };
  const client = protectedClient(simulator, { ...resets, ...options, clock }, once);
  const events = recordEvents(client.breakers);
  const sent: number[] = [];
  const names: string[][] = [];
  const together = async (count: number) => {
    const before = simulator.requests.total;
    names.push(namesOf(await callTogether(client, count)));
    sent.push(simulator.requests.total - before);
  };

  await together(3);
  const fault = simulator.faults.inject(outage);
  clock.advance(250);
  for (let call = 0; call < 5; call++) await together(1);
  await together(50);
  clock.advance(999);
  await together(50);
  clock.advance(1);
  await together(50);
  clock.advance(1_999);
  await together(50);
  fault.remove();
  clock.advance(1);
  await together(50);
  await together(50);
  return { client, simulator, events, sent, names };
}

describe("an outage", () => {
  test("opens the circuit once, sends nothing but one probe at a time, and closes it once", async () => {
    const { client, events, sent, names } = await playOutage({});
    expect(sent).toEqual([3, 1, 1, 1, 1, 1, 0, 0, 1, 0, 1, 50]);
    expect(events.story).toEqual(["open", "halfOpen", "probeFailed", "halfOpen", "close"]);
    expect(names[8]?.toSorted().slice(48)).toEqual(["CircuitOpenError", "InternalFailureException"]);
    expect(names[10]?.filter((name) => name === "answered")).toHaveLength(1);
    expect(client.breakers.circuit("ListApps").state).toBe("closed");
    expect(events.of("open")).toMatchObject([
      {
        operation: "ListApps",
        trigger: "consecutive",
        retryAfterMs: 1_000,
        cause: { name: "InternalFailureException", $metadata: { httpStatusCode: 500 } },
      },
    ]);
    expect(events.of("probeFailed")).toMatchObject([{ retryAfterMs: 2_000 }]);
    expect(events.of("close")).toMatchObject([{ openForMs: 3_000 }]);
  });

  test("gives each call one event, and each refused caller what opened the circuit", async () => {
    const { events, sent } = await playOutage({});
    expect(events.calls).toHaveLength(3 + 5 + 50 * 6);
    expect(new Set(events.calls.map(({ callId }) => callId)).size).toBe(events.calls.length);
    expect(events.of("attempt")).toHaveLength(sent.reduce((sum, count) => sum + count));
    for (const { reason, error, attempts } of events.of("reject")) {
      expect({ reason, name: error?.name, attempts }).toEqual({
        reason: "open",
        name: "CircuitOpenError",
        attempts: 0,
      });
    }
  });

  test("is the same outage when every listener throws or rejects and the classifier throws", async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", note).on("uncaughtException", note);
    const quiet = await playOutage({});
    const classify = () => {
      throw new Error("a classifier that throws");
    };
    const clock = new ManualClock();
    const simulator = await startSimulator();
    const client = protectedClient(simulator, { ...quickToOpen, clock, classify }, once);
    const types: readonly BreakerEventType[] = [...callEventTypes, "open", "close", "halfOpen", "attempt"];
    for (const type of types) {
      client.breakers.on(type, () => {
        throw new Error("a listener that throws");
      });
      client.breakers.on(type, () => Promise.reject(new Error("a listener that rejects")));
    }
    const events = recordEvents(client.breakers);
    simulator.faults.inject(outage);
    expect(namesOf([...(await callTogether(client, 1)), ...(await callTogether(client, 1))])).toEqual([
      "InternalFailureException",
      "InternalFailureException",
    ]);
    expect(namesOf(await callTogether(client, 2))).toEqual(["CircuitOpenError", "CircuitOpenError"]);
    simulator.faults.clear();
    clock.advance(100_000);
    expect(namesOf(await callTogether(client, 1))).toEqual(["answered"]);
    expect(events.story).toEqual(["open", "halfOpen", "close"]);
    // Two bad listeners for each of 5 calls' ends, 3 attempts and 3 changes.
    await eventually("all complaints", () => events.of("listenerError").length === 2 * (5 + 3 + 3));
    process.off("unhandledRejection", note).off("uncaughtException", note);
    expect(unhandled).toEqual([]);
    expect(quiet.events.of("listenerError")).toEqual([]);
  });

  test("ends the retries still to come, and each caller gets the service's last error", async () => {
    const simulator = await startSimulator();
    simulator.faults.inject({ ...outage, retryAfterSeconds: 30 });
    const client = protectedClient(simulator, { ...quickToOpen, count: "attempts" });
    const events = recordEvents(client.breakers);
    const settlements = await callTogether(client, 20);
    expect(simulator.requests.total).toBe(20);
    for (const { error } of settlements) {
      expect(error).toBeInstanceOf(InternalFailureException);
      expect(error).toMatchObject({ $metadata: { httpStatusCode: 500, attempts: 1, totalRetryDelay: 0 } });
    }
    const given = settlements.map(({ error }) => (error as InternalFailureException).$metadata.requestId);
    expect(new Set(given)).toEqual(new Set([...simulator.requests].map(({ requestId }) => requestId)));
    expect(events.story).toEqual(["open"]);
    expect(events.endings).toEqual(Array(20).fill("failure"));
  });

  test("that another client meets ends the retries of this one's calls at once", async () => {
    const simulator = await startSimulator();
    simulator.faults.inject({ ...outage, retryAfterSeconds: 30 });
    const breakers = createBreakers(quickToOpen);
    const [patient, hasty] = [{}, once].map((config) => breakers.protect(rawClient(simulator, config)));
    if (patient === undefined || hasty === undefined) throw new Error("no clients");
    const patientEvents = recordEvents(patient.breakers);
    const call = settlementOf(() => patient.send(listApps()));
    await eventually("the first attempt's end", () => patientEvents.of("attempt").length === 1);
    let isEnded = false;
    void call.then(() => {
      isEnded = true;
    });
    await callTogether(hasty, 2);
    await nextTurn();
    expect(isEnded).toBe(true);
    const { error } = await call;
    expect(error).toBeInstanceOf(InternalFailureException);
    expect(error).toMatchObject({ $metadata: { attempts: 1 } });
    expect(simulator.requests.total).toBe(3);
  });

  test("of one operation leaves the others alone", async () => {
    const simulator = await startSimulator({ seedApps: 1 });
    const client = protectedClient(simulator, quickToOpen, once);
    await openByOutage(client, simulator);
    await client.send(new GetAppCommand({ appId: simulator.state.apps[0]?.appId }));
    expect(namesOf(await callTogether(client, 1))).toEqual(["CircuitOpenError"]);
  });
});

describe("a service that hangs", () => {
  test("meets deadlines that close the connections and open the circuit (real time)", async () => {
    const simulator = await startSimulator();
    simulator.faults.inject({ kind: "hang" });
    const client = protectedClient(simulator, { ...quickToOpen, timeout: 150 });
    const events = recordEvents(client.breakers);
    const settlements = await callTogether(client, 4);
    for (const { error } of settlements) {
      expect(error).toMatchObject({
        name: "CallTimeoutError",
        outcome: "unknown",
        $metadata: { attempts: 1 },
      });
    }
    const records = await Promise.all([...simulator.requests].map(({ settled }) => settled));
    expect(records.map(({ isClosedEarly }) => isClosedEarly)).toEqual([true, true, true, true]);
    expect(events.of("timeout").map(({ verdict }) => verdict)).toEqual(Array(4).fill("failure"));
    expect(events.story).toEqual(["open"]);
    expect(simulator.requests.inFlight).toBe(0);
  });

  test("loses the connection of a caller who gives up, and nobody else's", async () => {
    const simulator = await startSimulator();
    const fault = simulator.faults.inject({ kind: "hang", times: 1 });
    const client = protectedClient(simulator, quickToOpen);
    const events = recordEvents(client.breakers);
    const controller = new AbortController();
    const given = rejectionOf(client.send(listApps(), { abortSignal: controller.signal }));
    const hung = await simulator.requests.next();
    fault.remove();
    simulator.faults.inject({ kind: "latency", ms: 30 });
    const arrivals: Promise<RequestRecord>[] = [simulator.requests.next()];
    const others = callTogether(client, 3);
    await arrivals[0];
    controller.abort(new Error("enough"));
    expect((await given).name).toBe("AbortError");
    expect((await hung.settled).isClosedEarly).toBe(true);
    expect(namesOf(await others)).toEqual(["answered", "answered", "answered"]);
    const records = [...simulator.requests].filter((record) => record !== hung);
    expect(records.map(({ isClosedEarly }) => isClosedEarly)).toEqual([false, false, false]);
    expect(events.endings.toSorted()).toEqual(["cancelled", "success", "success", "success"]);
    expect(client.breakers.circuit("ListApps").stats()).toMatchObject({ failures: 0, inFlight: 0 });
  });
});

describe("a fallback", () => {
  test("answers while the service fails and while the circuit is open, and is told why", async () => {
    const simulator = await startSimulator();
    simulator.faults.inject(outage);
    const asked: string[] = [];
    const fallback: BreakerOptions["fallback"] = ({ operation, reason, error }) => {
      asked.push(`${operation} ${reason} ${error.name}`);
      return { apps: [], $metadata: {} } as never;
    };
    const client = protectedClient(simulator, { ...quickToOpen, fallback }, once);
    const events = recordEvents(client.breakers);
    for (let call = 0; call < 3; call++) expect((await client.send(listApps())).apps).toEqual([]);
    expect(asked).toEqual([
      "ListApps failure InternalFailureException",
      "ListApps failure InternalFailureException",
      "ListApps open CircuitOpenError",
    ]);
    expect(events.endings).toEqual(["failure", "failure", "reject"]);
    expect(events.of("fallback").map(({ reason }) => reason)).toEqual(["failure", "failure", "open"]);
  });

  test.each([
    ["throws", () => expect.unreachable("a fallback that throws")],
    ["rejects", () => Promise.reject(new Error("a fallback that rejects"))],
    ["has no answer", () => undefined],
    ["never answers (real time)", () => new Promise<never>(() => {})],
  ])("that %s leaves the caller with the service's own error", async (_how, fallback) => {
    const simulator = await startSimulator();
    simulator.faults.inject(outage);
    const client = protectedClient(simulator, { fallback, fallbackTimeoutMs: 20 }, once);
    const events = recordEvents(client.breakers);
    const error = await rejectionOf(client.send(listApps()));
    expect(error).toBeInstanceOf(InternalFailureException);
    expect(events.endings).toEqual(["failure"]);
    expect(events.of("fallback")).toEqual([]);
  });
});
