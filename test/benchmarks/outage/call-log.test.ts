import { expect, test } from "vitest";
import { CallLog } from "../../../benchmarks/outage/call-log.ts";
import { ManualClock } from "../../../src/testing/index.ts";

const arrival = { dueMs: 0, client: 0, isSick: true };

function aLog(): { clock: ManualClock; log: CallLog } {
  const clock = new ManualClock();
  return { clock, log: new CallLog(clock) };
}

test("a call is recorded with what became of it and when", () => {
  const { clock, log } = aLog();
  const record = log.begin(arrival, 0.5, "open");
  clock.advance(20);
  log.settle(record, "refused");
  expect(log.finish()).toEqual([
    { client: 0, isSick: true, dueMs: 0, wokenMs: 0.5, state: "open", outcome: "refused", endMs: 20 },
  ]);
});

test("a call that is pending at the end has waited until then, whatever becomes of it later", () => {
  const { clock, log } = aLog();
  const record = log.begin(arrival, 0, "closed");
  clock.advance(300);
  const [kept] = log.finish();
  clock.advance(10);
  log.settle(record, "good");
  expect(kept).toMatchObject({ outcome: "pending", endMs: 300 });
});

test("all is well five seconds after the last bad end, and not before", () => {
  const { clock, log } = aLog();
  log.settle(log.begin(arrival, 0, "closed"), "lost");
  clock.advance(4_999);
  expect(log.isWell()).toBe(false);
  clock.advance(1);
  expect(log.isWell()).toBe(true);
});

test("an answer by a fallback is no sign that all is well", () => {
  const { clock, log } = aLog();
  clock.advance(10_000);
  log.settle(log.begin(arrival, 0, "open"), "fallback");
  expect(log.isWell()).toBe(false);
});

test("nothing is well while an old call is pending", () => {
  const { clock, log } = aLog();
  log.begin(arrival, 0, "closed");
  clock.advance(1_000);
  expect(log.isWell()).toBe(true);
  clock.advance(1);
  expect(log.isWell()).toBe(false);
});

test("what other operations meet says nothing of the sick one", () => {
  const { log } = aLog();
  log.settle(log.begin({ ...arrival, isSick: false }, 0, "closed"), "lost");
  expect(log.isWell()).toBe(true);
});

test("waiting for the last calls ends with the last of them, or when its time is over", async () => {
  const { clock, log } = aLog();
  const record = log.begin(arrival, 0, "closed");
  const early = log.settled(2_000);
  log.settle(record, "good");
  await early;
  expect(clock.pendingTimers).toBe(0);
  log.begin(arrival, 0, "closed");
  const late = log.settled(2_000);
  clock.advance(2_000);
  await late;
});
