import { expect, test } from "vitest";
import { startCommand } from "./support/command-process.ts";
import { startSimulator } from "./support/simulated-amplify.ts";

/** As `amplify-breaker demo --json` prints it, as far as it is looked at here. */
interface PrintedResult {
  readonly version: number;
  readonly requestRatio: number;
  readonly latestArrivalMs: number;
  readonly allClosedAfterMs: number | null;
  readonly raw: { readonly callsMade: number; readonly callsSettled: number };
  readonly withBreakers: {
    readonly callsMade: number;
    readonly callsSettled: number;
    readonly inOutage: { readonly fallback: number; readonly refused: number };
  };
}

test("in real time: the demo spares the sick service eleven of twelve requests, and every call settles", async () => {
  const run = startCommand(["demo", "--json", "--seed", "1"]);
  expect(await run.ended).toBe(0);
  expect(run.printed.stderr).toBe("");
  const result = JSON.parse(run.printed.stdout) as PrintedResult;
  expect(result.version).toBe(1);
  expect(result.requestRatio, `calls began up to ${result.latestArrivalMs} ms late`).toBeLessThanOrEqual(
    1 / 12,
  );
  for (const { callsMade, callsSettled } of [result.raw, result.withBreakers]) {
    expect(callsSettled).toBe(callsMade);
  }
  expect(result.withBreakers.callsMade).toBe(result.raw.callsMade);
  expect(result.withBreakers.inOutage.fallback).toBeGreaterThan(0);
  expect(result.withBreakers.inOutage.refused).toBeGreaterThan(0);
  expect(result.allClosedAfterMs).not.toBeNull();
}, 60_000);

test("Ctrl-C stops the demo within a second, with 130", async () => {
  const run = startCommand(["demo"]);
  await run.shows(/healthy for/);
  const stoppedAt = performance.now();
  run.child.kill("SIGINT");
  expect(await run.ended).toBe(130);
  expect(performance.now() - stoppedAt).toBeLessThan(1_000);
  expect(run.printed.stdout).toMatch(/\nstopped\n$/);
  expect(run.printed.stderr).toBe("");
});

test("a reader that has seen enough ends the demo quietly", async () => {
  const run = startCommand(["demo"]);
  await run.shows(/healthy for/);
  run.child.stdout?.destroy();
  expect(await run.ended).toBe(0);
  expect(run.printed.stderr).toBe("");
}, 20_000);

test("a command that is not there ends with 2 and the nearest name", async () => {
  const run = startCommand(["dmeo"]);
  expect(await run.ended).toBe(2);
  expect(run.printed.stderr).toContain('did you mean "demo"?');
});

test("watch without credentials and region says what is missing and how to give it, and ends with 2", async () => {
  const run = startCommand(["watch"], { AWS_EC2_METADATA_DISABLED: "true" });
  expect(await run.ended).toBe(2);
  expect(run.printed.stdout).toBe("");
  for (const hint of [
    "no AWS region",
    "--region",
    "AWS_REGION",
    "no AWS credentials",
    "--profile",
    "AWS_ACCESS_KEY_ID",
  ]) {
    expect(run.printed.stderr).toContain(hint);
  }
});

test("watch sees an outage come and go, with reads only, and Ctrl-C ends it with 0", async () => {
  const simulator = await startSimulator({ seedApps: [{ branches: ["main"] }, { branches: ["main"] }] });
  const run = startCommand(["watch", "--endpoint", simulator.endpoint, "--interval", "0.1"]);
  await run.shows(/round 2: .*all circuits closed/);
  const outage = simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
  await run.shows(/ open +List\w+ +out after 5 failures in a row: InternalFailureException/);
  outage.remove();
  await run.shows(/ close +List\w+ +Amplify answers again/);
  run.child.kill("SIGINT");
  expect(await run.ended).toBe(0);
  expect(run.printed.stderr).toBe("");
  const operations = new Set([...simulator.requests].map(({ operation }) => operation));
  expect([...operations].toSorted()).toEqual(["ListApps", "ListBranches", "ListJobs"]);
}, 20_000);
