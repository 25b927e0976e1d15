import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Amplify } from "@aws-sdk/client-amplify";
import { Registry } from "prom-client";
import { expect, onTestFinished, test } from "vitest";
import { lastKnownGood } from "../../src/index.ts";
import { collectMetrics } from "../../src/prometheus/index.ts";
import { dashboard, dashboardQueries } from "../prometheus/dashboard.ts";
import { needTool } from "./support/installed-tool.ts";
import { startNode } from "./support/node-process.ts";
import { pause, startPrometheus, untilFound, type Alert } from "./support/prometheus-server.ts";
import { protectedClient, startSimulator } from "./support/simulated-amplify.ts";

/** Serves the registry as a program would; gives where. */
async function serveMetrics(registry: Registry): Promise<string> {
  const server = createServer((_request, response) => {
    void registry
      .metrics()
      .then((text) => response.setHeader("Content-Type", registry.contentType).end(text));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Calls three operations 20 times a second each until it is told to stop; then gives how many calls were made. */
function startTraffic(client: Amplify, appId: string): () => Promise<number> {
  const state = { isOver: false, made: 0 };
  const calls: Promise<unknown>[] = [];
  const traffic = (async () => {
    while (!state.isOver) {
      const round = [client.listApps({}), client.getApp({ appId }), client.listBranches({ appId })];
      state.made += round.length;
      calls.push(...round.map((call) => call.catch(() => {})));
      await pause(50);
    }
    await Promise.all(calls);
  })();
  const stop = async () => {
    state.isOver = true;
    await traffic;
    return state.made;
  };
  onTestFinished(() => void stop());
  return stop;
}

const namesOf = (alerts: readonly Alert[]): string[] =>
  alerts
    .map(({ state, labels }) =>
      `${labels["alertname"]} ${labels["circuit"] ?? ""} ${state}`.replace("  ", " "),
    )
    .toSorted();

test("a Prometheus with the shipped rules alerts while Amplify is out, and no longer", async ({ skip }) => {
  needTool("prometheus", skip);
  const simulator = await startSimulator({ seedApps: 1 });
  const client = protectedClient(simulator, { operations: { ListApps: { fallback: lastKnownGood() } } });
  const { apps } = await client.listApps({});
  const registry = new Registry();
  onTestFinished(collectMetrics(client.breakers, { registry }));
  const stopTraffic = startTraffic(client, apps?.[0]?.appId ?? "");
  const prometheus = await startPrometheus(await serveMetrics(registry));
  const sum = async (expression: string) =>
    Number((await prometheus.query(`sum(${expression})`))[0]?.value[1]);

  await untilFound("closed circuits are scraped", async () =>
    (await sum('amplify_breaker_circuit_state{state="closed"}')) === 3 ? true : undefined,
  );
  expect(await prometheus.alerts()).toEqual([]);

  const outage = simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
  const alerts = await untilFound("the service counts as out", async () => {
    const found = await prometheus.alerts();
    return namesOf(found).includes("AmplifyServiceOut firing") ? found : undefined;
  });
  expect(namesOf(alerts)).toEqual(
    expect.arrayContaining([
      "AmplifyCircuitOpen GetApp firing",
      "AmplifyCircuitOpen ListApps firing",
      "AmplifyCircuitOpen ListBranches firing",
    ]),
  );
  const service = alerts.find(({ labels }) => labels["alertname"] === "AmplifyServiceOut");
  expect(service?.annotations["summary"]).toBe("Amplify is out in us-east-1 for app: 3 operations");
  expect(await sum('amplify_breaker_fallbacks_total{reason="open"}')).toBeGreaterThan(0);

  outage.remove();
  await untilFound("the alerts are resolved", async () =>
    namesOf(await prometheus.alerts()).some((name) => /Open|Out/u.test(name)) ? undefined : true,
  );

  const made = await stopTraffic();
  await untilFound("every call is counted", async () =>
    (await sum("amplify_breaker_calls_total")) === made ? true : undefined,
  );
  expect(await sum("amplify_breaker_attempts_total")).toBe(simulator.requests.total - 1);
  const empty: string[] = [];
  for (const query of dashboardQueries) {
    if ((await prometheus.query(query)).length === 0) empty.push(query);
  }
  expect(dashboard.panels.length).toBeGreaterThan(10);
  expect(empty, "queries of the dashboard without an answer").toEqual([
    expect.stringContaining("would_reject_total") as string,
  ]);
}, 120_000);

test("prom-client is loaded with amplify-breaker/prometheus, and not before", async () => {
  const program = `
    import { createRequire } from "node:module";
    const { cache } = createRequire(process.cwd() + "/");
    const isLoaded = () => Object.keys(cache).some((file) => file.includes("prom-client"));
    await import("amplify-breaker");
    const before = isLoaded();
    await import("amplify-breaker/prometheus");
    console.log(before, isLoaded());
  `;
  const { printed, ended } = startNode(["--input-type=module", "--eval", program]);
  expect(await ended, printed.stderr).toBe(0);
  expect(printed.stdout).toBe("false true\n");
});
