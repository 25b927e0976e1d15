import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { driveTraffic } from "../../../src/cli/demo/drive-traffic.ts";
import { demoScenario, simulatorScript, stretchAt } from "../../../src/cli/demo/scenario.ts";
import { Stopwatch } from "../../../src/cli/demo/stopwatch.ts";
import { planTraffic } from "../../../src/cli/demo/traffic-plan.ts";
import { ManualClock, parsePhaseScript } from "../../../src/testing/index.ts";

describe("the plan", () => {
  test("is the same for the same seed, and another for another", () => {
    expect(planTraffic(1, 5_000)).toEqual(planTraffic(1, 5_000));
    expect(planTraffic(1, 5_000)).not.toEqual(planTraffic(2, 5_000));
  });

  test("is in order of time, within the duration, and has all kinds of callers", () => {
    const arrivals = planTraffic(1, 5_000);
    const times = arrivals.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect([Math.min(...times) >= 0, Math.max(...times) < 5_000]).toEqual([true, true]);
    expect(new Set(arrivals.map(({ kind }) => kind))).toEqual(
      new Set(["read", "list-apps", "list-branches", "deploy"]),
    );
  });
});

describe("the scenario", () => {
  test("is one the simulator can play", () => {
    const phases = parsePhaseScript(simulatorScript(demoScenario));
    expect(phases.map(({ name }) => name)).toEqual(["healthy", "outage", "brown-out", "healthy"]);
  });

  test("tells the stretch at any time, the last one from its end on", () => {
    const { outage, totalMs } = demoScenario;
    expect(stretchAt(demoScenario, outage.startMs)).toBe(outage);
    expect(stretchAt(demoScenario, outage.endMs).name).toBe("brown-out");
    expect(stretchAt(demoScenario, totalMs + 1).name).toBe("healthy");
  });
});

describe("the traffic", () => {
  function drive(times: readonly number[]) {
    const clock = new ManualClock();
    const begun: number[] = [];
    const controller = new AbortController();
    const traffic = { arrivals: times.map((atMs) => ({ atMs })), begin: () => begun.push(clock.now()) };
    const done = driveTraffic(traffic, new Stopwatch(clock), controller.signal);
    return { clock, begun, controller, done };
  }

  test("begins each call at its time, and says that none was late", async () => {
    const { clock, begun, done } = drive([10, 30]);
    const startMs = clock.now();
    for (let step = 0; step < 4; step++) {
      clock.advance(10);
      await nextTurn();
    }
    expect(begun.map((atMs) => atMs - startMs)).toEqual([10, 30]);
    expect(await done).toBe(0);
  });

  test("leaves nothing out after a hold-up, gives I/O a turn between calls, and says how late it was", async () => {
    const { clock, begun, done } = drive([10, 20, 30]);
    clock.advance(1_000);
    await Promise.resolve();
    expect(begun.length).toBeLessThan(3);
    expect(await done).toBe(990);
    expect(begun).toHaveLength(3);
  });

  test("ends at once when it is stopped", async () => {
    const { clock, begun, controller, done } = drive([10, 20]);
    controller.abort();
    await done;
    expect(begun).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});
