import { expect, test } from "vitest";
import { binsOf } from "../../../benchmarks/outage/bins.ts";
import { aCall, aServed, aStruck } from "./a-log.ts";

const span = { fromMs: -100, untilMs: 150, widthMs: 100 };

test("calls count in the bin in which they were due, requests in that in which they arrived", () => {
  const calls = [
    aCall(-1, "good", { endMs: 120 }),
    aCall(0, "fallback"),
    aCall(99.9, "lost"),
    aCall(100, "refused"),
    aCall(120, "pending"),
  ];
  expect(binsOf(calls, [aServed(-100), aStruck(0), aStruck(50)], span)).toEqual([
    { atMs: -100, requests: 1, good: 1, lost: 0, fallback: 0 },
    { atMs: 0, requests: 2, good: 0, lost: 1, fallback: 1 },
    { atMs: 100, requests: 0, good: 0, lost: 2, fallback: 0 },
  ]);
});

test("what lies outside is in no bin", () => {
  const bins = binsOf([aCall(-101), aCall(200)], [aStruck(-500), aStruck(900)], span);
  expect(bins.every(({ requests, good }) => requests + good === 0)).toBe(true);
});
