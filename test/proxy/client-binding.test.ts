import { setImmediate as nextTurn } from "node:timers/promises";
import { getEventListeners } from "node:events";
import { expect, test, vi } from "vitest";
import { CircuitDirectory } from "../../src/circuit/circuit-directory.ts";
import type { CircuitSet } from "../../src/circuit/circuit-set.ts";
import { resolveOptions } from "../../src/options/resolve-options.ts";
import { ClientBinding } from "../../src/proxy/client-binding.ts";
import { ManualClock } from "../../src/testing/index.ts";

function binding(config: object, scope?: string) {
  const clock = new ManualClock();
  const directory = new CircuitDirectory(resolveOptions({ clock }));
  return { clock, directory, bound: new ClientBinding(config, scope, directory) };
}

test("knows its circuits without being asked, and for every client of one place they are the same", async () => {
  const { bound, directory } = binding({ region: "eu-west-1" }, "tenant");
  expect([bound.circuits, bound.current]).toEqual([undefined, undefined]);
  const circuits = await bound.forCall(1_000);
  expect(bound.circuits).toBe(circuits);
  expect(bound.current).toBe(circuits);
  expect(directory.at({ region: "eu-west-1", scope: "tenant" })).toBe(circuits);
  expect(directory.at({ region: "eu-west-1" })).not.toBe(circuits);
});

test("reads the region once, however many calls wait for it", async () => {
  let reads = 0;
  const { bound } = binding({ region: () => Promise.resolve(`region-${++reads}`) });
  const sets = await Promise.all([bound.forCall(false), bound.forCall(1_000), bound.forCall(false)]);
  expect(new Set(sets).size).toBe(1);
  await Promise.all([bound.forCall(false), bound.forCall(1_000)]);
  expect(reads).toBe(1);
});

test("gives circuits of no place while the region cannot be read, and reads again with each call", async () => {
  let reads = 0;
  const region = () => (++reads < 3 ? Promise.reject(new Error("not yet")) : Promise.resolve("eu-west-1"));
  const { bound, directory } = binding({ region }, "tenant");
  const told: CircuitSet[] = [];
  bound.withEach((circuits) => told.push(circuits));
  const placeless = await bound.forCall(1_000);
  expect(placeless).toBe(directory.at({ scope: "tenant" }));
  expect([bound.circuits, bound.current]).toEqual([undefined, placeless]);
  expect(await bound.forCall(1_000)).toBe(placeless);
  const circuits = await bound.forCall(1_000);
  expect(circuits.place.region).toBe("eu-west-1");
  expect(told).toEqual([placeless, circuits]);
  const late: CircuitSet[] = [];
  bound.withEach((each) => late.push(each));
  expect(late).toEqual([placeless, circuits]);
});

test("reads again for the first call where the reading before it has failed", async () => {
  let reads = 0;
  const region = () => (++reads === 1 ? Promise.reject(new Error("not yet")) : Promise.resolve("eu-west-1"));
  const { bound } = binding({ region });
  await nextTurn();
  expect((await bound.forCall(1_000)).place.region).toBe("eu-west-1");
});

test("shares a reading that was begun after another was given up, also when that one fails late", async () => {
  const failures: ((error: Error) => void)[] = [];
  const region = () =>
    new Promise<string>((_resolve, reject) => {
      failures.push(reject);
    });
  const { bound, clock } = binding({ region });
  const first = bound.forCall(1_000);
  clock.advance(1_000);
  await first;
  const second = bound.forCall(false);
  failures[0]?.(new Error("too late"));
  await nextTurn();
  const third = bound.forCall(false);
  expect(failures).toHaveLength(2);
  failures[1]?.(new Error("no region"));
  expect(await third).toBe(await second);
});

test("waits no longer than it is told for a region that hangs, and holds no timer afterwards", async () => {
  const answers: ((region: string) => void)[] = [];
  const region = () =>
    new Promise<string>((resolve) => {
      answers.push(resolve);
    });
  const { bound, clock } = binding({ region });
  const waiting = bound.forCall(1_000);
  expect(clock.pendingRefTimers).toBe(1);
  clock.advance(1_000);
  expect((await waiting).place).toStrictEqual({});

  const next = bound.forCall(1_000);
  answers[1]?.("eu-west-1");
  expect((await next).place.region).toBe("eu-west-1");
  expect(clock.pendingTimers).toBe(0);

  answers[0]?.("us-east-1");
  await nextTurn();
  expect((await bound.forCall(1_000)).place.region).toBe("eu-west-1");
  expect(answers).toHaveLength(2);
});

test("does not keep a caller who gives up while the region hangs, and leaves nothing behind", async () => {
  const { bound, clock } = binding({ region: () => new Promise<string>(() => {}) });
  const caller = new AbortController();
  const waiting = bound.forCall(600_000, caller.signal);
  const endless = bound.forCall(false, caller.signal);
  caller.abort();
  expect([(await waiting).place, (await endless).place]).toEqual([{}, {}]);
  expect((await bound.forCall(600_000, caller.signal)).place).toEqual({});
  expect(clock.pendingTimers).toBe(0);
  expect(getEventListeners(caller.signal, "abort")).toEqual([]);
});

test("leaves nothing on a signal when the region is known", async () => {
  const { bound, clock } = binding({ region: "eu-west-1" });
  const caller = new AbortController();
  expect((await bound.forCall(1_000, caller.signal)).place.region).toBe("eu-west-1");
  expect(clock.pendingTimers).toBe(0);
  expect(getEventListeners(caller.signal, "abort")).toEqual([]);
});

test("warns of what was wanted early and cannot be done any more, and does all else", async () => {
  const warn = vi.spyOn(process, "emitWarning").mockReturnValue();
  const { bound } = binding({ region: "eu-west-1" });
  const told: CircuitSet[] = [];
  bound.withEach(() => {
    throw new RangeError("does not go together");
  });
  bound.withEach((circuits) => told.push(circuits));
  expect(told).toEqual([await bound.forCall(1_000)]);
  expect(warn.mock.calls).toEqual([
    [
      "A change made before the client's region was known is not in force: does not go together",
      { type: "AmplifyBreakerWarning", code: "AMPLIFY_BREAKER_LATE_CHANGE" },
    ],
  ]);
});

test("warns so also where there is no region", async () => {
  const warn = vi.spyOn(process, "emitWarning").mockReturnValue();
  const { bound } = binding({ region: () => Promise.reject(new Error("none")) });
  bound.withEach(() => {
    throw new RangeError("does not go together");
  });
  expect((await bound.forCall(1_000)).place).toEqual({});
  expect(warn).toHaveBeenCalledOnce();
});

test("keeps what answers hold to itself, unless a scope says whose they are", async () => {
  const clock = new ManualClock();
  const directory = new CircuitDirectory(resolveOptions({ clock }));
  const answersFor = async (scope?: string, region = "eu-west-1") => {
    const bound = new ClientBinding({ region }, scope, directory);
    return bound.answers(await bound.forCall(false));
  };
  const [mine, alsoMine] = [await answersFor("a"), await answersFor("a")];
  expect(alsoMine).toBe(mine);
  const others = [
    await answersFor("b"),
    await answersFor("a", "us-east-1"),
    await answersFor(),
    await answersFor(),
  ];
  expect(new Set([mine, ...others]).size).toBe(5);
});
