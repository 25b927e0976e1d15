import * as sdk from "@aws-sdk/client-amplify";
import { expect, test } from "vitest";
import { withBreakers, type BreakerOptions, type Protected } from "../../../src/index.ts";
import { ManualClock } from "../../../src/testing/index.ts";
import { recordEvents } from "../../scenarios/support/event-record.ts";
import { eventually } from "../../scenarios/support/eventually.ts";
import { openByOutage, quickToOpen } from "../../scenarios/support/outage.ts";
import { rejectionOf } from "../../scenarios/support/settlement.ts";
import { rawClient, startSimulator } from "../../scenarios/support/simulated-amplify.ts";

/** What a tracer wrote down of one call to AWS. */
export interface TracedCall {
  readonly isEnded: boolean;
  readonly isFailed: boolean;
  readonly status: number | undefined;
}

/** Somebody whose calls a tracer tells apart from those of others. */
export interface TracedCaller {
  /** Runs something as this caller. */
  run<Result>(act: () => Result): Result;
  /** The calls to AWS that were written down as this caller's. */
  readonly calls: readonly TracedCall[];
}

/** A library that traces calls to AWS. */
export interface CallTracer {
  /** Begins to trace a client's calls; gives the client to go on with. */
  capture(client: sdk.Amplify): sdk.Amplify;
  caller(name: string): TracedCaller;
}

const internalFailure = { kind: "error", error: "InternalFailureException" } as const;
const answered: TracedCall = { isEnded: true, isFailed: false, status: 200 };
const failed: TracedCall = { isEnded: true, isFailed: true, status: 500 };
const listApps = () => new sdk.ListAppsCommand({});

type Order = "before" | "after";

/** A client that is traced, and protected, in that order or the other. */
async function startTraced(tracer: CallTracer, order: Order, options: BreakerOptions = {}, maxAttempts = 3) {
  const simulator = await startSimulator({ seedApps: 2 });
  const raw = rawClient(simulator, { maxAttempts });
  let client: Protected<sdk.Amplify>;
  if (order === "before") {
    client = withBreakers(tracer.capture(raw), options);
  } else {
    client = withBreakers(raw, options);
    expect(tracer.capture(client)).toBe(client);
  }
  return { simulator, client, events: recordEvents(client.breakers) };
}

/** What holds whoever traces the calls, and whether it began before the client was protected or after. */
export function tellTracedStories(tracer: CallTracer, order: Order): void {
  test("writes down each call once, as its own caller's, with all its attempts", async () => {
    const { simulator, client, events } = await startTraced(tracer, order);
    const [one, other] = [tracer.caller("one"), tracer.caller("other")];
    simulator.faults.inject({ ...internalFailure, times: 1 });
    await Promise.all([
      one.run(() => client.send(listApps())),
      other.run(async () => {
        await client.listApps({});
        await client.listApps({ maxResults: 1 });
      }),
    ]);
    expect(one.calls).toEqual([answered]);
    expect(other.calls).toEqual([answered, answered]);
    expect(simulator.requests.total).toBe(4);
    expect(events.calls.map(({ attempts }) => String(attempts)).toSorted()).toEqual(["1", "1", "2"]);
    expect(events.of("attempt")).toHaveLength(4);
  });

  test("writes down the service's error, which reaches the caller and opens the circuit", async () => {
    const { simulator, client, events } = await startTraced(tracer, order, quickToOpen, 1);
    const caller = tracer.caller("caller");
    simulator.faults.inject({ ...internalFailure, times: 2 });
    for (let call = 0; call < 2; call++) {
      const error = await caller.run(() => rejectionOf(client.send(listApps())));
      expect(error).toBeInstanceOf(sdk.InternalFailureException);
    }
    expect(caller.calls).toEqual([failed, failed]);
    expect(await caller.run(() => rejectionOf(client.send(listApps())))).toMatchObject({
      name: "CircuitOpenError",
    });
    expect(caller.calls).toHaveLength(2);
    expect(events.endings).toEqual(["failure", "failure", "reject"]);
  });

  test("writes down calls that waited for an open circuit as their own callers'", async () => {
    const clock = new ManualClock();
    const options = { ...quickToOpen, clock, maxWaitMs: 100_000, timeout: false } as const;
    const { simulator, client } = await startTraced(tracer, order, options, 1);
    await tracer.caller("the outage").run(() => openByOutage(client, simulator));
    const callers = ["first", "second", "third"].map((name) => tracer.caller(name));
    const calls = callers.map((caller) => caller.run(() => client.send(listApps())));
    expect(callers.flatMap((caller) => caller.calls)).toEqual([]);
    tracer.caller("the one who moves time").run(() => {
      clock.advance(100_000);
    });
    await Promise.all(calls);
    expect(callers.map((caller) => caller.calls)).toEqual([[answered], [answered], [answered]]);
  });

  test("writes down calls that waited for a slot as their own callers'", async () => {
    const options: BreakerOptions = { capacity: 1, queue: { size: 2, maxWaitMs: 5_000 } };
    const { client } = await startTraced(tracer, order, options);
    const callers = ["first", "second", "third"].map((name) => tracer.caller(name));
    await Promise.all(callers.map((caller) => caller.run(() => client.send(listApps()))));
    expect(callers.map((caller) => caller.calls)).toEqual([[answered], [answered], [answered]]);
  });

  test("writes down the one request that identical reads share, as the first caller's", async () => {
    const { simulator, client } = await startTraced(tracer, order, { coalesce: true });
    const callers = ["first", "second"].map((name) => tracer.caller(name));
    await Promise.all(callers.map((caller) => caller.run(() => client.send(listApps()))));
    expect(simulator.requests.total).toBe(1);
    expect(callers.map((caller) => caller.calls)).toEqual([[answered], []]);
  });

  test("ends what it wrote of a call whose deadline passed", async () => {
    const clock = new ManualClock();
    const { simulator, client, events } = await startTraced(tracer, order, { clock, timeout: 1_000 });
    const caller = tracer.caller("caller");
    simulator.faults.inject({ kind: "hang" });
    const arrival = simulator.requests.next();
    const error = caller.run(() => rejectionOf(client.send(listApps())));
    await arrival;
    clock.advance(1_000);
    expect(await error).toMatchObject({ name: "CallTimeoutError" });
    await eventually("the end of what was written", () => caller.calls[0]?.isEnded === true);
    expect(caller.calls).toEqual([{ isEnded: true, isFailed: true, status: undefined }]);
    expect(events.calls).toMatchObject([{ type: "timeout", attempts: 1 }]);
  });
}
