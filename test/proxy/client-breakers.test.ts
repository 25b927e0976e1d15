import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { createBreakers, withBreakers } from "../../src/index.ts";
import { callTogether, namesOf, openByOutage, quickToOpen } from "../scenarios/support/outage.ts";
import { protectedClient, rawClient, startSimulator } from "../scenarios/support/simulated-amplify.ts";

const listApps = () => new ListAppsCommand({});

describe("the breakers of a client", () => {
  test("call listeners until they are removed, and chain", async () => {
    const { breakers, ...client } = await clientAndBreakers();
    const heard: string[] = [];
    const always = ({ operation }: { operation: string }) => heard.push(`always ${operation}`);
    const chained = breakers
      .on("success", always)
      .once("success", ({ operation }) => heard.push(`once ${operation}`));
    expect(chained).toBe(breakers);
    await client.call();
    await client.call();
    expect(breakers.off("success", always)).toBe(breakers);
    await client.call();
    expect(heard).toEqual(["always ListApps", "once ListApps", "always ListApps"]);
  });

  test("take listeners before and after the client's region is known", async () => {
    const { breakers, ...client } = await clientAndBreakers();
    const heard: string[] = [];
    breakers.on("success", () => heard.push("early"));
    await client.call();
    breakers.on("success", () => heard.push("late"));
    breakers.once("success", () => heard.push("once"));
    await client.call();
    await client.call();
    expect(heard).toEqual(["early", "early", "late", "once", "early", "late"]);
  });

  test("forget a listener for the next event when it is removed before that", async () => {
    const { breakers, ...client } = await clientAndBreakers();
    let heard = 0;
    const listener = () => heard++;
    breakers.once("success", listener).off("success", listener).off("success", listener);
    breakers.off("failure", listener);
    await client.call();
    expect(heard).toBe(0);
    expect(breakers.off("failure", listener)).toBe(breakers);
  });

  test("take a listener for the next event away in the midst of that event without an error", async () => {
    const { breakers, ...client } = await clientAndBreakers();
    const errors: unknown[] = [];
    const next = (): void => {};
    breakers.on("listenerError", ({ error }) => errors.push(error));
    breakers.on("success", () => breakers.off("success", next)).once("success", next);
    await client.call();
    expect(errors).toEqual([]);
  });

  test.each([
    ["an event that there is not", "opened", () => {}],
    ["a listener that is no function", "open", "pager"],
  ])("refuse %s at once", async (_what, type, listener) => {
    const { breakers } = await clientAndBreakers();
    for (const method of ["on", "once", "off"] as const) {
      expect(() => breakers[method](type as "open", listener as never)).toThrow(TypeError);
    }
  });

  test("leave alone what other clients of the same circuits listen with", async () => {
    const simulator = await startSimulator();
    const shared = createBreakers();
    const [mine, others] = [shared.protect(rawClient(simulator)), shared.protect(rawClient(simulator))];
    // From here on both clients know their place, and share one hub.
    for (const client of [mine, others]) await client.send(listApps());
    let heard = 0;
    const listener = () => heard++;
    for (const client of [mine, others]) client.breakers.on("success", listener).once("success", listener);
    mine.breakers.off("success", listener);
    await others.send(listApps());
    expect(heard).toBe(2);
    others.breakers.off("success", listener);
    await mine.send(listApps());
    expect(heard).toBe(2);
  });

  test("refuse calls after the shutdown at once, also where the region hangs", async () => {
    const simulator = await startSimulator();
    const client = protectedClient(
      simulator,
      { timeout: false },
      { region: () => new Promise<string>(() => {}) },
    );
    client.breakers.shutdown();
    await expect(client.send(listApps())).rejects.toMatchObject({ code: "ESHUTDOWN" });
  });

  test("give one circuit for each operation, which reads closed before it is used", async () => {
    const { breakers } = await clientAndBreakers();
    const circuit = breakers.circuit("StartJob");
    expect(breakers.circuit("StartJob")).toBe(circuit);
    expect(circuit).toMatchObject({
      name: "StartJob",
      state: "closed",
      retryAfterMs: 0,
      lastFailure: undefined,
    });
    expect(circuit.stats()).toEqual({
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
    expect(() => breakers.circuit("StartJobs" as never)).toThrow(/^circuit\(\): .*StartJob/);
  });

  test("list the circuits that were used", async () => {
    const { breakers, ...client } = await clientAndBreakers();
    expect([...breakers]).toEqual([]);
    await client.call();
    expect([...breakers].map(({ name, state }) => [name, state])).toEqual([["ListApps", "closed"]]);
    expect([...breakers][0]?.stats().successes).toBe(1);
  });

  test("say of an open circuit when it may be tried, and what failed last", async () => {
    const simulator = await startSimulator();
    const client = protectedClient(simulator, quickToOpen, { maxAttempts: 1 });
    await openByOutage(client, simulator);
    const circuit = client.breakers.circuit("ListApps");
    expect(circuit.state).toBe("open");
    expect(circuit.retryAfterMs).toBeGreaterThan(40_000);
    expect(circuit.lastFailure?.error.name).toBe("InternalFailureException");
    expect(circuit.region).toBe("us-east-1");
    expect(circuit.endpoint).toBe(`127.0.0.1:${simulator.port}`);
  });

  test("can be disposed of", async () => {
    const simulator = await startSimulator();
    const client = withBreakers(rawClient(simulator));
    client.breakers[Symbol.dispose]();
    expect(namesOf(await callTogether(client, 1))).toEqual(["ShutdownError"]);
  });
});

async function clientAndBreakers() {
  const client = protectedClient(await startSimulator());
  return { breakers: client.breakers, call: () => client.send(listApps()) };
}
