import { AmplifyClient, GetAppCommand, ListAppsCommand } from "@aws-sdk/client-amplify";
import { describe, expect, test, vi } from "vitest";
import { createBreakers, type BreakersSnapshot, type ClientBreakers } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { aClient, illness, lateRegion, type HandMadeClient } from "./a-client.ts";

const listApps = () => new ListAppsCommand({});

/** A call that the service fails. */
async function failOne({ client, send }: HandMadeClient): Promise<void> {
  send.mockRejectedValueOnce(illness());
  await expect(client.send(listApps())).rejects.toThrow("down");
}

describe("configure", () => {
  test("changes one operation's options, or those of all, from the next call on", async () => {
    const made = aClient({ failureSpanMs: 0 });
    await failOne(made);
    made.breakers.configure("GetApp", { consecutiveFailures: 1 });
    await failOne(made);
    expect(made.breakers.circuit("ListApps")).toMatchObject({ state: "closed" });
    made.breakers.configure("*", { consecutiveFailures: 3 });
    await failOne(made);
    // What was counted before counts on.
    expect(made.breakers.circuit("ListApps").state).toBe("open");
  });

  test("of a single circuit changes that one alone", async () => {
    const made = aClient({ failureSpanMs: 0 });
    await failOne(made);
    made.breakers.circuit("ListApps").configure({ consecutiveFailures: 2 });
    await failOne(made);
    expect(made.breakers.circuit("ListApps").state).toBe("open");
    await expect(made.client.send(new GetAppCommand({ appId: "a1" }))).resolves.toEqual({ apps: [] });
  });

  test("of one that is listed changes it too", async () => {
    const made = aClient({ failureSpanMs: 0 });
    await failOne(made);
    for (const circuit of made.breakers) circuit.configure({ consecutiveFailures: 2 });
    await failOne(made);
    expect(made.breakers.circuit("ListApps").state).toBe("open");
  });

  test("refuses what is wrong at once, also where the region is not known, and changes nothing", async () => {
    const made = aClient({ failureSpanMs: 0 }, { region: lateRegion().region });
    const { breakers } = made;
    expect(() => breakers.configure("*", { timeout: -1 })).toThrow(RangeError);
    expect(() => breakers.configure("ListApp" as "ListApps", {})).toThrow(/ListApps/);
    expect(() => breakers.circuit("ListApps").configure({ timeOut: 5 } as never)).toThrow(/timeout/);
    expect(() =>
      breakers.circuit("ListApps").configure({ resetTimeout: 5, resetBackoff: { maxMs: 4 } }),
    ).toThrow(/resetBackoff\.maxMs/);
  });

  test("of a circuit holds also where the region was not known yet", async () => {
    const { region, tell } = lateRegion();
    const made = aClient({ failureSpanMs: 0 }, { region });
    made.breakers.circuit("ListApps").configure({ consecutiveFailures: 1 });
    tell("eu-west-1");
    await failOne(made);
    expect(made.breakers.circuit("ListApps").state).toBe("open");
  });

  test("of a circuit that does not go with what was configured since is warned of, and harms no call", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockReturnValue();
    const { region, tell } = lateRegion();
    const made = aClient({}, { region });
    made.breakers.circuit("ListApps").configure({ resetTimeout: 5_000 });
    made.breakers.configure("*", { resetBackoff: { maxMs: 3_000 } });
    tell("eu-west-1");
    expect(await made.client.send(listApps())).toEqual({ apps: [] });
    expect(warn).toHaveBeenCalledOnce();
    expect(String(warn.mock.calls[0]?.[0])).toMatch(/region was known.*resetBackoff\.maxMs/);
  });
});

describe("isolate", () => {
  test("holds also where the region was not known yet, and a release ends it", async () => {
    const { region, tell } = lateRegion();
    const { client, breakers, clock, send } = aClient({}, { region });
    const circuit = breakers.circuit("ListApps");
    circuit.isolate("freeze");
    expect(circuit).toMatchObject({
      state: "isolated",
      retryAfterMs: Infinity,
      isolation: { reason: "freeze", at: clock.epochMs() },
    });
    tell("eu-west-1");
    await expect(client.send(listApps())).rejects.toMatchObject({
      name: "CircuitOpenError",
      state: "isolated",
    });
    expect(send).not.toHaveBeenCalled();
    circuit.release();
    expect(await client.send(listApps())).toEqual({ apps: [] });
  });

  test("and release before the region is known leave the circuit as it was", async () => {
    const { region, tell } = lateRegion();
    const { client, breakers } = aClient({}, { region });
    breakers.circuit("ListApps").isolate("freeze");
    breakers.circuit("ListApps").release();
    tell("eu-west-1");
    expect(await client.send(listApps())).toEqual({ apps: [] });
  });
});

describe("a circuit whose name a function makes of the input", () => {
  test("is the one that a call with that input goes through", async () => {
    const { client, breakers } = aClient({
      circuit: (operation, input) => `${operation} of ${(input as { appId?: string }).appId ?? "all"}`,
    });
    await client.send(new GetAppCommand({ appId: "a1" }));
    const successes = (circuits: ClientBreakers, appId: string): number =>
      circuits.circuit("GetApp", { input: { appId } }).stats().successes;
    expect([successes(breakers, "a1"), successes(breakers, "a2")]).toEqual([1, 0]);
    expect(breakers.circuit("GetApp", { input: { appId: "a1" } }).name).toBe("GetApp of a1");
    expect(() => breakers.circuit("GetApp", { appId: "a1" } as never)).toThrow(
      /^the options of circuit\(\) has no member "appId"/,
    );
    expect(breakers.circuit("GetApp", { input: { appId: "a1" } })).not.toBe(
      breakers.circuit("GetApp", { input: { appId: "a1" } }),
    );
  });
});

describe("a snapshot", () => {
  test("is plain JSON, and another client goes on from it", async () => {
    const made = aClient({ consecutiveFailures: 1, failureSpanMs: 0, resetTimeout: 1_000 });
    await failOne(made);
    const json = JSON.stringify(made.breakers.snapshot());
    const snapshot = JSON.parse(json) as BreakersSnapshot;
    const { client, breakers, send } = aClient({ resetTimeout: 1_000 });
    breakers.restore(snapshot);
    await expect(client.send(listApps())).rejects.toMatchObject({
      name: "CircuitOpenError",
      retryAfterMs: 1_000,
      cause: { name: "InternalFailureException" },
    });
    expect(send).not.toHaveBeenCalled();
    expect(breakers.circuit("ListApps").state).toBe("open");
  });

  test("that is none is refused", () => {
    const { breakers } = aClient();
    expect(() => breakers.restore({})).toThrow(/snapshot/);
  });
});

describe("shared breakers", () => {
  function shared() {
    const clock = new ManualClock();
    const breakers = createBreakers({ consecutiveFailures: 5, failureSpanMs: 0, clock, random: () => 0.5 });
    const raw = new AmplifyClient({ region: "eu-west-1" });
    Object.assign(raw, { send: () => Promise.reject(illness()) });
    return { breakers, client: breakers.protect(raw, { scope: "tenant" }) };
  }

  test("can be configured, all of them and one by one", async () => {
    const { breakers, client } = shared();
    breakers.configure("GetApp", { consecutiveFailures: 1 });
    await expect(client.send(listApps())).rejects.toThrow("down");
    expect(breakers.circuit("ListApps", { client }).state).toBe("closed");
    for (const circuit of breakers) circuit.configure({ consecutiveFailures: 2 });
    await expect(client.send(listApps())).rejects.toThrow("down");
    expect(breakers.circuit("ListApps", { client }).state).toBe("open");
    expect(() => breakers.configure("*", { capacity: 0 })).toThrow(RangeError);
  });

  test("can be saved, and others go on from that", async () => {
    const one = shared();
    one.breakers.configure("*", { consecutiveFailures: 1 });
    await expect(one.client.send(listApps())).rejects.toThrow("down");
    const other = shared();
    other.breakers.restore(one.breakers.snapshot());
    expect([...other.breakers].map(({ name, state, scope }) => [name, state, scope])).toEqual([
      ["ListApps", "open", "tenant"],
    ]);
    await expect(other.client.send(listApps())).rejects.toMatchObject({ name: "CircuitOpenError" });
    expect(() => other.breakers.restore(null)).toThrow(TypeError);
  });

  test("name the circuit of a client and an input", () => {
    const { breakers, client } = shared();
    expect(breakers.circuit("GetApp", { client, input: { appId: "a1" } }).name).toBe("GetApp");
    expect(() => breakers.circuit("GetApp", { client, appId: "a1" } as never)).toThrow(/appId/);
  });

  test("can be disposed of", async () => {
    const { breakers, client } = shared();
    breakers[Symbol.dispose]();
    await expect(client.send(listApps())).rejects.toMatchObject({ name: "ShutdownError" });
  });
});
