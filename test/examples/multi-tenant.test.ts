import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { ManualClock, type AmplifySimulator } from "../../src/testing/index.ts";
import { started } from "../testing/started-simulator.ts";
import type { NodeProcess } from "../scenarios/support/node-process.ts";
import { startExample, widthOf } from "./example-process.ts";

const LATENCY_MS = 5_000;

interface Server {
  readonly run: NodeProcess;
  readonly port: number;
  get(path: string): Promise<Response>;
}

let clock: ManualClock;
let simulator: AmplifySimulator;
let file: string;
beforeEach(async () => {
  clock = new ManualClock();
  simulator = await started({ clock });
  simulator.state.addApp({ name: "shop", branches: ["main"] });
  const folder = mkdtempSync(join(tmpdir(), "multi-tenant-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  file = join(folder, "breakers.json");
});

async function startServer(): Promise<Server> {
  const run = startExample("multi-tenant.js", ["0"], {
    endpoint: simulator.endpoint,
    env: { BREAKERS_FILE: file },
  });
  const [, port = ""] = await run.shows(/Listening on port (\d+)/);
  return { run, port: Number(port), get: (path) => fetch(`http://127.0.0.1:${port}${path}`) };
}

/** Asks for all paths in one write, so that the server has them before it answers the first; gives the statuses in order. */
async function askAtOnce(port: number, paths: readonly string[]): Promise<{ answered: Promise<string[]> }> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  let text = "";
  socket.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  const last = paths.length - 1;
  const head = (path: string, index: number) =>
    `GET ${path} HTTP/1.1\r\nHost: here\r\n${index === last ? "Connection: close\r\n" : ""}\r\n`;
  socket.write(paths.map(head).join(""));
  const answered = once(socket, "end").then(() =>
    [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map((match) => String(match[1])),
  );
  return { answered };
}

/** Asks until the circuit is open. */
async function openCircuit(server: Server, tenant: string): Promise<Response> {
  for (;;) {
    const response = await server.get(`/tenants/${tenant}/apps`);
    if (response.status === 503) return response;
    expect(response.status).toBe(502);
    await response.text();
  }
}

describe("examples/multi-tenant.js", () => {
  test("answers 503 with Retry-After while a tenant's circuit is open, sends nothing then, and spares the others", async () => {
    const server = await startServer();
    expect(await (await server.get("/tenants/acme/apps")).json()).toEqual(["shop"]);
    const fault = simulator.faults.inject({
      kind: "error",
      error: "InternalFailureException",
      operations: "ListApps",
    });
    const refused = await openCircuit(server, "acme");
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await refused.json()).toMatch(/^CircuitOpenError: ListApps was not sent: /);
    expect(server.run.printed.stdout).toContain("\nacme: ListApps is out (InternalFailureException)\n");

    fault.remove();
    const before = simulator.requests.count("ListApps");
    expect((await server.get("/tenants/other/apps")).status).toBe(200);
    expect(simulator.requests.count("ListApps")).toBe(before + 1);
    while ((await server.get("/tenants/acme/apps")).status !== 200);
    await server.run.shows(/^acme: ListApps is back after \d+\.\d s$/m);
    expect(widthOf(server.run.printed.stdout)).toBeLessThanOrEqual(80);
  });

  test("asks Amplify once for what ten ask at once", async () => {
    const server = await startServer();
    simulator.faults.inject({ kind: "latency", ms: LATENCY_MS });
    const arrived = simulator.requests.next("ListApps");
    const { answered } = await askAtOnce(server.port, Array(10).fill("/tenants/acme/apps"));
    await arrived;
    clock.advance(LATENCY_MS);
    expect(await answered).toEqual(Array(10).fill("200"));
    expect(simulator.requests.count("ListApps")).toBe(1);
  });

  test("has ten calls of a tenant in flight and twenty waiting, and answers 503 to one more", async () => {
    for (let count = 1; count < 31; count += 1) simulator.state.addApp();
    const server = await startServer();
    simulator.faults.inject({ kind: "latency", ms: LATENCY_MS, operations: "ListBranches", times: 10 });
    const tenth = simulator.requests.next(() => simulator.requests.count("ListBranches") === 10);
    const paths = simulator.state.apps.map(({ appId }) => `/tenants/acme/apps/${appId}/branches`);
    expect(paths.length).toBe(31);
    const { answered } = await askAtOnce(server.port, paths);
    await tenth;
    expect((await server.get("/tenants/other/apps")).status).toBe(200);
    expect(simulator.requests.count("ListBranches")).toBe(10);
    clock.advance(LATENCY_MS);
    expect(await answered).toEqual([...Array<string>(30).fill("200"), "503"]);
    expect(simulator.requests.count("ListBranches")).toBe(30);
  });

  test("keeps on SIGTERM what the circuits know, and goes on from it", async () => {
    const first = await startServer();
    simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
    await (await openCircuit(first, "acme")).text();
    first.run.child.kill("SIGTERM");
    expect(await first.run.ended).toBe(0);
    expect(first.run.printed.stdout).toMatch(/\nStopped; the circuits are kept in .*breakers\.json\n$/);

    const before = simulator.requests.count();
    const second = await startServer();
    expect(second.run.printed.stdout).toMatch(/^acme: ListApps was (open|halfOpen)$/m);
    await (await openCircuit(second, "acme")).text();
    // A circuit that knew nothing would need five calls of three attempts; this one hardly more than a probe.
    expect(simulator.requests.count() - before).toBeLessThan(5);
    expect(second.run.printed.stderr).toBe("");
  });

  test("ends on Ctrl-C with 0, and answers requests under way before", async () => {
    const server = await startServer();
    simulator.faults.inject({ kind: "latency", ms: LATENCY_MS });
    const arrived = simulator.requests.next("ListApps");
    const answer = server.get("/tenants/acme/apps");
    await arrived;
    server.run.child.kill("SIGINT");
    await server.run.shows(/^Stopping/m);
    clock.advance(LATENCY_MS);
    expect((await answer).status).toBe(200);
    expect(await server.run.ended).toBe(0);
    expect(existsSync(file)).toBe(true);
  });

  test("starts without memory where the file is of no use, and passes on whose fault an error is", async () => {
    writeFileSync(file, '{ "version": "none" }');
    const server = await startServer();
    expect(server.run.printed.stderr).toMatch(/breakers\.json is of no use: /);
    expect((await server.get("/tenants/acme/apps")).status).toBe(200);
    expect((await server.get("/tenants/acme/apps/d0unknown/branches")).status).toBe(404);
    expect((await server.get("/")).status).toBe(404);
  });

  test("lets go of Amplify when the one who asked has gone", async () => {
    const server = await startServer();
    simulator.faults.inject({ kind: "hang", operations: "ListApps" });
    const arrived = simulator.requests.next("ListApps");
    const gone = new AbortController();
    const answer = fetch(`http://127.0.0.1:${server.port}/tenants/acme/apps`, { signal: gone.signal });
    const request = await arrived;
    gone.abort();
    await expect(answer).rejects.toThrow("aborted");
    expect((await request.settled).isClosedEarly).toBe(true);
  });
});
