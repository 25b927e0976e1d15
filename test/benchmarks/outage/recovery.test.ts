import { expect, test } from "vitest";
import { recoveryOf, type ClientLog } from "../../../benchmarks/outage/recovery.ts";
import { aCall, aServed, aStruck, someCalls } from "./a-log.ts";

function recovery(log: Partial<ClientLog>, healedMs = 1_000): ReturnType<typeof recoveryOf> {
  return recoveryOf({ calls: [], requests: [], states: [], ...log }, healedMs);
}

test("the time to open counts from the first request that met the fault", () => {
  const states = [
    { client: 0, atMs: 40, state: "open" },
    { client: 0, atMs: 400, state: "open" },
    { client: 0, atMs: 900, state: "open" },
  ] as const;
  const requests = [aServed(10), aStruck(50), aStruck(60)];
  expect(recovery({ states, requests }).openedAfterMs).toBe(350);
});

test("a circuit that stayed closed has no time to open", () => {
  expect(recovery({ requests: [aStruck(0)] }).openedAfterMs).toBeUndefined();
  expect(recovery({ states: [{ client: 0, atMs: 5, state: "open" }] }).openedAfterMs).toBeUndefined();
});

test("the first good answer is the first to arrive, of requests that came after the healing", () => {
  const slowOne = { ...aServed(1_100), goodAtMs: 4_000 };
  const before = { ...aServed(900), goodAtMs: 1_010 };
  expect(recovery({ requests: [before, aStruck(1_000), slowOne, aServed(1_200)] }).firstGoodAfterMs).toBe(
    220,
  );
});

test("no good answer is none", () => {
  expect(recovery({ requests: [aServed(900), aStruck(1_000)] }).firstGoodAfterMs).toBeUndefined();
});

test("all is well from the first call after the last bad one", () => {
  const calls = [
    ...someCalls(25, { fromMs: 1_000, everyMs: 20, outcome: "refused" }),
    ...someCalls(200, { fromMs: 1_500, everyMs: 20 }),
  ];
  expect(recovery({ calls }).good99AfterMs).toBe(500);
});

test("one bad call in a second of a hundred is forgiven, two are not", () => {
  const calls = [aCall(1_000), aCall(1_490, "lost"), ...someCalls(200, { fromMs: 1_500 })];
  expect(recovery({ calls }).good99AfterMs).toBe(0);
  const worse = [aCall(1_000), aCall(1_480, "lost"), ...calls.slice(1)];
  expect(recovery({ calls: worse }).good99AfterMs).toBe(490);
});

test("where calls are few, each must be good", () => {
  const calls = [aCall(1_000, "lost"), aCall(2_000), aCall(3_000, "fallback"), aCall(4_000), aCall(5_000)];
  expect(recovery({ calls }).good99AfterMs).toBe(3_000);
});

test("what ends badly was never well", () => {
  expect(recovery({ calls: [aCall(1_000), aCall(2_000, "pending")] }).good99AfterMs).toBeUndefined();
  expect(recovery({ calls: [] }).good99AfterMs).toBeUndefined();
});

test("calls before the healing do not matter", () => {
  expect(recovery({ calls: [aCall(990, "lost"), aCall(1_005)] }).good99AfterMs).toBe(5);
  expect(recovery({ calls: [aCall(990), aCall(1_005)] }).good99AfterMs).toBe(5);
});
