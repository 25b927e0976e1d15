import { describe, expect, test } from "vitest";
import { alertOn, type Alert } from "../../src/alerts/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { illness } from "../proxy/a-client.ts";
import { storyOf } from "./an-alerted-client.ts";
import { aReading, handMadeBreakers } from "./hand-made-breakers.ts";

function alerted() {
  const breakers = handMadeBreakers();
  const clock = new ManualClock();
  const sent: Alert[] = [];
  const alerts = alertOn(breakers, { sinks: [(alert) => void sent.push(alert)], clock });
  return { breakers, clock, sent, alerts };
}

describe("outages", () => {
  test("of different regions, endpoints and scopes are different alerts", async () => {
    const { breakers, sent, clock } = alerted();
    breakers.tell("open", {});
    breakers.tell("open", { region: "us-east-1" });
    breakers.tell("open", { endpoint: "127.0.0.1:8080" });
    breakers.tell("open", { scope: "tenant-1" });
    await clock.advanceAsync(10_000);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(4);
    expect(sent).toHaveLength(4);
    expect(sent[2]?.summary).toBe("Amplify ListApps is out in eu-west-1 at 127.0.0.1:8080");
    expect(sent[3]?.circuits[0]?.scope).toBe("tenant-1");
  });

  test("show a scope in the field of its own and nowhere else", async () => {
    const { breakers, sent, clock } = alerted();
    breakers.tell("open", { scope: "tenant-1", cause: illness() });
    await clock.advanceAsync(10_000);
    const { circuits, ...rest } = sent[0] ?? {};
    expect(circuits).toMatchObject([{ scope: "tenant-1" }]);
    expect(JSON.stringify(rest)).not.toContain("tenant-1");
  });

  test("beyond a hundred are one alert together", async () => {
    const { breakers, sent, clock, alerts } = alerted();
    for (let tenant = 0; tenant < 160; tenant++) breakers.tell("open", { scope: `tenant-${tenant}` });
    await clock.advanceAsync(10_000);
    expect(alerts.firing).toHaveLength(101);
    expect(sent.map(({ kind }) => kind).filter((kind) => kind === "serviceOut")).toHaveLength(1);
    const shared = alerts.firing.at(-1);
    expect(shared?.circuits).toHaveLength(50);
    expect(shared?.moreCircuits).toBe(10);
    for (let tenant = 0; tenant < 160; tenant++) {
      breakers.tell("stateChange", { scope: `tenant-${tenant}`, from: "halfOpen", to: "closed" });
    }
    await clock.advanceAsync(120_000);
    expect(alerts.firing).toEqual([]);
    expect(sent.filter(({ status }) => status === "resolved")).toHaveLength(101);
    expect(clock.pendingTimers).toBe(0);
  });

  test("of circuits without number keep a thousand of them, the open ones first", async () => {
    const { breakers, sent, clock, alerts } = alerted();
    for (let name = 0; name < 1_500; name++) {
      breakers.tell("open", { circuit: `app-${name}` });
      if (name % 2 === 0)
        breakers.tell("stateChange", { circuit: `app-${name}`, from: "halfOpen", to: "closed" });
    }
    await clock.advanceAsync(10_000);
    expect(alerts.firing[0]?.moreCircuits).toBe(950);
    expect(sent).toHaveLength(2);
    for (let name = 1; name < 1_500; name += 2) {
      breakers.tell("stateChange", { circuit: `app-${name}`, from: "halfOpen", to: "closed" });
    }
    await clock.advanceAsync(120_000);
    expect(sent.map(({ status }) => status)).toEqual(["firing", "update", "resolved"]);
  });

  test("go on with the same alert where a circuit turns up again that had long closed", async () => {
    const { breakers, sent, clock } = alerted();
    breakers.readings.push(aReading(), aReading({ name: "GetApp" }));
    breakers.tell("open", {});
    breakers.tell("open", { circuit: "GetApp" });
    await clock.advanceAsync(50_000);
    breakers.tell("stateChange", { circuit: "GetApp", from: "halfOpen", to: "closed", at: 2_000 });
    expect(storyOf(sent)).toEqual(["firing circuitOpen ListApps", "update circuitOpen ListApps+GetApp"]);
    await clock.advanceAsync(70_000);
    breakers.tell("open", { circuit: "GetApp", at: 90_000 });
    await clock.advanceAsync(10_000);
    expect(sent).toHaveLength(2);
  });

  test("of the service take in what opens later, however late, and say no more of it", async () => {
    const { breakers, sent, clock, alerts } = alerted();
    for (const name of ["ListApps", "GetApp", "StartJob", "GetJob"]) {
      breakers.readings.push(aReading({ name }));
      if (name !== "GetJob") breakers.tell("open", { circuit: name });
    }
    await clock.advanceAsync(1_000_000);
    breakers.tell("open", { circuit: "GetJob" });
    await clock.advanceAsync(10_000);
    expect(storyOf(sent)).toEqual([
      "firing circuitOpen ListApps",
      "update serviceOut ListApps+GetApp+StartJob",
    ]);
    expect(alerts.firing.map(({ circuits }) => circuits.length)).toEqual([4]);
  });

  test("of a dry run are over when the circuit is heeded again and really opens", async () => {
    const { breakers, sent, clock } = alerted();
    breakers.readings.push(aReading());
    breakers.tell("open", { dryRun: true });
    breakers.tell("open", { at: 2_000 });
    await clock.advanceAsync(600_000);
    expect(sent.map(({ status, dryRun }) => [status, dryRun])).toEqual([
      ["firing", true],
      ["firing", undefined],
      ["resolved", true],
    ]);
  });

  test("know the last failure that was heard of", () => {
    const { breakers, alerts } = alerted();
    breakers.tell("open", { cause: illness() });
    breakers.tell("probeFailed", { cause: new Error("still down"), retryAfterMs: 9 });
    expect(alerts.firing).toMatchObject([{ cause: { message: "still down" }, retryAfterMs: 9 }]);
  });

  test("tell what they have grown by when they open again, where all was closed meanwhile", async () => {
    const { breakers, sent, clock } = alerted();
    breakers.tell("open", {});
    breakers.tell("open", { circuit: "GetApp" });
    for (const circuit of ["ListApps", "GetApp"]) {
      breakers.tell("stateChange", { circuit, from: "halfOpen", to: "closed" });
    }
    await clock.advanceAsync(10_000);
    expect(storyOf(sent)).toEqual(["firing circuitOpen ListApps"]);
    breakers.tell("open", { circuit: "ListApps" });
    await clock.advanceAsync(5_000);
    expect(storyOf(sent).slice(1)).toEqual(["update circuitOpen ListApps+GetApp"]);
  });

  test("have short names and messages on one line, whatever they are made of", async () => {
    const { breakers, sent, clock } = alerted();
    const error = Object.assign(new Error(`x\n${"m".repeat(100_000)}`), {
      name: "A".repeat(100_000),
      code: "E\u202E",
    });
    breakers.tell("open", { circuit: `a\n\u001B[31m${"b".repeat(1_000)}`, cause: error });
    await clock.advanceAsync(0);
    const { summary = "", cause } = sent[0] ?? {};
    expect(summary).not.toMatch(/\p{Cc}/u);
    expect(summary.length).toBeLessThan(350);
    expect(cause?.message).toMatch(/^x m+…$/u);
    expect(cause?.code).toBe("E ");
    expect(JSON.stringify(sent[0]).length).toBeLessThan(3_000);
  });

  test("that are endless for a probe say nothing of when the next one is", async () => {
    const { breakers, sent, clock } = alerted();
    breakers.tell("open", { retryAfterMs: Infinity });
    await clock.advanceAsync(0);
    expect(sent[0]).not.toHaveProperty("retryAfterMs");
  });

  test("are known by a probe that fails, where the opening was not heard", async () => {
    const { breakers, sent, clock } = alerted();
    breakers.tell("probeFailed", { cause: illness(), retryAfterMs: 7.2 });
    await clock.advanceAsync(0);
    expect(sent[0]).toMatchObject({ status: "firing", retryAfterMs: 8, cause: { message: "down" } });
  });
});
