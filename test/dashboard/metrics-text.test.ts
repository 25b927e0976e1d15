import { GetAppCommand } from "@aws-sdk/client-amplify";
import { expect, onTestFinished, test } from "vitest";
import { createDashboardHandler } from "../../src/dashboard/index.ts";
import { illness } from "../proxy/a-client.ts";
import { aDashboard, ask, aWatchedClient } from "./a-dashboard.ts";

/** The lines that are not about other lines, each with its value. */
const linesOf = (text: string) =>
  new Map(
    text
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
  );

test("/metrics tells of states, calls, refusals and durations, each by circuit", async () => {
  const watched = aWatchedClient();
  const { url } = await aDashboard(watched);
  watched.send.mockImplementation(async () => {
    watched.clock.advance(200);
    return { apps: [] };
  });
  await watched.call(3);
  watched.failWith(illness);
  await watched.call(4);
  const { headers, body } = await ask(`${url}metrics`);
  expect(headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = linesOf(body);
  const value = (name: string, more = "") =>
    lines.get(`amplify_breaker_${name}{circuit="ListApps",region="eu-west-1"${more}}`);
  expect(value("circuit_state", ',state="open"')).toBe(1);
  expect(value("circuit_state", ',state="closed"')).toBe(0);
  expect(value("calls_total", ',outcome="success"')).toBe(3);
  expect(value("calls_total", ',outcome="failure"')).toBe(2);
  expect(value("calls_total", ',outcome="reject"')).toBe(2);
  expect(value("rejections_total", ',reason="open"')).toBe(2);
  expect(value("outages_total")).toBe(1);
  expect(value("call_duration_seconds_bucket", ',le="0.1"')).toBe(2);
  expect(value("call_duration_seconds_bucket", ',le="0.25"')).toBe(5);
  expect(value("call_duration_seconds_bucket", ',le="+Inf"')).toBe(5);
  expect(value("call_duration_seconds_count")).toBe(5);
  expect(value("call_duration_seconds_sum")).toBeCloseTo(0.6);
});

test("each line of /metrics has the format's shape, and each family is told of once, whatever circuits are called", async () => {
  const names = ['a"} 1\nfake_metric 7', "back\\slash", "x".repeat(5_000), "\r\n", "{}"];
  let name = "";
  const watched = aWatchedClient({ circuit: () => name });
  const { url } = await aDashboard(watched);
  for (name of names) await watched.call(1);
  const { body } = await ask(`${url}metrics`);
  const shape =
    /^(?:# (?:HELP|TYPE) amplify_breaker_\w+ .+|amplify_breaker_\w+\{\w+="(?:[^"\\\n\r]|\\["\\n])*"(?:,\w+="(?:[^"\\\n\r]|\\["\\n])*")*\} \d+(?:\.\d+)?)$/u;
  expect(body.endsWith("\n")).toBe(true);
  expect(
    body
      .trimEnd()
      .split("\n")
      .filter((line) => !shape.test(line)),
  ).toEqual([]);
  const types = body.match(/^# TYPE \S+/gmu) ?? [];
  expect(new Set(types).size).toBe(types.length);
  expect(body).not.toContain("x".repeat(300));
});

test("thousands of circuits have a bounded number of lines, and their calls are all counted", async () => {
  let name = "";
  const watched = aWatchedClient({ circuit: () => name, maxCircuits: 3_000 });
  const handler = createDashboardHandler(watched.breakers, { clock: watched.clock });
  onTestFinished(() => handler.close());
  const { url } = await aDashboard(watched);
  for (let made = 0; made < 1_200; made++) {
    name = `circuit ${made}`;
    await watched.client.send(new GetAppCommand({ appId: "d" }));
  }
  const lines = linesOf((await ask(`${url}metrics`)).body);
  const calls = [...lines].filter(([line]) => line.startsWith("amplify_breaker_calls_total"));
  expect(calls).toHaveLength(501 * 7);
  expect(calls.reduce((sum, [, count]) => sum + count, 0)).toBe(1_200);
  expect(lines.get('amplify_breaker_calls_total{circuit="other circuits",outcome="success"}')).toBe(700);
  const shown = JSON.parse((await ask(`${url}api/snapshot`)).body) as {
    circuits: unknown[];
    hiddenCircuits: number;
  };
  expect([shown.circuits.length, shown.hiddenCircuits]).toEqual([500, 700]);

  // A quarter of an hour later the idle ones make room.
  watched.clock.advance(900_000);
  name = "a new one";
  await watched.call(1);
  const later = linesOf((await ask(`${url}metrics`)).body);
  expect(
    later.get('amplify_breaker_calls_total{circuit="a new one",region="eu-west-1",outcome="success"}'),
  ).toBe(1);
});
