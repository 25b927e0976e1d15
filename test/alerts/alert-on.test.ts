import {
  AmplifyClient,
  GetAppCommand,
  ListAppsCommand,
  type AmplifyClientConfig,
} from "@aws-sdk/client-amplify";
import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { alertOn, type Alert, type AlertOptions } from "../../src/alerts/index.ts";
import { outageId } from "../../src/events/outage-id.ts";
import { createBreakers } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { illness } from "../proxy/a-client.ts";
import { anAlertedClient, quickToOpen, storyOf } from "./an-alerted-client.ts";
import { aReading, handMadeBreakers } from "./hand-made-breakers.ts";

describe("alertOn()", () => {
  test("tells of an outage when it begins, when it has lasted long, and when it is over", async () => {
    const { call, isIll, clock, story, sent, breakers } = anAlertedClient();
    const ids: string[] = [];
    breakers.on("open", (event) => void ids.push(outageId(event)));
    await call("ListApps");
    isIll(true);
    await call("ListApps");
    expect(story()).toEqual(["firing circuitOpen ListApps"]);
    for (let second = 0; second < 310; second++) {
      await clock.advanceAsync(1_000);
      await call("ListApps");
    }
    expect(story().slice(1)).toEqual(["update openTooLong ListApps"]);
    isIll(false);
    await clock.advanceAsync(1_000);
    await call("ListApps");
    await clock.advanceAsync(59_999);
    expect(story()).toHaveLength(2);
    await clock.advanceAsync(1);
    expect(story().slice(2)).toEqual(["resolved openTooLong ListApps"]);
    expect(new Set(sent.map(({ id }) => id))).toEqual(new Set(ids));
    expect(clock.pendingTimers).toBe(1);
    await clock.advanceAsync(60_000);
    expect(clock.pendingTimers).toBe(0);
  });

  test("says all that is known, frozen and as plain JSON, and nothing else", async () => {
    const { call, isIll, sent, clock } = anAlertedClient();
    isIll(true, () =>
      Object.assign(illness(), {
        ...{
          $fault: "server",
          code: "EX",
          $metadata: { httpStatusCode: 500, requestId: "r-7", attempts: 3 },
        },
        ...{ $response: { headers: { authorization: "AWS4 secret" } } },
      }),
    );
    const at = clock.epochMs();
    await call("ListApps");
    expect(sent).toEqual([
      {
        id: expect.stringMatching(/^ListApps-eu-west-1-/) as string,
        status: "firing",
        kind: "circuitOpen",
        severity: "warning",
        summary: "Amplify ListApps is out in eu-west-1: InternalFailureException",
        circuits: [{ name: "ListApps", region: "eu-west-1", since: at }],
        since: at,
        at,
        cause: {
          name: "InternalFailureException",
          message: "down",
          code: "EX",
          status: 500,
          requestId: "r-7",
        },
        retryAfterMs: 1_000,
        advice: expect.objectContaining({ kind: "internalFailure" }) as object,
      },
    ]);
    const text = JSON.stringify(sent[0]);
    expect(JSON.parse(text)).toEqual(sent[0]);
    for (const part of [sent[0], sent[0]?.circuits, sent[0]?.circuits[0], sent[0]?.cause, sent[0]?.advice]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  test("an outage that flaps is one alert", async () => {
    const { call, isIll, clock, story, alerts } = anAlertedClient();
    for (let round = 0; round < 20; round++) {
      isIll(true);
      await call("ListApps");
      await clock.advanceAsync(1_000);
      isIll(false);
      await call("ListApps");
      await clock.advanceAsync(30_000);
    }
    expect(story()).toEqual(["firing circuitOpen ListApps"]);
    expect(alerts.firing).toHaveLength(1);
    await clock.advanceAsync(30_000);
    expect(story().slice(1)).toEqual(["resolved circuitOpen ListApps"]);
    expect(alerts.firing).toEqual([]);
  });

  test("an outage after the last was over is another alert", async () => {
    const { call, isIll, clock, story, sent } = anAlertedClient();
    for (let round = 0; round < 2; round++) {
      isIll(true);
      await call("ListApps");
      await clock.advanceAsync(1_000);
      isIll(false);
      await call("ListApps");
      await clock.advanceAsync(60_000);
    }
    expect(story().map((line) => line.split(" ")[0])).toEqual(["firing", "resolved", "firing", "resolved"]);
    expect(sent[2]?.id).not.toBe(sent[0]?.id);
  });

  test("circuits that go out together are one alert, which grows once, and ends when the last has closed", async () => {
    const { call, isIll, clock, story, sent } = anAlertedClient();
    isIll(true);
    await call("ListApps", "GetApp");
    await clock.advanceAsync(4_000);
    await call("StartJob", "GetJob");
    expect(story()).toEqual(["firing circuitOpen ListApps"]);
    await clock.advanceAsync(1_000);
    expect(story().slice(1)).toEqual(["update serviceOut ListApps+GetApp+StartJob+GetJob"]);
    expect(sent[1]).toMatchObject({
      severity: "critical",
      summary:
        "Amplify is out in eu-west-1, 4 circuits (ListApps, GetApp, StartJob and 1 more): InternalFailureException",
    });
    isIll(false);
    await clock.advanceAsync(1_000);
    await call("ListApps", "GetApp", "StartJob");
    await clock.advanceAsync(70_000);
    expect(story()).toHaveLength(2);
    await call("GetJob");
    await clock.advanceAsync(60_000);
    expect(story().slice(2)).toEqual(["resolved serviceOut ListApps+GetApp+StartJob+GetJob"]);
    expect(sent[2]?.until).toBe(Number(sent[2]?.at) - 60_000);
    expect(sent[2]?.summary).toBe("Amplify is back in eu-west-1 after 76 s");
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
  });

  test("a circuit that opens long after the others has an alert of its own", async () => {
    const { call, isIll, clock, story, alerts, sent } = anAlertedClient();
    isIll(true);
    await call("ListApps");
    await clock.advanceAsync(900_001);
    await call("StartJob");
    expect(story()).toEqual(["firing circuitOpen ListApps", "firing circuitOpen StartJob"]);
    expect(alerts.firing.map(({ id }) => id)).toEqual(sent.map(({ id }) => id));
  });

  test("circuits that are open already are one alert at once", async () => {
    const breakers = handMadeBreakers([
      aReading({ lastFailure: { error: illness(), at: Date.UTC(2025, 11, 31, 23, 59) } }),
      aReading({ name: "GetApp" }),
      aReading({ name: "StartJob" }),
      aReading({ name: "GetJob", state: "halfOpen" }),
      aReading({ name: "ListJobs", state: "isolated" }),
    ]);
    const sent: Alert[] = [];
    const clock = new ManualClock();
    alertOn(breakers, { sinks: [(alert) => void sent.push(alert)], clock });
    await nextTurn();
    expect(storyOf(sent)).toEqual(["firing serviceOut ListApps+GetApp+StartJob"]);
    expect(sent[0]?.since).toBe(Date.UTC(2025, 11, 31, 23, 59));
    breakers.tell("probeFailed", { circuit: "GetJob", at: clock.epochMs(), retryAfterMs: 5 });
    expect(new Set((await later(clock, 5_000, sent)).map(({ id }) => id)).size).toBe(1);
  });

  test("circuits that a snapshot opens are one alert", async () => {
    const clock = new ManualClock();
    const before = createBreakers({ ...quickToOpen, clock });
    const sick = before.protect(new AmplifyClient({ region: "eu-west-1", ...failing }));
    await sick.send(new ListAppsCommand({})).catch(() => {});
    await sick.send(new GetAppCommand({ appId: "d1" })).catch(() => {});
    const after = createBreakers({ ...quickToOpen, clock });
    const sent: Alert[] = [];
    alertOn(after, { sinks: [(alert) => void sent.push(alert)], clock });
    after.restore(before.snapshot());
    await nextTurn();
    expect(storyOf(sent)).toEqual(["firing circuitOpen ListApps+GetApp"]);
    expect(sent[0]?.cause?.name).toBe("InternalFailureException");
  });

  test("a circuit that somebody isolates, or nobody heeds any more, is out no longer", async () => {
    for (const end of ["isolated", "disabled", "closed"] as const) {
      const breakers = handMadeBreakers();
      const sent: Alert[] = [];
      const clock = new ManualClock();
      alertOn(breakers, { sinks: [(alert) => void sent.push(alert)], clock, settleMs: 0 });
      breakers.tell("open", { retryAfterMs: 5 });
      breakers.tell("stateChange", { from: "closed", to: "open" });
      breakers.tell("stateChange", { from: "open", to: "halfOpen" });
      await clock.advanceAsync(10);
      expect(storyOf(sent)).toEqual(["firing circuitOpen ListApps"]);
      breakers.tell("stateChange", { from: "halfOpen", to: end, at: 6_000 });
      await clock.advanceAsync(0);
      expect(storyOf(sent).slice(1), end).toEqual(["resolved circuitOpen ListApps"]);
      expect(sent[1]?.until).toBe(6_000);
    }
  });

  test("a circuit that was forgotten is not out for ever", async () => {
    const breakers = handMadeBreakers();
    const sent: Alert[] = [];
    const clock = new ManualClock();
    alertOn(breakers, { sinks: [(alert) => void sent.push(alert)], clock });
    breakers.readings.push(aReading({ name: "GetApp", state: "halfOpen" }));
    breakers.tell("open", { circuit: "GetApp" });
    breakers.tell("open", { circuit: "ListApps" });
    await clock.advanceAsync(600_000);
    expect(storyOf(sent).at(-1)).toBe("update circuitOpen GetApp+ListApps");
    expect(sent.at(-1)?.circuits.map(({ until }) => until)).toEqual([undefined, undefined]);
    breakers.readings.length = 0;
    await clock.advanceAsync(120_000);
    expect(storyOf(sent).at(-1)).toBe("resolved circuitOpen GetApp+ListApps");
  });

  test("breakers that cannot be looked through are warned of, and end no alert", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    const breakers = handMadeBreakers();
    const sent: Alert[] = [];
    const clock = new ManualClock();
    const broken = Object.assign(breakers, {
      [Symbol.iterator]: (): never => {
        throw new Error("no look");
      },
    });
    alertOn(broken, { sinks: [(alert) => void sent.push(alert)], clock });
    breakers.tell("open", {});
    await clock.advanceAsync(600_000);
    expect(storyOf(sent)).toEqual(["firing circuitOpen ListApps"]);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  test("what only would have happened is marked, wakes nobody, and is kept apart from what did", async () => {
    const { call, isIll, breakers, sent, story, clock } = anAlertedClient(
      {},
      { ...quickToOpen, enabled: false },
    );
    isIll(true);
    await call("ListApps");
    expect(sent[0]).toMatchObject({ dryRun: true, severity: "info" });
    expect(sent[0]?.summary).toContain("(dry run: nothing is refused)");
    await clock.advanceAsync(300_000);
    expect(story()).toHaveLength(1);
    breakers.configure("*", { enabled: true });
    await call("GetApp");
    expect(sent[1]).not.toHaveProperty("dryRun");
    expect(sent[1]?.id).not.toBe(sent[0]?.id);
  });

  test("the rules can be changed and turned off", async () => {
    const off = {
      circuitOpen: false,
      openTooLong: false,
      serviceOut: { circuits: 2 },
      firstFailure: false,
    } as const;
    const { call, isIll, clock, story } = anAlertedClient({ rules: off });
    isIll(true);
    await call("ListApps");
    await clock.advanceAsync(1_000);
    await call("ListApps");
    await clock.advanceAsync(400_000);
    await call("ListApps");
    expect(story()).toEqual([]);
    await call("GetApp");
    expect(story()).toEqual(["firing serviceOut ListApps+GetApp"]);
    const none = anAlertedClient({ rules: { ...off, serviceOut: false } });
    none.isIll(true);
    await none.call("ListApps", "GetApp", "StartJob");
    none.isIll(false);
    await none.clock.advanceAsync(1_000);
    await none.call("ListApps", "GetApp", "StartJob");
    await none.clock.advanceAsync(120_000);
    expect(none.story()).toEqual([]);
  });

  test("without serviceOut each circuit has an alert of its own", async () => {
    const { call, isIll, story } = anAlertedClient({ rules: { serviceOut: false, firstFailure: false } });
    isIll(true);
    await call("ListApps", "GetApp", "StartJob");
    expect(story()).toEqual(["ListApps", "GetApp", "StartJob"].map((name) => `firing circuitOpen ${name}`));
  });

  test("a circuit that is past its reset, and that nobody calls, is not out for too long", async () => {
    const { call, isIll, clock, story } = anAlertedClient();
    isIll(true);
    await call("ListApps");
    await clock.advanceAsync(600_000);
    expect(story()).toEqual(["firing circuitOpen ListApps"]);
    await call("ListApps");
    await clock.advanceAsync(5_000);
    expect(story().slice(1)).toEqual(["update openTooLong ListApps"]);
  });

  test("delivers in nobody's context", async () => {
    const caller = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const { client, isIll, call } = anAlertedClient({ sinks: [() => void seen.push(caller.getStore())] });
    isIll(true);
    expect(client.breakers.circuit("ListApps").state).toBe("closed");
    await caller.run("alice", () => call("ListApps"));
    expect(seen).toEqual([undefined]);
  });
});

describe("stop()", () => {
  test("leaves no timer, tells what was over or had grown, and hears no more", async () => {
    const { call, isIll, alerts, clock, story } = anAlertedClient();
    isIll(true);
    await call("ListApps", "GetApp");
    await clock.advanceAsync(1_000);
    await alerts.stop();
    expect(story()).toEqual(["firing circuitOpen ListApps", "update circuitOpen ListApps+GetApp"]);
    await call("StartJob");
    expect(story()).toHaveLength(2);
    expect(alerts.firing).toEqual([]);
    expect(alerts.stop()).toBe(alerts.stop());
  });

  test("tells at once that an outage is over that only had to settle", async () => {
    const { call, isIll, alerts, clock, story } = anAlertedClient();
    isIll(true);
    await call("ListApps");
    await clock.advanceAsync(1_000);
    isIll(false);
    await call("ListApps");
    await alerts.stop();
    expect(story()).toEqual(["firing circuitOpen ListApps", "resolved circuitOpen ListApps"]);
    expect(clock.pendingTimers).toBe(0);
  });

  test("gives up after five seconds what a sink does not take", async () => {
    const errors: unknown[] = [];
    const signals: AbortSignal[] = [];
    const { call, isIll, alerts, clock } = anAlertedClient({
      rules: { serviceOut: false },
      onError: ({ error }) => void errors.push(error),
      sinks: [
        (_alert, { signal }) => {
          signals.push(signal);
          return new Promise(() => {});
        },
      ],
    });
    isIll(true);
    await call("ListApps", "GetApp");
    const state = { isStopped: false };
    const stopped = alerts.stop().then(() => {
      state.isStopped = true;
    });
    await clock.advanceAsync(4_999);
    expect(state.isStopped).toBe(false);
    await clock.advanceAsync(1);
    await stopped;
    expect(errors).toEqual([new Error("alerting has ended"), new Error("alerting has ended")]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(alerts.dropped).toBe(2);
  });

  test("who stops within an event starts nothing anew", async () => {
    const breakers = handMadeBreakers();
    const sent: Alert[] = [];
    const clock = new ManualClock();
    const options: AlertOptions = { sinks: [(alert) => void sent.push(alert)], clock };
    let stop = (): void => {};
    const end = (): void => stop();
    breakers.on("open", end);
    breakers.on("failure", end);
    breakers.on("stateChange", end);
    const alerts = alertOn(breakers, options);
    stop = () => void alerts.stop();
    breakers.tell("failure", { error: illness() });
    breakers.tell("open", {});
    breakers.readings.push(aReading());
    breakers.tell("stateChange", { from: "closed", to: "open" });
    await nextTurn();
    expect(sent).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});

/** What was sent when that time has passed. */
async function later(clock: ManualClock, ms: number, sent: readonly Alert[]): Promise<readonly Alert[]> {
  await clock.advanceAsync(ms);
  return sent;
}

/** A service that fails, and takes no time. */
const failing: AmplifyClientConfig = {
  ...{ credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a secret" }, maxAttempts: 1 },
  requestHandler: {
    handle: async () => {
      throw illness();
    },
  },
};
