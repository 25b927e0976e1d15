import { expect, onTestFinished, test } from "vitest";
import { alertOn, webhook, type Alert } from "../../src/alerts/index.ts";
import { startHookServer } from "../alerts/hook-server.ts";
import { outageId } from "../../src/events/outage-id.ts";
import { recordEvents } from "./support/event-record.ts";
import { eventually } from "./support/eventually.ts";
import { startNode } from "./support/node-process.ts";
import { protectedClient, startSimulator } from "./support/simulated-amplify.ts";

test("whoever is on call hears of an outage within a second, once when it grows, and once when it is over", async () => {
  const hook = await startHookServer();
  const simulator = await startSimulator({ seedApps: 1 });
  const client = protectedClient(simulator, { consecutiveFailures: 2, failureSpanMs: 0 }, { maxAttempts: 1 });
  const events = recordEvents(client.breakers);
  const alerts = alertOn(client.breakers, {
    sinks: [webhook(hook.url)],
    rules: { openTooLong: { afterMs: 1_000 } },
    settleMs: 500,
  });
  onTestFinished(() => alerts.stop());
  const posted = (): Alert[] => hook.posted.map(({ body }) => JSON.parse(body) as Alert);
  const callUntil = async (what: string, isSo: () => boolean): Promise<void> => {
    const state = { isOver: false };
    const traffic = (async () => {
      while (!state.isOver) {
        await client.listApps({}).catch(() => {});
        await new Promise(setImmediate);
      }
    })();
    await eventually(what, isSo, 20_000).finally(() => {
      state.isOver = true;
    });
    await traffic;
  };

  const outage = simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
  const openedAt: number[] = [];
  client.breakers.on("open", () => void openedAt.push(performance.now()));
  await callUntil("the first alert", () => hook.posted.length === 1);
  expect(performance.now() - Number(openedAt[0])).toBeLessThan(1_000);
  await callUntil("the update", () => hook.posted.length === 2);
  outage.remove();
  await callUntil("the end", () => hook.posted.length === 3);
  await alerts.stop();

  expect(posted().map(({ status, kind }) => `${status} ${kind}`)).toEqual([
    "firing circuitOpen",
    "update openTooLong",
    "resolved openTooLong",
  ]);
  const [opening] = events.of("open");
  if (opening === undefined) throw new Error("it never opened");
  expect(posted().map(({ id }) => id)).toEqual([1, 2, 3].map(() => outageId(opening)));
  expect(posted()[0]?.cause).toMatchObject({ name: "InternalFailureException", status: 500 });
  expect(JSON.stringify(posted())).not.toContain("AKIDEXAMPLE");
  expect(events.of("listenerError")).toEqual([]);
}, 60_000);

test("a dead webhook harms neither the calls nor the end of the process", async () => {
  const program = `
    import { AmplifyClient, ListAppsCommand } from "@aws-sdk/client-amplify";
    import { withBreakers } from "amplify-breaker";
    import { alertOn, webhook } from "amplify-breaker/alerts";
    import { startAmplifySimulator } from "amplify-breaker/testing";
    const simulator = await startAmplifySimulator();
    simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
    const amplify = withBreakers(new AmplifyClient({
      region: "eu-west-1", endpoint: simulator.endpoint, maxAttempts: 1, credentials: { accessKeyId: "a", secretAccessKey: "b" },
    }), { consecutiveFailures: 1, failureSpanMs: 0, resetTimeout: 60_000 });
    const alerts = alertOn(amplify.breakers, {
      sinks: [webhook({ url: "http://127.0.0.1:1/services/secret-token", backoffMs: 60_000 })],
    });
    const names = [];
    for (let call = 0; call < 2; call++) await amplify.send(new ListAppsCommand({})).catch((error) => names.push(error.name));
    await simulator.close();
    console.log(String(names), alerts.firing.length);
  `;
  const startedAt = performance.now();
  const { printed, ended } = startNode(["--input-type=module", "--eval", program]);
  expect(await ended, printed.stderr).toBe(0);
  expect(printed.stdout).toBe("InternalFailureException,CircuitOpenError 1\n");
  expect(printed.stderr).not.toContain("secret-token");
  expect(performance.now() - startedAt).toBeLessThan(30_000);
}, 60_000);

test("what is under way is delivered before the process ends, where it asks for that", async () => {
  const hook = await startHookServer((response) => setImmediate(() => response.end()));
  const program = `
    import { AmplifyClient, ListAppsCommand } from "@aws-sdk/client-amplify";
    import { withBreakers } from "amplify-breaker";
    import { alertOn, webhook } from "amplify-breaker/alerts";
    const down = { handle: async () => { throw Object.assign(new Error("down"), { name: "InternalFailureException" }); } };
    const amplify = withBreakers(new AmplifyClient({
      region: "eu-west-1", maxAttempts: 1, credentials: { accessKeyId: "a", secretAccessKey: "b" }, requestHandler: down,
    }));
    const alerts = alertOn(amplify.breakers, { sinks: [webhook(process.argv[1])] });
    await amplify.send(new ListAppsCommand({})).catch(() => {});
    await alerts.stop();
    console.log("stopped", alerts.dropped);
  `;
  const { printed, ended } = startNode(["--input-type=module", "--eval", program, hook.url]);
  expect(await ended, printed.stderr).toBe(0);
  expect(printed.stdout).toBe("stopped 0\n");
  expect(hook.posted.map(({ body }) => (JSON.parse(body) as Alert).status)).toEqual(["notice"]);
}, 60_000);
