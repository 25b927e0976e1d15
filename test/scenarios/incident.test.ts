import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { expect, onTestFinished, test } from "vitest";
import { alertOn, webhook, type Alert } from "../../src/alerts/index.ts";
import { startHookServer } from "../alerts/hook-server.ts";
import { awsCli, runCommand } from "../incident/run-reproduction.ts";
import { needTool } from "./support/installed-tool.ts";
import { eventually } from "./support/eventually.ts";
import { protectedClient, startSimulator } from "./support/simulated-amplify.ts";

test("from the alarm to the support case: alert, incident, the CLI reproduces it, one message that it is over", async ({
  skip,
}) => {
  needTool(awsCli, skip, "awscli");
  const simulator = await startSimulator({ seedApps: 3 });
  const hook = await startHookServer();
  const amplify = protectedClient(simulator, { consecutiveFailures: 3, failureSpanMs: 0 });
  const alerts = alertOn(amplify.breakers, { sinks: [webhook({ url: hook.url })], settleMs: 300 });
  onTestFinished(() => alerts.stop());
  const posted = (): Alert[] => hook.posted.map(({ body }) => JSON.parse(body) as Alert);
  const call = (): Promise<unknown> => amplify.send(new ListAppsCommand({ maxResults: 2 })).catch(() => {});

  await call();
  const fault = simulator.faults.inject({
    kind: "error",
    error: "InternalFailureException",
    operations: "ListApps",
  });
  let openedAt = 0;
  amplify.breakers.on("open", () => {
    openedAt = performance.now();
  });
  for (let count = 0; count < 3; count++) await call();
  await hook.came(1);
  expect(performance.now() - openedAt).toBeLessThan(1_000);

  const incident = amplify.breakers.incident("ListApps");
  if (incident === undefined) throw new Error("there is no incident");
  const report = incident.toJSON();
  const { id, reproduction } = report;
  expect(report).toMatchObject({
    status: "ongoing",
    totals: { failures: 3 },
    latency: { before: { p50Ms: expect.any(Number) as number } },
  });
  expect(posted()).toMatchObject([{ status: "firing", id, cause: { name: "InternalFailureException" } }]);
  expect(incident.toMarkdown()).toContain(report.failures[0]?.requestId);

  const seen = await runCommand(reproduction?.command);
  expect(seen.stderr).toContain("InternalFailureException");
  expect(seen.status).not.toBe(0);

  fault.remove();
  await eventually("the circuit closes", () => {
    void call();
    return amplify.breakers.circuit("ListApps").state === "closed";
  });
  expect((await runCommand(reproduction?.command)).status).toBe(0);
  await eventually("the last message", () => posted().some(({ status }) => status === "resolved"), 10_000);
  await alerts.stop();
  const ends = posted().filter(({ status }) => status === "resolved");
  expect(ends).toMatchObject([{ id }]);
  expect(posted().filter(({ status }) => status === "firing")).toHaveLength(1);
  expect(amplify.breakers.incident("ListApps")?.toJSON()).toMatchObject({ status: "over", id });
}, 120_000);
