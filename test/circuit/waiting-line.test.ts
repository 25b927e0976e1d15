import { expect, test, vi } from "vitest";
import type { Candidate } from "../../src/circuit/lease.ts";
import { WaitingLine } from "../../src/circuit/waiting-line.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { aCandidate } from "./a-circuit.ts";

interface TestLine {
  clock: ManualClock;
  line: WaitingLine;
  expired: Candidate[];
}

function aLine(): TestLine {
  const clock = new ManualClock();
  const expired: Candidate[] = [];
  const line = new WaitingLine(clock, (waiter) => {
    line.leave(waiter);
    expired.push(waiter);
  });
  return { clock, line, expired };
}

function waiters(count: number): Candidate[] {
  return Array.from({ length: count }, () => aCandidate());
}

test("gives way in the order in which its waiters came", () => {
  const { line } = aLine();
  const [first, second, third] = waiters(3) as [Candidate, Candidate, Candidate];
  line.join(first, 300);
  line.join(second, 100);
  line.join(third, 200);
  expect([line.length, line.next(), line.next(), line.next(), line.next(), line.length]).toEqual([
    3,
    first,
    second,
    third,
    undefined,
    0,
  ]);
});

test("tells of each waiter whose time has passed", () => {
  const { clock, line, expired } = aLine();
  const [patient, hasty] = waiters(2) as [Candidate, Candidate];
  line.join(patient, 300);
  line.join(hasty, 100);
  clock.advance(99);
  expect(expired).toEqual([]);
  clock.advance(1);
  expect(expired).toEqual([hasty]);
  expect([line.length, line.leave(hasty)]).toEqual([1, false]);
  clock.advance(200);
  expect([expired.length, line.length, clock.pendingTimers]).toEqual([2, 0, 0]);
});

test("keeps the process running for each who waits, and for nobody who has left", () => {
  const { clock, line } = aLine();
  const [one, other, forEver] = waiters(3) as [Candidate, Candidate, Candidate];
  line.join(one, 100);
  line.join(other, 100);
  line.join(forEver, Infinity);
  expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([3, 3]);
  expect(line.leave(one)).toBe(true);
  expect(line.leave(one)).toBe(false);
  line.next();
  expect(clock.pendingRefTimers).toBe(1);
  expect([...line.takeAll()]).toEqual([forEver]);
  expect(clock.pendingTimers).toBe(0);
});

test("never loses one that waits without an end", () => {
  const { clock, line, expired } = aLine();
  line.join(aCandidate(), Infinity);
  clock.advance(2 ** 31);
  expect([line.length, expired.length]).toEqual([1, 0]);
});

test("asks for no timer that is longer than timers can be, which would fire at once", () => {
  const { clock, line } = aLine();
  const startTimer = vi.spyOn(clock, "startTimer");
  line.join(aCandidate(), Infinity);
  expect(startTimer.mock.calls.map(([, delayMs]) => delayMs)).toEqual([2 ** 31 - 1]);
});

test("takes out those who are picked by who they are and when their time is up, and no others", () => {
  const { clock, line } = aLine();
  clock.advance(1_000);
  const [first, second, third] = waiters(3) as [Candidate, Candidate, Candidate];
  line.join(first, 100);
  line.join(second, 300);
  line.join(third, 100);
  expect([...line.take((waiter, until) => waiter !== third && until <= 1_100)]).toEqual([first]);
  expect([...line.takeAll()]).toEqual([second, third]);
  expect(line.length).toBe(0);
});

test("counts apart those who wait to be sent", () => {
  const { line } = aLine();
  const [call, watcher] = [aCandidate(), aCandidate({ onTurn: () => {} })];
  line.join(watcher, Infinity);
  line.join(call, 100);
  expect([line.length, line.calls]).toEqual([2, 1]);
  line.leave(watcher);
  line.leave(watcher);
  expect([line.length, line.calls]).toEqual([1, 1]);
  line.next();
  line.leave(call);
  expect([line.length, line.calls]).toEqual([0, 0]);
});

test("does not take out who has left because of what became of another", () => {
  const { line } = aLine();
  const [first, second, third] = waiters(3) as [Candidate, Candidate, Candidate];
  for (const waiter of [first, second, third]) line.join(waiter, 100);
  const taken: Candidate[] = [];
  for (const waiter of line.takeAll()) {
    taken.push(waiter);
    line.leave(second);
  }
  expect(taken).toEqual([first, third]);
});
