import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { expect, test } from "vitest";
import { createBreakers, isShutdownError } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { bundleProgram, runProgram } from "./support/child-program.ts";
import { recordEvents } from "./support/event-record.ts";
import { callTogether, namesOf, openByOutage, quickToOpen } from "./support/outage.ts";
import { rejectionOf } from "./support/settlement.ts";
import { protectedClient, rawClient, startSimulator } from "./support/simulated-amplify.ts";

const listApps = () => new ListAppsCommand({});

test("after a shutdown later calls are refused, and those in flight end as they would", async () => {
  const clock = new ManualClock();
  const simulator = await startSimulator({ clock, latencyMs: 10 });
  const client = protectedClient(simulator, { clock });
  const events = recordEvents(client.breakers);
  const inFlight = callTogether(client, 3);
  for (let call = 0; call < 3; call++) await simulator.requests.next();
  client.breakers.shutdown();
  const error = await rejectionOf(client.send(listApps()));
  expect(isShutdownError(error)).toBe(true);
  expect(error).toMatchObject({ outcome: "notSent", $metadata: { attempts: 0 } });
  clock.advance(10);
  expect(namesOf(await inFlight)).toEqual(["answered", "answered", "answered"]);
  expect(events.endings).toEqual(["reject", "success", "success", "success"]);
  expect(simulator.requests.total).toBe(3);
  expect(clock.pendingTimers).toBe(0);
});

test("calls that were made before the shutdown end as they would, even if their circuit is only made after it", async () => {
  const clock = new ManualClock();
  const simulator = await startSimulator();
  simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
  const breakers = createBreakers({ ...quickToOpen, clock });
  const client = breakers.protect(rawClient(simulator, { maxAttempts: 1 }));
  const events = recordEvents(breakers);
  const calls = callTogether(client, 5);
  breakers.shutdown();
  expect(namesOf(await calls)).toEqual(Array(5).fill("InternalFailureException"));
  expect(events.endings).toEqual(Array(5).fill("failure"));
  expect(events.story).toEqual([]);
  expect(clock.pendingTimers).toBe(0);
});

test("a shutdown in an outage leaves no timer, and is final", async () => {
  const clock = new ManualClock();
  const simulator = await startSimulator();
  const client = protectedClient(simulator, { ...quickToOpen, clock }, { maxAttempts: 1 });
  const events = recordEvents(client.breakers);
  await openByOutage(client, simulator);
  expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([1, 0]);
  client.breakers.shutdown();
  client.breakers.shutdown();
  expect(clock.pendingTimers).toBe(0);
  clock.advance(1_000_000);
  expect(namesOf(await callTogether(client, 2))).toEqual(["ShutdownError", "ShutdownError"]);
  expect(events.story).toEqual(["open"]);
});

test("a client's own shutdown leaves other clients of shared breakers alone, that of the breakers does not", async () => {
  const simulator = await startSimulator();
  const breakers = createBreakers();
  const [one, other] = [breakers.protect(rawClient(simulator)), breakers.protect(rawClient(simulator))];
  one.breakers.shutdown();
  expect(namesOf(await callTogether(one, 1))).toEqual(["ShutdownError"]);
  expect(namesOf(await callTogether(other, 1))).toEqual(["answered"]);
  breakers[Symbol.dispose]();
  expect(namesOf(await callTogether(other, 1))).toEqual(["ShutdownError"]);
});

const prelude = `
import { AmplifyClient, ListAppsCommand } from "@aws-sdk/client-amplify";
import { withBreakers } from "../../../src/index.ts";
const client = new AmplifyClient({
  endpoint: process.argv[2], region: "us-east-1", maxAttempts: 1,
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a secret" },
});
const timeout = Number(process.argv[3] ?? 60_000);
const amplify = withBreakers(client, { timeout, consecutiveFailures: 1, failureSpanMs: 0, resetTimeout: 60_000 });
const call = () => amplify.send(new ListAppsCommand({})).then(() => "answered", (error) => error.name);
`;

const programs: readonly { readonly that: string; readonly source: string; readonly prints: string }[] = [
  {
    that: "has only a closed circuit",
    source: `await call(); client.destroy(); console.log(amplify.breakers.circuit("ListApps").state);`,
    prints: "closed",
  },
  {
    that: "has only an open circuit",
    source: `
      await amplify.breakers.on("open", ({ retryAfterMs }) => console.log(retryAfterMs > 40_000));
      await call().then(console.log); client.destroy();
      console.log(amplify.breakers.circuit("ListApps").state);`,
    prints: "true\nInternalFailureException\nopen",
  },
  {
    that: "was shut down with calls in flight",
    source: `
      const calls = Promise.all([call(), call(), call()]);
      amplify.breakers.shutdown();
      console.log(await call());
      console.log((await calls).join());
      client.destroy();
      const left = () =>
        process.getActiveResourcesInfo().filter((kind) => kind === "Timeout" || kind === "TCPSocketWrap").length;
      // The timer that all calls share is gone when the event loop has turned.
      const until = performance.now() + 100;
      while (left() > 0 && performance.now() < until) await new Promise(setImmediate);
      console.log(left());`,
    prints: "ShutdownError\nanswered,answered,answered\n0",
  },
];

test.each(programs)("a process that $that exits by itself (real time)", async ({ source, prints }) => {
  const simulator = await startSimulator();
  if (prints.includes("Internal"))
    simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
  const path = await bundleProgram(prelude + source);
  const { code, stdout, stderr } = await runProgram(path, [simulator.endpoint]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${prints}\n`, stderr: "" });
});

test("a process whose only call hangs stays until its deadline, and exits then (real time)", async () => {
  const simulator = await startSimulator();
  simulator.faults.inject({ kind: "hang" });
  const path = await bundleProgram(`${prelude} call().then(console.log);`);
  const { code, stdout } = await runProgram(path, [simulator.endpoint, "200"]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "CallTimeoutError\n" });
  expect(simulator.requests.last?.isClosedEarly).toBe(true);
});
