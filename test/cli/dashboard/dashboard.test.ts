import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { stripVTControlCharacters } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { dashboard } from "../../../src/cli/dashboard/dashboard.ts";
import { startDashboard, type Dashboard, type ServerOptions } from "../../../src/dashboard/index.ts";
import { aClient, illness, type HandMadeClient } from "../../proxy/a-client.ts";
import { recordIo } from "../recorded-io.ts";

/** An app whose ListApps is about to go out, and its dashboard. */
async function anApp(options: ServerOptions = {}): Promise<HandMadeClient & { readonly page: Dashboard }> {
  const app = aClient({
    consecutiveFailures: 1,
    failureSpanMs: 0,
    resetTimeout: 60_000,
    resetBackoff: { maxMs: 60_000 },
  });
  const page = await startDashboard(app.breakers, { port: 0, ...options });
  onTestFinished(() => page.close());
  await app.client.send(new ListAppsCommand({}));
  return { ...app, page };
}

async function breakDown({ client, send }: HandMadeClient): Promise<void> {
  send.mockImplementation(async () => {
    throw illness();
  });
  await client.send(new ListAppsCommand({})).catch(() => {});
}

test("prints the circuits of a running app, and then a line for each change", async () => {
  const app = await anApp();
  const { io, stop, stdout } = recordIo();
  const ended = dashboard(["--url", app.page.url, "--interval", "0.1"], io);
  await stdout.shows(/ListApps +closed/u);
  await breakDown(app);
  await stdout.shows(/open +ListApps/u);
  stop();
  expect(await ended).toBe(0);
  const lines = stdout.text.trimEnd().split("\n");
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d {2}healthy$/u);
  expect(lines.filter((line) => line.includes("ListApps"))).toHaveLength(2);
});

test("is redrawn in place on a terminal, what is out first", async () => {
  const app = await anApp();
  await breakDown(app);
  const { io, stop, stdout } = recordIo({}, { columns: 80, rows: 24 });
  const ended = dashboard(["--url", app.page.url, "--interval", "0.1"], io);
  await stdout.shows(/NOT HEALTHY/u);
  stop();
  expect(await ended).toBe(0);
  expect(stdout.text.startsWith("\u001B[H\u001B[J")).toBe(true);
  const text = stripVTControlCharacters(stdout.text);
  expect(text).toMatch(/ListApps +open +50 %/u);
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

test("needs the token where there is one, from the arguments or the environment", async () => {
  const { page } = await anApp({ token: "a-secret-that-is-long-enough" });
  const refused = recordIo();
  expect(await dashboard(["--url", page.url], refused.io)).toBe(1);
  expect(refused.stderr.text).toBe(
    `amplify-breaker dashboard: ${page.url} asks for a token: --token, or AMPLIFY_BREAKER_TOKEN\n`,
  );
  const { io, stop, stdout } = recordIo({ AMPLIFY_BREAKER_TOKEN: "a-secret-that-is-long-enough" });
  const ended = dashboard(["--url", page.url], io);
  await stdout.shows(/ListApps/u);
  stop();
  expect(await ended).toBe(0);
});

test("says where there is no dashboard", async () => {
  const server = createServer((_request, response) => void response.end("hello")).listen(0, "127.0.0.1");
  onTestFinished(() => server.closeAllConnections());
  await new Promise((resolve) => {
    server.once("listening", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const other = recordIo();
  expect(await dashboard(["--url", `http://127.0.0.1:${port}`], other.io)).toBe(1);
  expect(other.stderr.text).toContain("is no dashboard of amplify-breaker (HTTP 200)");
  server.close();
  const nobody = recordIo();
  expect(await dashboard(["--url", `http://127.0.0.1:${port}`], nobody.io)).toBe(1);
  expect(nobody.stderr.text).toContain(`http://127.0.0.1:${port}/ cannot be reached: ECONNREFUSED`);
});

test.each([
  [[], "--url is missing: where the app's dashboard is"],
  [["--url", "localhost:8321"], '--url must be a URL such as http://127.0.0.1:8321/, got "localhost:8321"'],
  [["--url", "http://a/", "--interval", "0"], "--interval must be a number from 0.1 to 86400"],
])("names what is wrong: %j", async (argv, problem) => {
  const { io, stderr } = recordIo();
  expect(await dashboard(argv, io)).toBe(2);
  expect(stderr.text).toContain(problem);
});
