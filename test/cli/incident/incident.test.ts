import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { incident } from "../../../src/cli/incident/incident.ts";
import { incidentLines } from "../../../src/cli/incident/incident-lines.ts";
import type { IncidentEntry } from "../../../src/dashboard/index.ts";
import { aDashboard, aWatchedClient, serve, token, type WatchedClient } from "../../dashboard/a-dashboard.ts";
import { illness } from "../../proxy/a-client.ts";
import { recordIo } from "../recorded-io.ts";

const entry: IncidentEntry = {
  ...{ id: "x", status: "over", circuit: "ListApps", since: "2026-11-23T03:45:31.250Z" },
  ...{ durationMs: 1_000, failures: 1 },
};

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
  const long = `\u001b[2J${"long-name ".repeat(20)}\u009b\n`;
  const lines = incidentLines([{ ...entry, circuit: long, error: long, durationMs: 99_999_999 }]);
  expect(lines.map(({ length }) => length)).toEqual([78, 79]);
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  expect(lines.join("")).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/u);
  expect(incidentLines([])).toEqual(["No outage is remembered."]);
});

test("an id stays whole, so that it can be copied", () => {
  const id = `${"x".repeat(60)}-eu-west-1-20261123T034531Z-3f9a2c`;
  expect(
    incidentLines([{ ...entry, id }])[1]
      ?.trim()
      .split(" ")[0],
  ).toBe(id);
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

test.each([
  "hello",
  "{}",
  "[1]",
  "[null]",
  '[{"id":"x","circuit":"ListApps"}]',
  JSON.stringify([{ ...entry, durationMs: "long" }]),
  JSON.stringify([{ ...entry, error: 7 }]),
])("says where %j is no dashboard", async (body) => {
  const url = await serve((_, response) => void response.end(body));
  for (const flag of ["--list", "--json"]) {
    const { io, stdout, stderr } = recordIo();
    expect(await incident(["--url", url, flag], io)).toBe(1);
    expect(stderr.text).toContain(`${url}/api/incidents is no dashboard of amplify-breaker (HTTP 200)`);
    expect(stdout.text).toBe("");
  }
});

/** Lists one incident, and answers for it as it is told to. */
function serveOne(answer: (response: ServerResponse) => void): Promise<string> {
  return serve(({ url }, response) => {
    if (url === "/api/incidents") response.end(JSON.stringify([entry]));
    else answer(response);
  });
}

test("says so where a report is no JSON, has been forgotten meanwhile, or breaks off", async () => {
  const story: [(response: ServerResponse) => void, string][] = [
    [(response) => void response.end("hello"), "is no dashboard of amplify-breaker (HTTP 200)"],
    [(response) => void response.writeHead(500).end("{}"), "is no dashboard of amplify-breaker (HTTP 500)"],
    [(response) => void response.writeHead(404).end(), "incident: x is no longer remembered there"],
    [breakOff, "cannot be reached: "],
  ];
  for (const [answer, message] of story) {
    const url = await serveOne(answer);
    const { io, stdout, stderr } = recordIo();
    expect(await incident(["--url", url, "--json"], io)).toBe(1);
    expect(stderr.text).toContain(message);
    expect(stdout.text).toBe("");
  }
});

function breakOff(response: ServerResponse): void {
  response.writeHead(200, { "content-length": 100 });
  response.write("{", () => void response.destroy());
}

test("ends in silence where it is stopped while it asks", async () => {
  const { io, stderr, stop } = recordIo();
  const url = await serveOne((response) => {
    response.writeHead(200);
    response.write("{", () => stop());
  });
  expect(await incident(["--url", url], io)).toBe(1);
  expect(stderr.text).toBe("");
});

test("prints nothing that moves a cursor, whoever answers, and JSON that says the same", async () => {
  const report = { message: "\u001b[2J\u009b2J\u007f\u202e end" };
  const url = await serveOne((response) => void response.end(JSON.stringify(report)));
  const asJson = recordIo();
  expect(await incident(["--url", url, "--json"], asJson.io)).toBe(0);
  expect(asJson.stdout.text).toBe('{\n  "message": "\\u001b[2J\\u009b2J\\u007f\\u202e end"\n}\n');
  expect(JSON.parse(asJson.stdout.text)).toEqual(report);
  const hostile = await serveOne((response) => void response.end("# One\n\u001b[2J\u009b2J\r\u202eTwo\n"));
  const asMarkdown = recordIo();
  expect(await incident(["--url", hostile], asMarkdown.io)).toBe(0);
  expect(asMarkdown.stdout.text).toBe("# One\n [2J 2J  Two\n");
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
