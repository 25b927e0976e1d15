import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { alertOn, type Alert, type AlertSink, type SinkFailure } from "../../src/alerts/index.ts";
import { Outbox } from "../../src/alerts/outbox.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { anAlert } from "./an-alert.ts";
import { anAlertedClient } from "./an-alerted-client.ts";
import { handMadeBreakers } from "./hand-made-breakers.ts";

/** An outbox whose sink fails while it is told to. */
function anOutbox(sink?: AlertSink) {
  const clock = new ManualClock();
  const state = { isDead: false, error: new Error("dead") as unknown };
  const delivered: string[] = [];
  const errors: [string, unknown][] = [];
  const take: AlertSink = ({ id, status }) => {
    if (state.isDead) throw state.error;
    delivered.push(`${id} ${status}`);
  };
  const outbox = new Outbox({
    ...{ sink: sink ?? take, timeoutMs: 60_000, clock },
    onError: ({ id, status }, error) => void errors.push([`${id} ${status}`, error]),
  });
  const push = (id: string, ...statuses: Alert["status"][]): void => {
    for (const status of statuses) outbox.push(anAlert({ id, status }));
  };
  return { outbox, clock, state, delivered, errors, push };
}

/** A promise that a test settles. */
function aGate() {
  let open!: () => void;
  let fail!: (error: Error) => void;
  const gate = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { gate, open, fail };
}

describe("an outbox", () => {
  test("delivers in order, one at a time", async () => {
    const gates = [aGate(), aGate()];
    const begun: string[] = [];
    const { push } = anOutbox(async ({ id }) => {
      begun.push(id);
      await gates[begun.length - 1]?.gate;
    });
    push("a", "firing");
    push("b", "firing");
    await nextTurn();
    expect(begun).toEqual(["a"]);
    gates[0]?.open();
    await nextTurn();
    expect(begun).toEqual(["a", "b"]);
    gates[1]?.open();
  });

  test("calls no sink within the call in which a circuit opened", () => {
    const sink = vi.fn<AlertSink>();
    anOutbox(sink).push("a", "firing");
    expect(sink).not.toHaveBeenCalled();
  });

  test("gives a sink that fails a pause, which grows to a minute, and forgets it when it takes something", async () => {
    const { push, clock, state, delivered, errors } = anOutbox();
    state.isDead = true;
    push("a", "firing");
    await nextTurn();
    for (const [index, pauseMs] of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000].entries()) {
      await clock.advanceAsync(pauseMs - 1);
      expect(errors).toHaveLength(index + 1);
      await clock.advanceAsync(1);
      expect(errors).toHaveLength(index + 2);
    }
    state.isDead = false;
    await clock.advanceAsync(60_000);
    expect(delivered).toEqual(["a firing"]);
    state.isDead = true;
    push("a", "resolved");
    await clock.advanceAsync(0);
    state.isDead = false;
    await clock.advanceAsync(5_000);
    expect(delivered).toEqual(["a firing", "a resolved"]);
    expect(clock.pendingTimers).toBe(0);
  });

  test("keeps no process running, whatever its sink does", async () => {
    const { push, clock } = anOutbox(() => new Promise(() => {}));
    push("a", "firing");
    await nextTurn();
    expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([1, 0]);
    await clock.advanceAsync(60_000);
    expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([1, 0]);
  });

  test("waits for as long as the sink asks for, a quarter of an hour at most", async () => {
    for (const [asked, waited] of [
      [120_000, 120_000],
      [86_400_000, 900_000],
    ] as const) {
      const { push, clock, state, delivered } = anOutbox();
      Object.assign(state, {
        isDead: true,
        error: Object.assign(new Error("slow"), { retryAfterMs: asked }),
      });
      push("a", "firing");
      await nextTurn();
      state.isDead = false;
      await clock.advanceAsync(waited - 1);
      expect(delivered).toEqual([]);
      await clock.advanceAsync(1);
      expect(delivered).toEqual(["a firing"]);
    }
  });

  test("gives a sink that does not settle its time, tells it so, and goes on", async () => {
    const signals: AbortSignal[] = [];
    const { push, clock, errors } = anOutbox((_alert, { signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    });
    push("a", "firing");
    await clock.advanceAsync(59_999);
    expect(signals[0]?.aborted).toBe(false);
    await clock.advanceAsync(1);
    expect(signals[0]?.aborted).toBe(true);
    expect(errors).toEqual([["a firing", new Error("the sink did not settle within 60000 ms")]]);
    await clock.advanceAsync(5_000);
    expect(signals).toHaveLength(2);
  });

  test("delivers the newest state of an outage, and that as the beginning where it is the first", async () => {
    const { push, clock, state, delivered } = anOutbox();
    state.isDead = true;
    push("a", "firing");
    push("b", "firing");
    await nextTurn();
    push("a", "update");
    push("b", "update", "resolved");
    state.isDead = false;
    await clock.advanceAsync(5_000);
    expect(delivered).toEqual(["b resolved", "a firing"]);
    push("a", "update");
    await nextTurn();
    push("a", "resolved");
    await nextTurn();
    expect(delivered.slice(2)).toEqual(["a update", "a resolved"]);
  });

  test("delivers what changed while the sink was at it", async () => {
    const gate = aGate();
    const seen: string[] = [];
    const { push, errors } = anOutbox(async ({ status }) => {
      seen.push(status);
      if (seen.length === 1) await gate.gate;
    });
    push("a", "firing");
    await nextTurn();
    push("a", "update", "resolved");
    gate.open();
    await nextTurn();
    expect(seen).toEqual(["firing", "resolved"]);
    expect(errors).toEqual([]);
  });

  test("does not deliver an older state again that failed while a newer came", async () => {
    const gate = aGate();
    const seen: string[] = [];
    const { push, clock } = anOutbox(async ({ status }) => {
      seen.push(status);
      if (seen.length === 1) await gate.gate;
    });
    push("a", "firing");
    await nextTurn();
    push("a", "resolved");
    gate.fail(new Error("reset"));
    await clock.advanceAsync(5_000);
    expect(seen).toEqual(["firing", "resolved"]);
  });

  test("an alert that a sink cannot take keeps back no other", async () => {
    const delivered: string[] = [];
    const { push, clock } = anOutbox(({ id }) => {
      if (id === "poison") throw new Error("cannot");
      delivered.push(id);
    });
    push("poison", "firing");
    push("b", "firing");
    push("c", "firing");
    await clock.advanceAsync(5_000);
    expect(delivered).toEqual(["b", "c"]);
  });

  test("does not repeat what a sink refused for good", async () => {
    const { outbox, push, clock, state, errors } = anOutbox();
    Object.assign(state, { isDead: true, error: Object.assign(new Error("no"), { isFinal: true }) });
    push("a", "firing");
    await clock.advanceAsync(600_000);
    expect(errors).toHaveLength(1);
    expect(outbox.dropped).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });

  test("drops what is missed least when it is full, and never the end of what it has begun", async () => {
    const { outbox, push, clock, state, delivered, errors } = anOutbox();
    for (let id = 0; id < 100; id++) push(`begun-${id}`, "firing");
    await nextTurn();
    state.isDead = true;
    push("begun-0", "update");
    await nextTurn();
    for (let id = 1; id < 100; id++) push(`begun-${id}`, "resolved");
    push("over", "firing", "resolved");
    push("note", "notice");
    for (let id = 0; id < 98; id++) push(`new-${id}`, "firing");
    errors.length = 0;
    expect(outbox.dropped).toBe(0);
    for (let id = 98; id < 102; id++) push(`new-${id}`, "firing");
    expect(errors.map(([what]) => what)).toEqual([
      "note notice",
      "over resolved",
      "begun-0 update",
      "new-0 firing",
    ]);
    expect(outbox.dropped).toBe(4);
    state.isDead = false;
    delivered.length = 0;
    await clock.advanceAsync(5_000);
    expect(delivered.filter((line) => line.endsWith("resolved"))).toHaveLength(99);
    expect(delivered).toHaveLength(200);
  });

  test("is bounded also where all it has is the ends of what it has begun", async () => {
    const { outbox, push, state } = anOutbox();
    for (let id = 0; id < 1_100; id++) {
      push(`begun-${id}`, "firing");
      if (id % 100 === 99) await nextTurn();
    }
    state.isDead = true;
    for (let id = 0; id < 1_100; id++) push(`begun-${id}`, "resolved");
    expect(outbox.dropped).toBe(100);
  });
});

describe("a sink", () => {
  test("that is dead harms no other, and is told of once where nobody listens", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    const sent: Alert[] = [];
    const dead = (): never => {
      throw new Error("disk full");
    };
    const rejecting = async (): Promise<void> => dead();
    const { call, isIll, clock, client } = anAlertedClient({
      sinks: [dead, rejecting, () => new Promise(() => {}), (alert) => void sent.push(alert)],
    });
    isIll(true);
    await call("ListApps");
    await clock.advanceAsync(200_000);
    expect(sent).toHaveLength(1);
    expect(client.breakers.circuit("ListApps").state).toBe("halfOpen");
    expect(warn.mock.calls.map(([message]) => String(message).split(";")[0])).toEqual([
      "The alert sink dead failed: disk full",
      "The alert sink rejecting failed: disk full",
      "The alert sink sinks[2] failed: the sink did not settle within 60000 ms",
    ]);
  });

  test("that fails is told to onError, with its name and the alert", async () => {
    const failures: SinkFailure[] = [];
    const error = new Error("disk full");
    const { call, isIll } = anAlertedClient({
      onError: (failure) => void failures.push(failure),
      sinks: [
        function pager() {
          throw error;
        },
      ],
    });
    isIll(true);
    await call("ListApps");
    expect(failures).toMatchObject([{ sink: "pager", alert: { status: "firing" }, error }]);
  });

  test.each([
    ["throws", () => JSON.parse("{") as unknown],
    ["rejects", async () => JSON.parse("{") as unknown],
  ])("whose onError %s harms nobody, and is warned of once", async (_what, onError) => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    const breakers = handMadeBreakers();
    const clock = new ManualClock();
    const sink = (): never => {
      throw new Error("disk full");
    };
    alertOn(breakers, { sinks: [sink], onError, clock });
    breakers.tell("open", {});
    await clock.advanceAsync(60_000);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(String(warn.mock.calls[0]?.[0])).toContain("Option onError of alertOn()");
  });
});
