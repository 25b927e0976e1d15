import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { alertOn, type Alert } from "../../src/alerts/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { illness } from "../proxy/a-client.ts";
import { anAlertedClient, storyOf } from "./an-alerted-client.ts";
import { handMadeBreakers } from "./hand-made-breakers.ts";

/** It takes three failures to open. */
const patient = { consecutiveFailures: 3, failureSpanMs: 0 };

describe("the first InternalFailureException", () => {
  test("is told of where no circuit opens, once, until there was none for the quiet time", async () => {
    const { call, isIll, clock, story, sent } = anAlertedClient({ rules: {} }, patient);
    isIll(true);
    const at = clock.epochMs();
    await call("ListApps");
    await clock.advanceAsync(4_999);
    expect(story()).toEqual([]);
    await clock.advanceAsync(1);
    expect(story()).toEqual(["notice firstFailure ListApps"]);
    expect(sent[0]).toMatchObject({
      ...{ since: at, at: at + 5_000, severity: "info" },
      summary: "Amplify ListApps failed in eu-west-1: InternalFailureException; its circuit is still closed",
    });
    await clock.advanceAsync(3_590_000);
    await call("GetApp");
    await clock.advanceAsync(3_599_999);
    isIll(false);
    await call("ListApps");
    expect(story()).toHaveLength(1);
    isIll(true);
    await clock.advanceAsync(1);
    await call("ListApps");
    await clock.advanceAsync(5_000);
    expect(story()).toHaveLength(2);
  });

  test("is not told of where its circuit opens meanwhile", async () => {
    const { call, isIll, clock, story } = anAlertedClient({ rules: {} }, patient);
    isIll(true);
    await call("ListApps", "ListApps", "ListApps");
    await clock.advanceAsync(20_000);
    expect(story()).toEqual(["firing circuitOpen ListApps"]);
  });

  test("is none of a circuit that is out", async () => {
    const { sent, clock, breakers } = fakeAlerts();
    breakers.tell("open", {});
    breakers.tell("failure", { error: illness() });
    await clock.advanceAsync(10_000);
    expect(storyOf(sent)).toEqual(["firing circuitOpen ListApps"]);
    breakers.tell("failure", { circuit: "GetApp", error: illness() });
    await clock.advanceAsync(10_000);
    expect(storyOf(sent)[1]).toBe("notice firstFailure GetApp");
  });

  test("is no other failure", async () => {
    const { sent, clock, breakers } = fakeAlerts();
    breakers.tell("failure", {
      error: Object.assign(illness(), { name: "DependentServiceFailureException" }),
    });
    breakers.tell("failure", {});
    await clock.advanceAsync(10_000);
    expect(sent).toEqual([]);
  });

  test("is told of for each region and scope, and for a dry run as such", async () => {
    const { sent, clock, breakers } = fakeAlerts();
    breakers.tell("failure", { error: illness() });
    breakers.tell("failure", { error: illness(), region: "us-east-1" });
    breakers.tell("failure", { error: illness(), scope: "tenant-1" });
    breakers.tell("failure", { error: illness(), dryRun: true });
    await clock.advanceAsync(5_000);
    expect(sent.map(({ circuits, dryRun }) => ({ ...circuits[0], dryRun }))).toMatchObject([
      { region: "eu-west-1", dryRun: undefined },
      { region: "us-east-1", dryRun: undefined },
      { region: "eu-west-1", scope: "tenant-1", dryRun: undefined },
      { region: "eu-west-1", dryRun: true },
    ]);
  });

  test("is told of when alerting ends in the time for which it is held back", async () => {
    const { sent, breakers, alerts, clock } = fakeAlerts();
    breakers.tell("failure", { error: illness() });
    await alerts.stop();
    expect(storyOf(sent)).toEqual(["notice firstFailure ListApps"]);
    expect(clock.pendingTimers).toBe(0);
  });

  test("is remembered of a thousand places, and of the others told at once", async () => {
    const { sent, clock, breakers } = fakeAlerts();
    for (let place = 0; place <= 1_000; place++) {
      breakers.tell("failure", { error: illness(), scope: `tenant-${place}` });
    }
    await nextTurn();
    expect(sent.map(({ circuits }) => circuits[0]?.scope)).toEqual(["tenant-0"]);
    expect(clock.pendingTimers).toBe(1_000);
  });
});

function fakeAlerts() {
  const breakers = handMadeBreakers();
  const clock = new ManualClock();
  const sent: Alert[] = [];
  const alerts = alertOn(breakers, { sinks: [(alert) => void sent.push(alert)], clock });
  return { breakers, clock, sent, alerts };
}
