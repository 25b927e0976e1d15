import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { noteLine } from "../../../src/cli/demo/note-line.ts";
import { OnCall } from "../../../src/cli/demo/on-call.ts";
import { reproduce } from "../../../src/cli/demo/reproduce.ts";
import { Stopwatch } from "../../../src/cli/demo/stopwatch.ts";
import { plainPaint } from "../../../src/cli/paint.ts";
import { aWatchedClient } from "../../dashboard/a-dashboard.ts";
import { illness } from "../../proxy/a-client.ts";
import { eventually } from "../../scenarios/support/eventually.ts";

const never = new AbortController().signal;

/** A folder with a stand-in for the AWS CLI, or with none. */
function pathWith(script?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "amplify-breaker-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  if (script === undefined) return folder;
  writeFileSync(join(folder, "aws"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "aws"), 0o755);
  return `${folder}:${process.env["PATH"] ?? ""}`;
}

describe("to reproduce a failure", () => {
  test.each([
    ["same", "echo 'An error occurred (InternalFailureException)' >&2; exit 254"],
    ["other", "echo '{}'"],
    ["other", "echo 'Unable to locate credentials' >&2; exit 253"],
    [
      "same",
      'echo "InternalFailureException $AWS_ACCESS_KEY_ID" >&2; [ "$AWS_ACCESS_KEY_ID" = any ] || exit 1',
    ],
  ])("is %s where the CLI does %j", async (came, script) => {
    const env = { PATH: pathWith(script), AWS_ACCESS_KEY_ID: "of the user" };
    expect(await reproduce("aws amplify list-apps", "InternalFailureException", { env, signal: never })).toBe(
      came,
    );
  });

  test("takes an AWS CLI", async () => {
    const env = { PATH: pathWith() };
    expect(await reproduce("aws amplify list-apps", "InternalFailureException", { env, signal: never })).toBe(
      "noCli",
    );
  });

  test("ends where the demo is stopped", async () => {
    const stop = new AbortController();
    const env = { PATH: pathWith("exec sleep 60") };
    const came = reproduce("aws amplify list-apps", "InternalFailureException", { env, signal: stop.signal });
    stop.abort();
    expect(await came).toBe("other");
  });
});

test("whoever is on call is alerted, and has the incident as Markdown and as JSON", async () => {
  const handMade = aWatchedClient();
  const told: string[] = [];
  const onCall = new OnCall(handMade.breakers, new Stopwatch(handMade.clock), { env: {}, signal: never });
  onCall.onNote = ({ text }) => told.push(text);
  expect(await onCall.writeIncident()).toBeUndefined();
  handMade.failWith(illness);
  await handMade.call(2);
  await eventually("the alert", () => told.length > 0);
  expect(told[0]).toMatch(/^alert, firing: Amplify ListApps is out/);
  const folder = await onCall.writeIncident();
  if (folder === undefined) throw new Error("nothing was written");
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(readdirSync(folder).toSorted()).toEqual(["incident.json", "incident.md"]);
  expect(readFileSync(join(folder, "incident.md"), "utf8")).toContain("# AWS Amplify ListApps");
  const report: unknown = JSON.parse(readFileSync(join(folder, "incident.json"), "utf8"));
  expect(report).toMatchObject({ version: 1, status: "ongoing" });
  handMade.clock.advance(1_000);
  await onCall.stop();
});

test("a note fits into a line of 78 columns", () => {
  expect(noteLine({ atMs: 3_940, text: "short" }, plainPaint)).toBe("  3.9 s  short");
  const line = noteLine({ atMs: 3_940, text: "long ".repeat(40) }, plainPaint);
  expect(line).toHaveLength(78);
  expect(line.endsWith("…")).toBe(true);
});
