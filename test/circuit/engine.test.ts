import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Engine } from "../../src/circuit/engine.ts";
import { illness } from "./a-circuit.ts";

const options = {
  errorThresholdPercentage: 50,
  volumeThreshold: 4,
  rollingCountTimeout: 1_000,
  rollingCountBuckets: 4,
};

function anEngine(changes: Partial<typeof options> = {}): Engine {
  return new Engine({ ...options, ...changes }, 0);
}

/** `s` is a success, `f` a failure. */
function record(engine: Engine, verdicts: string, now = 0): void {
  for (const verdict of verdicts) {
    if (verdict === "s") engine.recordSuccess(now);
    else engine.recordFailure(now, illness);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("the error rate", () => {
  test.each([
    { verdicts: "ssff", threshold: 50, state: "open" },
    { verdicts: "sssf", threshold: 50, state: "closed" },
    { verdicts: "sssf", threshold: 25, state: "open" },
    { verdicts: "ssf", threshold: 1, state: "closed" },
    { verdicts: "ffff", threshold: 100, state: "open" },
    { verdicts: "sfff", threshold: 100, state: "closed" },
    { verdicts: "ssssssf", threshold: 100 / 7, state: "open" },
  ])("$verdicts at a threshold of $threshold % reads $state", ({ verdicts, threshold, state }) => {
    const engine = anEngine({ errorThresholdPercentage: threshold });
    record(engine, verdicts);
    expect(engine.state).toBe(state);
  });

  test("is asked for with a failure only, so that a success never opens", () => {
    const engine = anEngine({ volumeThreshold: 3 });
    record(engine, "ffs");
    expect(engine.state).toBe("closed");
  });
});

describe("the window", () => {
  test("forgets bucket by bucket as the clock moves", () => {
    const engine = anEngine({ volumeThreshold: 100 });
    record(engine, "sf", 0);
    record(engine, "f", 250);
    expect(engine.counts(999)).toEqual({ successes: 1, failures: 2 });
    expect(engine.counts(1_000)).toEqual({ successes: 0, failures: 1 });
    expect(engine.counts(1_250)).toEqual({ successes: 0, failures: 0 });
  });

  test("moves in whole buckets from its beginning, whenever it is looked at", () => {
    const engine = anEngine({ volumeThreshold: 100 });
    engine.counts(240);
    engine.counts(260);
    record(engine, "f", 490);
    engine.counts(510);
    expect(engine.counts(1_249).failures).toBe(1);
    expect(engine.counts(1_250).failures).toBe(0);
  });

  test("is empty after a freeze longer than itself, with the first verdict already", () => {
    const engine = anEngine();
    record(engine, "fff", 0);
    record(engine, "f", 3_600_000);
    expect(engine.state).toBe("closed");
    expect(engine.counts(3_600_000)).toEqual({ successes: 0, failures: 1 });
  });

  test("survives opening and half-opening, and is emptied on demand", () => {
    const engine = anEngine();
    record(engine, "ffff");
    engine.halfOpen();
    expect(engine.counts(0)).toEqual({ successes: 0, failures: 4 });
    engine.recordSuccess(0);
    engine.clearWindow(100);
    expect(engine.counts(100)).toEqual({ successes: 0, failures: 0 });
    record(engine, "f", 100);
    expect(engine.counts(1_099).failures).toBe(1);
    expect(engine.counts(1_100).failures).toBe(0);
  });
});

describe("the state", () => {
  test("changes within the tick of a verdict", () => {
    const engine = anEngine();
    engine.open();
    expect(engine.state).toBe("open");
    engine.halfOpen();
    expect(engine.state).toBe("halfOpen");
    engine.recordSuccess(0);
    expect(engine.state).toBe("closed");
  });

  test("goes back to open with one failure while half-open, whatever the rate", () => {
    const engine = anEngine({ volumeThreshold: 1_000 });
    engine.open();
    engine.halfOpen();
    record(engine, "f");
    expect(engine.state).toBe("open");
  });

  test("takes failures that are no error", () => {
    const engine = anEngine({ volumeThreshold: 1 });
    engine.recordFailure(0, undefined);
    expect(engine.state).toBe("open");
  });

  test("goes through outage after outage with one timer at most, and none when closed or shut down", () => {
    const engine = anEngine();
    for (let outage = 0; outage < 3; outage++) {
      engine.open();
      expect(vi.getTimerCount()).toBe(1);
      engine.halfOpen();
      expect(vi.getTimerCount()).toBe(0);
      record(engine, "f");
      expect(vi.getTimerCount()).toBe(1);
      engine.halfOpen();
      engine.recordSuccess(0);
      expect(vi.getTimerCount()).toBe(0);
    }
    engine.open();
    engine.shutdown();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("starts no timer for a verdict that does not change it", () => {
    const startTimer = vi.spyOn(globalThis, "setTimeout");
    const engine = anEngine({ volumeThreshold: 100 });
    record(engine, "sf");
    expect(startTimer).not.toHaveBeenCalled();
  });

  test("never half-opens by itself, in any time a process may live through", () => {
    const engine = anEngine();
    engine.open();
    vi.advanceTimersByTime(2 ** 31 - 2);
    expect(engine.state).toBe("open");
  });

  test("can be read and told verdicts after a shutdown", () => {
    const engine = anEngine();
    record(engine, "sf");
    engine.shutdown();
    record(engine, "ffff");
    expect(engine.state).toBe("closed");
    expect(engine.counts(0)).toEqual({ successes: 1, failures: 1 });
    expect(engine.counts(60_000)).toEqual({ successes: 0, failures: 0 });
  });
});

describe("a window that goes on", () => {
  const half = [{ ageMs: 0, successes: 0, failures: 3 }];

  test.each([
    { what: "loaded", goOn: (engine: Engine) => engine.load(half, 0) },
    { what: "restored", goOn: (engine: Engine) => engine.restore(half, false, 0) },
    {
      what: "kept while options change",
      goOn: (engine: Engine) => {
        record(engine, "fff");
        engine.configure({ ...options, errorThresholdPercentage: 60 }, 0);
      },
    },
  ])("counts towards the rate: $what", ({ goOn }) => {
    const engine = anEngine();
    goOn(engine);
    expect(engine.state).toBe("closed");
    engine.recordFailure(0, new Error("ill"));
    expect(engine.state).toBe("open");
  });

  test("counts its successes towards the rate as well", () => {
    const engine = anEngine();
    engine.load([{ ageMs: 0, successes: 4, failures: 3 }], 0);
    record(engine, "sf");
    expect(engine.state).toBe("closed");
  });

  test("ages with the clock only, however often it goes on", () => {
    const engine = anEngine();
    record(engine, "s");
    for (let now = 10; now < 1_000; now += 10) engine.configure(options, now);
    expect(engine.counts(999)).toEqual({ successes: 1, failures: 0 });
    expect(engine.counts(1_000)).toEqual({ successes: 0, failures: 0 });
  });
});
