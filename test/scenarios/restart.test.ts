import { expect, test } from "vitest";
import { createBreakers } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { bundleProgram, runProgram } from "./support/child-program.ts";
import { recordEvents } from "./support/event-record.ts";
import { callTogether, namesOf, openByOutage, quickToOpen } from "./support/outage.ts";
import { protectedClient, rawClient, startSimulator } from "./support/simulated-amplify.ts";

const once = { maxAttempts: 1 };

/** Takes up a snapshot, if it is given one, and makes one call. */
const program = `
import { AmplifyClient, GetAppCommand, ListAppsCommand } from "@aws-sdk/client-amplify";
import { createBreakers } from "../../../src/index.ts";
const [, , endpoint, snapshot, scope] = process.argv;
const breakers = createBreakers({ consecutiveFailures: 2, failureSpanMs: 0, resetTimeout: 60_000 });
if (snapshot !== "") breakers.restore(JSON.parse(snapshot));
const raw = new AmplifyClient({
  endpoint, region: "us-east-1", maxAttempts: 1,
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a secret" },
});
const client = breakers.protect(raw, { scope });
const error = await client.send(new ListAppsCommand({})).then(() => undefined, (reason) => reason);
console.log(error?.name ?? "answered", error?.cause?.name, error?.retryAfterMs > 30_000);
raw.destroy();
`;

test("a process that takes up another one's snapshot refuses its first call at once, and one without sends it (real time)", async () => {
  const simulator = await startSimulator();
  const breakers = createBreakers(quickToOpen);
  const client = breakers.protect(rawClient(simulator, once), { scope: "tenant-1" });
  await openByOutage(client, simulator);
  const snapshot = JSON.stringify(breakers.snapshot());
  const path = await bundleProgram(program);
  const run = (...args: string[]) => runProgram(path, [simulator.endpoint, ...args]);

  const informed = await run(snapshot, "tenant-1");
  expect(informed).toEqual({
    code: 0,
    stdout: "CircuitOpenError InternalFailureException true\n",
    stderr: "",
  });
  expect(simulator.requests.total).toBe(2);

  const uninformed = await Promise.all([run("", "tenant-1"), run(snapshot, "tenant-2")]);
  expect(uninformed.map(({ stdout }) => stdout)).toEqual(Array(2).fill("answered undefined false\n"));
  expect(simulator.requests.total).toBe(4);
});

test("a client that takes up a snapshot after the outage's reset probes, and does not count the outage twice", async () => {
  const simulator = await startSimulator();
  const clock = new ManualClock();
  const before = protectedClient(simulator, { ...quickToOpen, clock }, once);
  before.breakers.circuit("GetApp").isolate("deploy freeze");
  await openByOutage(before, simulator);
  const snapshot = before.breakers.snapshot();
  before.breakers.shutdown();

  clock.advance(100_000);
  const after = protectedClient(simulator, { ...quickToOpen, clock }, once);
  const events = recordEvents(after.breakers);
  after.breakers.restore(snapshot);
  expect(namesOf(await callTogether(after, 1))).toEqual(["answered"]);
  expect(events.of("open")).toEqual([]);
  expect(events.of("close")).toMatchObject([{ openForMs: 100_000 }]);
  expect(after.breakers.circuit("GetApp")).toMatchObject({
    state: "isolated",
    isolation: { reason: "deploy freeze" },
  });
  expect(simulator.requests.total).toBe(3);
});
