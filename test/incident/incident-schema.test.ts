import { readFileSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import type { HealthReport } from "../../src/index.ts";
import { RecordedBreakers, illness } from "./a-recorder.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../monitoring/incident.schema.json", import.meta.url), "utf8"),
) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

/** What is wrong with a report, by the schema that is published. */
function faultsOf(report: unknown): unknown {
  const text = JSON.stringify(report);
  const json: unknown = JSON.parse(text);
  return validate(json) ? [] : validate.errors;
}

/** With everything in it that a report can hold. */
async function fullReport(): Promise<object> {
  const event = {
    service: "amplify",
    region: "eu-west-1",
    status: "1",
    summary: "Errors",
    since: 1,
    arn: "arn:aws",
  };
  const health: HealthReport = {
    ...{ checkedAt: 1, source: "https://h", status: "reported", problem: "none" },
    events: [{ ...event, isAmplify: true }],
  };
  const breakers = new RecordedBreakers({ health: { look: () => Promise.resolve(health) } });
  const place = { endpoint: "127.0.0.1:1", scope: "tenant-1" };
  breakers.use("ListApps", { ...place, state: "open", retryAfterMs: 12 });
  breakers.use("GetApp", place, { successes: 3 });
  const request = { input: { appId: "d1" }, accountId: "123456789012", sdkVersion: "3.1.0" };
  breakers.fail({ ...place, ...request }, Object.assign(illness, { code: "E1" }));
  breakers.open({ ...place, dryRun: true });
  await nextTurn();
  breakers.emit("isolate", { ...place, reason: "freeze" });
  breakers.close(place);
  return breakers.incident.toJSON();
}

test("a report with everything in it is as the published schema says", async () => {
  const report = await fullReport();
  expect(faultsOf(report)).toEqual([]);
  const { properties } = schema as { properties: object };
  expect(Object.keys(report).toSorted()).toEqual(Object.keys(properties).toSorted());
});

test("a report with next to nothing in it is, too", () => {
  const breakers = new RecordedBreakers({ settingsOf: () => null });
  breakers.emit("timeout", { verdict: "failure", durationMs: 1, callId: 1, attempts: undefined });
  expect(faultsOf(breakers.incident)).toEqual([]);
  breakers.open({ region: undefined as never, trigger: "manual" });
  expect(faultsOf(breakers.incidents[0])).toEqual([]);
});

test("the schema refuses what no report is", async () => {
  const report = await fullReport();
  for (const wrong of [{ ...report, version: 2 }, { ...report, more: 1 }, { ...report, since: "now" }, {}]) {
    expect(faultsOf(wrong)).not.toEqual([]);
  }
});
