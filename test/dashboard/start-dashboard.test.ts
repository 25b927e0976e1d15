import { describe, expect, test, vi } from "vitest";
import { startDashboard, type DashboardSnapshot, type ServerOptions } from "../../src/dashboard/index.ts";
import type { MonitoredBreakers } from "../../src/events/monitored-breakers.ts";
import { illness } from "../proxy/a-client.ts";
import { aDashboard, ask, aWatchedClient, listen, token } from "./a-dashboard.ts";

const snapshotOf = async (url: string) =>
  JSON.parse((await ask(`${url}api/snapshot`)).body) as DashboardSnapshot;

describe("startDashboard()", () => {
  test("shows the state, rates, durations, last error and next probe of each circuit in use", async () => {
    const watched = aWatchedClient({ consecutiveFailures: 3 });
    const { url } = await aDashboard(watched);
    await watched.call(2);
    const metadata = { httpStatusCode: 500, requestId: "r-7" };
    watched.failWith(() => Object.assign(illness(), { $metadata: metadata }));
    await watched.call(5);
    const { circuits, transitions, isHealthy } = await snapshotOf(url);
    const at = watched.clock.epochMs();
    expect(circuits).toMatchObject([
      {
        name: "ListApps",
        region: "eu-west-1",
        state: "open",
        failurePercentage: 60,
        probeAt: at + 1_000,
        lastError: { name: "InternalFailureException", message: "down", status: 500, requestId: "r-7", at },
      },
    ]);
    const lastOf = (counts: readonly number[] = []) => counts.at(-1);
    const series = circuits[0]?.series;
    expect([lastOf(series?.calls), lastOf(series?.failures), lastOf(series?.rejections)]).toEqual([7, 3, 2]);
    expect(series?.calls).toHaveLength(180);
    expect(transitions).toMatchObject([
      { type: "open", circuit: "ListApps", detail: "consecutive: InternalFailureException: down", at },
    ]);
    expect(isHealthy).toBe(false);
  });

  test("knows how long calls take, to a quarter", async () => {
    const watched = aWatchedClient();
    const { url } = await aDashboard(watched);
    let tookMs = 100;
    watched.send.mockImplementation(async () => {
      watched.clock.advance(tookMs);
      return { apps: [] };
    });
    await watched.call(49);
    tookMs = 1_000;
    await watched.call(1);
    const [circuit] = (await snapshotOf(url)).circuits;
    expect(circuit?.p50Ms).toBeGreaterThanOrEqual(100);
    expect(circuit?.p50Ms).toBeLessThanOrEqual(125);
    expect(circuit?.p99Ms).toBeGreaterThanOrEqual(1_000);
    expect(circuit?.p99Ms).toBeLessThanOrEqual(1_250);
  });

  test("forgets durations after a minute, and counts after a quarter of an hour", async () => {
    const watched = aWatchedClient();
    const { url } = await aDashboard(watched);
    await watched.call(3);
    const sumOf = async () =>
      (await snapshotOf(url)).circuits[0]?.series.calls.reduce((sum, one) => sum + one);
    watched.clock.advance(55_000);
    expect((await snapshotOf(url)).circuits[0]?.p50Ms).toBe(1);
    watched.clock.advance(5_000);
    expect((await snapshotOf(url)).circuits[0]?.p50Ms).toBeNull();
    watched.clock.advance(895_000 - 60_000);
    expect(await sumOf()).toBe(3);
    watched.clock.advance(5_000);
    expect(await sumOf()).toBe(0);
  });

  test("tells viewers everything first, and then once a second what changed", async () => {
    const watched = aWatchedClient();
    const { url } = await aDashboard(watched);
    await watched.call(1);
    const viewer = await listen(`${url}api/events`);
    const first = await viewer.next();
    expect(first.event).toBe("snapshot");
    expect(JSON.parse(first.data)).toMatchObject({ circuits: [{ name: "ListApps", state: "closed" }] });
    watched.failWith(illness);
    await watched.call(2);
    watched.clock.advance(1_000);
    const second = await viewer.next();
    expect(second.event).toBe("changes");
    expect(JSON.parse(second.data)).toMatchObject({
      circuits: [{ name: "ListApps", last: [0, 0, 0, 3, 2, 0] }],
      transitions: [{ type: "open" }],
    });
    watched.clock.advance(1_000);
    expect(JSON.parse((await viewer.next()).data)).toMatchObject({ transitions: [{ type: "halfOpen" }] });
    watched.clock.advance(1_000);
    expect(JSON.parse((await viewer.next()).data)).toMatchObject({ circuits: [], transitions: [] });
  });

  test("gives a newcomer no snapshot that is older than what the others were told last", async () => {
    const watched = aWatchedClient();
    const { url } = await aDashboard(watched);
    await watched.call(1);
    const early = await listen(`${url}api/events`);
    await early.next();
    watched.clock.advance(1_500);
    await early.next();
    await ask(`${url}api/snapshot`);
    watched.breakers.circuit("ListApps").isolate("deploy freeze");
    watched.clock.advance(500);
    await early.next();
    const late = await listen(`${url}api/events`);
    expect(JSON.parse((await late.next()).data)).toMatchObject({
      circuits: [{ state: "isolated" }],
      transitions: [{ type: "isolate" }],
    });
  });

  test("keeps a bounded number of transitions, the last ones, and of a long text its beginning", async () => {
    const watched = aWatchedClient();
    const { url } = await aDashboard(watched);
    const text = "x".repeat(100_000);
    watched.failWith(() => Object.assign(new Error(text), { name: "InternalFailureException" }));
    await watched.call(2);
    for (let times = 0; times < 150; times++) {
      watched.breakers.circuit("ListApps").isolate(`${times} ${text}`);
      watched.breakers.circuit("ListApps").release();
    }
    const { transitions, circuits } = await snapshotOf(url);
    expect(transitions).toHaveLength(200);
    expect(transitions.at(-1)).toMatchObject({ type: "release", number: 301 });
    expect(transitions.at(-1)?.detail).toHaveLength(301);
    expect(circuits[0]?.lastError?.message).toBe(`${"x".repeat(300)}…`);
  });

  test("puts what changed together once, however many look, and not at all while nobody does", async () => {
    const watched = aWatchedClient();
    const { url } = await aDashboard(watched);
    await watched.call(1);
    const look = vi.spyOn(watched.breakers, Symbol.iterator);
    watched.clock.advance(60_000);
    expect(look).not.toHaveBeenCalled();
    const viewers = await Promise.all(Array.from({ length: 20 }, () => listen(`${url}api/events`)));
    await Promise.all(viewers.map((viewer) => viewer.next()));
    look.mockClear();
    watched.clock.advance(1_000);
    const told = await Promise.all(viewers.map((viewer) => viewer.next()));
    expect(new Set(told.map(({ data }) => data)).size).toBe(1);
    expect(look).toHaveBeenCalledTimes(1);
  });

  test("leaves no listener, no timer and no connection behind when it is closed", async () => {
    const watched = aWatchedClient();
    const on = vi.spyOn(watched.breakers, "on");
    const off = vi.spyOn(watched.breakers, "off");
    const dashboard = await aDashboard(watched);
    const before = watched.clock.pendingTimers;
    const viewer = await listen(`${dashboard.url}api/events`);
    await viewer.next();
    expect(watched.clock.pendingTimers).toBe(before + 1);
    await dashboard.close();
    await viewer.ended;
    await dashboard.close();
    expect(watched.clock.pendingTimers).toBe(before);
    expect(on).not.toHaveBeenCalledTimes(0);
    expect(off.mock.calls.slice(0, on.mock.calls.length)).toEqual(on.mock.calls);
    await expect(ask(dashboard.url)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  test("stops its timer when the last viewer has left", async () => {
    const watched = aWatchedClient();
    const { url } = await aDashboard(watched);
    const viewer = await listen(`${url}api/events`);
    await viewer.next();
    expect(watched.clock.pendingTimers).toBe(1);
    viewer.close();
    await vi.waitFor(() => expect(watched.clock.pendingTimers).toBe(0));
  });

  test("says when its port is in use, and then listens to nothing", async () => {
    const watched = aWatchedClient();
    const { port } = await aDashboard(watched);
    const off = vi.spyOn(watched.breakers, "off");
    await expect(startDashboard(watched.breakers, { port })).rejects.toThrow(
      `port ${port} of 127.0.0.1 is in use: choose another as option port, or 0 for a free one`,
    );
    expect(off).toHaveBeenCalled();
  });

  test.each(["0.0.0.0", "::", "192.0.2.7", "example.org", "127.example.org"])(
    "refuses to listen on %s without a token",
    async (host) => {
      await expect(startDashboard(aWatchedClient().breakers, { host })).rejects.toThrow(
        `option host must be an address of this machine's own (127.0.0.1, ::1, localhost) where there is no option token: everybody could look; got "${host}"`,
      );
    },
  );

  test("listens beyond this machine with a token", async () => {
    const { url, port } = await aDashboard(aWatchedClient(), { host: "0.0.0.0", token });
    expect(url).toBe(`http://0.0.0.0:${port}/`);
    expect((await ask(`http://127.0.0.1:${port}/healthz`)).status).toBe(401);
  });

  test("without a token answers only who asks for this machine by its own name", async () => {
    const { url } = await aDashboard(aWatchedClient());
    expect((await ask(url, { host: "evil.example" })).status).toBe(403);
    expect((await ask(url, { host: "127.evil.example:80" })).status).toBe(403);
    for (const host of ["localhost:1", "127.0.0.1", "[::1]:80"])
      expect((await ask(url, { host })).status).toBe(200);
  });

  test.each<[unknown, string]>([
    [{ port: 65_536 }, "option port must be a whole number from 0 to 65535; got 65536"],
    [{ port: "80" }, 'option port must be a whole number from 0 to 65535; got "80"'],
    [{ host: "" }, 'option host must be an address, as in "127.0.0.1"; got ""'],
    [{ tokn: token }, 'the options of startDashboard() has no member "tokn"; did you mean token?'],
    [
      { token: "short" },
      "option token must be 16 printable ASCII characters or more, without spaces; got 5 characters",
    ],
    [{ token: 7 }, "option token must be a text; got number"],
    [
      { unhealthy: [1] },
      "option unhealthy must be a list of circuits' names, or a function; got an array of 1",
    ],
    [{ clock: {} }, "option clock must have now(), epochMs() and startTimer(); got an object"],
    [7, "the options of startDashboard() must be a plain object; got 7"],
  ])("refuses the options %j", async (options, message) => {
    await expect(startDashboard(aWatchedClient().breakers, options as ServerOptions)).rejects.toThrow(
      message,
    );
  });

  test("says what it needs where it is given a client", async () => {
    const { client } = aWatchedClient();
    await expect(startDashboard(client as unknown as MonitoredBreakers)).rejects.toThrow(
      "startDashboard() needs breakers, or a client's .breakers; got an object; did you mean its .breakers?",
    );
  });
});
