import { expect, test } from "vitest";
import { awsHealth } from "../../src/index.ts";
import { disruption, encodedFeed, serveFeed } from "../aws-health/a-feed.ts";
import { bundleProgram, runProgram } from "./support/child-program.ts";
import { eventually } from "./support/eventually.ts";
import { openByOutage, quickToOpen } from "./support/outage.ts";
import { protectedClient, startSimulator } from "./support/simulated-amplify.ts";

test("an incident says what AWS reports, which is asked for when the circuit opens and not before", async () => {
  let requests = 0;
  const url = await serveFeed((_, response) => {
    requests++;
    response.end(encodedFeed([disruption]));
  });
  const simulator = await startSimulator();
  const options = { ...quickToOpen, health: awsHealth({ url }) };
  const client = protectedClient(simulator, options, { region: "me-central-1", maxAttempts: 1 });
  await client.listApps({});
  expect(requests).toBe(0);
  await openByOutage(client, simulator);
  const markdown = (): string => client.breakers.incident("ListApps")?.toMarkdown() ?? "";
  await eventually("the incident has been told", () => markdown().includes("## What AWS reports"));
  expect(markdown()).toContain(
    "| multipleservices | me-central-1 | disruption | 2026-03-01T12:51:25.000Z | Region Availability; also affected: Amplify, S3 |",
  );
  expect(requests).toBe(1);
});

test("a program ends without waiting for a feed that does not answer, and after one that did (real time)", async () => {
  const silent = await serveFeed(() => {});
  const good = await serveFeed((_, response) => response.end("[]"));
  const path = await bundleProgram(`
    import { awsHealth } from "../../../src/index.ts";
    const [, , silent, good] = process.argv;
    const keptAlive = setInterval(() => {}, 1_000);
    const report = await awsHealth({ url: good, timeoutMs: 60_000 }).look({});
    clearInterval(keptAlive);
    console.log(report.status);
    void awsHealth({ url: silent, timeoutMs: 60_000 }).look({}).then(() => console.log("late"));
  `);
  const end = await runProgram(path, [silent, good]);
  expect(end).toEqual({ code: 0, stdout: "nothingReported\n", stderr: "" });
});
