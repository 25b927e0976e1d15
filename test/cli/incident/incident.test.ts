import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { incident } from "../../../src/cli/incident/incident.ts";
import { incidentLines } from "../../../src/cli/incident/incident-lines.ts";
import type { IncidentEntry } from "../../../src/dashboard/index.ts";
import { aDashboard, aWatchedClient, token, type WatchedClient } from "../../dashboard/a-dashboard.ts";
import { illness } from "../../proxy/a-client.ts";
import { recordIo } from "../recorded-io.ts";

/** An app whose ListApps is out. */
async function anOutage(): Promise<WatchedClient & { readonly url: string; readonly id: string }> {
  const app = aWatchedClient();
  const { url } = await aDashboard(app);
  app.failWith(illness);
  await app.call(2);
  return { ...app, url, id: app.breakers.incident("ListApps")?.id ?? "" };
}

test("prints the last incident as Markdown, and nothing else", async () => {
  const { url, breakers } = await anOutage();
  const { io, stdout, stderr } = recordIo();
  expect(await incident(["--url", url], io)).toBe(0);
  expect(stdout.text).toBe(breakers.incident("ListApps")?.toMarkdown().replace(/\n$/u, "\n"));
  expect(stderr.text).toBe("");
});

test.each(["id", "circuit"] as const)("finds one by its %s, as JSON where that is wanted", async (by) => {
  const { url, id } = await anOutage();
  const { io, stdout } = recordIo();
  expect(await incident(["--url", url, "--json", by === "id" ? id : "ListApps"], io)).toBe(0);
  expect(JSON.parse(stdout.text)).toMatchObject({ version: 1, id });
});

test("lists all of them", async () => {
  const { url, id } = await anOutage();
  const { io, stdout } = recordIo();
  expect(await incident(["--url", url, "--list"], io)).toBe(0);
  const [line, below] = stdout.text.split("\n");
  expect(line).toMatch(/^ongoing +\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ +0\.0 s {2}ListApps$/);
  expect(below).toBe(`  ${id}  InternalFailureException`);
});

test("a table line fits into 80 columns, and nothing in it moves the cursor", () => {
  const circuit = `\u001b[2J${"long-name ".repeat(20)}\n`;
  const entry = {
    id: "x",
    status: "over",
    circuit,
    since: "2026-11-23T03:45:31.250Z",
    durationMs: 99_999_999,
    failures: 1,
  } as const;
  const lines = incidentLines([entry satisfies IncidentEntry]);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(79);
  expect(lines.join("")).not.toContain("\u001b");
  expect(incidentLines([])).toEqual(["No outage is remembered."]);
});

test("says what there is where there is no such incident", async () => {
  const { url } = await anOutage();
  const { io, stdout, stderr } = recordIo();
  expect(await incident(["--url", url, "GetApp"], io)).toBe(1);
  expect(stderr.text).toBe(
    'amplify-breaker incident: there is no incident "GetApp"; there are some of "ListApps" (see --list)\n',
  );
  expect(stdout.text).toBe("");
});

test("says so where nothing is remembered", async () => {
  const { url } = await aDashboard(aWatchedClient());
  const { io, stderr } = recordIo();
  expect(await incident(["--url", url], io)).toBe(1);
  expect(stderr.text).toContain("no outage is remembered there");
});

test("needs the token where there is one", async () => {
  const { url } = await aDashboard(aWatchedClient(), { token });
  const refused = recordIo();
  expect(await incident(["--url", url, "--list"], refused.io)).toBe(1);
  expect(refused.stderr.text).toContain("asks for a token: --token, or AMPLIFY_BREAKER_TOKEN");
  const let_in = recordIo({ AMPLIFY_BREAKER_TOKEN: token });
  expect(await incident(["--url", url, "--list"], let_in.io)).toBe(0);
});

test.each(["hello", "{}"])("says where %j is no dashboard", async (body) => {
  const server = createServer((_, response) => void response.end(body)).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { io, stderr } = recordIo();
  expect(await incident(["--url", `http://127.0.0.1:${port}/`], io)).toBe(1);
  expect(stderr.text).toContain(
    `http://127.0.0.1:${port}/api/incidents is no dashboard of amplify-breaker (HTTP 200)`,
  );
});

test("says where nobody answers", async () => {
  const { url } = await anOutage();
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  const { io, stderr } = recordIo();
  expect(await incident(["--url", url.replace(/:\d+/u, `:${port}`)], io)).toBe(1);
  expect(stderr.text).toContain("cannot be reached: ECONNREFUSED");
});

test.each([
  [[], "--url is missing"],
  [["--url", "x"], "--url must be a URL"],
  [["--url", "http://127.0.0.1:1/", "a", "b"], "one incident at a time"],
  [["--url", "http://127.0.0.1:1/", "--list", "--json"], "--list goes with neither"],
  [["--urls", "x"], "Unknown option '--urls'"],
])("ends with 2 for %j, and says why", async (argv, message) => {
  const { io, stderr } = recordIo();
  expect(await incident(argv, io)).toBe(2);
  expect(stderr.text).toContain(message);
});

test("prints its usage", async () => {
  const { io, stdout } = recordIo();
  expect(await incident(["--help"], io)).toBe(0);
  expect(stdout.text).toMatch(/^Usage: amplify-breaker incident/);
});
