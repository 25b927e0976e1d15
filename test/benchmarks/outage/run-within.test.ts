import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { runWithin, type Job } from "../../../benchmarks/outage/run-within.ts";

interface Held {
  readonly job: Job<string>;
  readonly end: () => void;
}

function aDesk(): { begun: string[]; hold: (name: string, lane: string, load: number) => Held } {
  const begun: string[] = [];
  return {
    begun,
    hold(name, lane, load) {
      let end = (): void => {};
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      const run = async (): Promise<string> => {
        begun.push(name);
        await ended;
        return name;
      };
      return { job: { lane, load, run }, end: () => end() };
    },
  };
}

test("jobs run beside each other as far as their loads fit, in their order", async () => {
  const { begun, hold } = aDesk();
  const jobs = [hold("a", "1", 2), hold("b", "2", 2), hold("c", "3", 2)];
  const done = runWithin(
    jobs.map(({ job }) => job),
    4,
  );
  expect(begun).toEqual(["a", "b"]);
  jobs[1]?.end();
  await nextTurn();
  expect(begun).toEqual(["a", "b", "c"]);
  for (const { end } of jobs) end();
  expect(await done).toEqual(["a", "b", "c"]);
});

test("of one lane one job runs at a time, and others need not wait for it", async () => {
  const { begun, hold } = aDesk();
  const jobs = [hold("a", "1", 1), hold("b", "1", 1), hold("c", "2", 1)];
  for (const { end } of jobs.slice(1)) end();
  const done = runWithin(
    jobs.map(({ job }) => job),
    9,
  );
  await nextTurn();
  expect(begun).toEqual(["a", "c"]);
  jobs[0]?.end();
  await done;
  expect(begun).toEqual(["a", "c", "b"]);
});

test("a large job is not overtaken by small ones, and one beyond all bounds runs alone", async () => {
  const { begun, hold } = aDesk();
  const jobs = [hold("a", "1", 1), hold("huge", "2", 99), hold("c", "3", 1)];
  const done = runWithin(
    jobs.map(({ job }) => job),
    4,
  );
  await nextTurn();
  expect(begun).toEqual(["a"]);
  jobs[0]?.end();
  await nextTurn();
  expect(begun).toEqual(["a", "huge"]);
  for (const { end } of jobs) end();
  await done;
});

test("a job that fails fails the whole", async () => {
  const run = async (): Promise<never> => {
    throw new Error("broken");
  };
  const broken = { lane: "1", load: 1, run };
  await expect(runWithin([broken], 1)).rejects.toThrow("broken");
});
