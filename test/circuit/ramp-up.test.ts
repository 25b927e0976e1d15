import { expect, test } from "vitest";
import { RampUp } from "../../src/circuit/ramp-up.ts";

/** How many of so many calls, spread evenly over a stretch of time, are let through. */
function admitted(rampUp: RampUp, calls: number, from: number, to: number): number {
  const times = Array.from({ length: calls }, (_, index) => from + ((to - from) * index) / calls);
  return times.filter((now) => rampUp.admits(now)).length;
}

function aRampUp(lengthMs = 1_000): RampUp {
  const rampUp = new RampUp();
  rampUp.start(0, lengthMs);
  return rampUp;
}

test("lets every call through where none is under way", () => {
  const rampUp = new RampUp();
  expect([rampUp.admits(0), rampUp.admits(0), rampUp.share(0)]).toEqual([true, true, 1]);
  expect(admitted(aRampUp(0), 100, 0, 10)).toBe(100);
});

test("lets a share through that grows from none to all", () => {
  const rampUp = aRampUp();
  const inEachQuarter = [0, 250, 500, 750].map((from) => admitted(rampUp, 1_000, from, from + 250));
  expect(inEachQuarter).toEqual([124, 375, 625, 875]);
  expect(admitted(rampUp, 1_000, 1_000, 1_001)).toBe(1_000);
});

test("does the same each time", () => {
  const pattern = (): boolean[] => {
    const rampUp = aRampUp();
    return Array.from({ length: 500 }, (_, index) => rampUp.admits(index * 2));
  };
  expect(pattern()).toEqual(pattern());
});

test("says which share, and how long until the next call is let through", () => {
  const rampUp = aRampUp();
  expect([0, 250, 999, 1_000, 5_000].map((now) => rampUp.share(now))).toEqual([0, 0.25, 0.999, 1, 1]);
  expect([0, 250, 1_000, 5_000].map((now) => rampUp.nextMs(now))).toEqual([1_000, 750, 0, 0]);
  rampUp.admits(300);
  const nextMs = rampUp.nextMs(300);
  expect(nextMs).toBeCloseTo(400);
  expect(rampUp.admits(301 + nextMs)).toBe(true);
});

test("owes nothing from one time to the next", () => {
  const rampUp = aRampUp();
  rampUp.admits(999);
  rampUp.start(2_000, 1_000);
  expect(rampUp.admits(2_001)).toBe(false);
});

test("lets every call through once it is stopped", () => {
  const rampUp = aRampUp();
  rampUp.stop();
  expect([rampUp.admits(1), rampUp.share(1)]).toEqual([true, 1]);
});

test("takes up another length where one is under way, and begins none where none is", () => {
  const rampUp = aRampUp();
  rampUp.configure(500);
  expect([rampUp.share(250), rampUp.nextMs(250)]).toEqual([0.5, 250]);
  rampUp.configure(0);
  expect(rampUp.admits(251)).toBe(true);
  rampUp.configure(10_000);
  expect([rampUp.admits(252), rampUp.share(252)]).toEqual([true, 1]);
});

test("takes up no other length once it has let a call through after its end", () => {
  const rampUp = aRampUp();
  rampUp.admits(1_000);
  rampUp.configure(10_000);
  expect([rampUp.admits(1_001), rampUp.share(1_001)]).toEqual([true, 1]);
});
