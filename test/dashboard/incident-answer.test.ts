import { expect, test } from "vitest";
import { EventHub } from "../../src/events/event-hub.ts";
import { illness } from "../proxy/a-client.ts";
import { aDashboard, ask, aWatchedClient, token } from "./a-dashboard.ts";

test("the incidents are listed, the latest first, and each is there as JSON and as Markdown", async () => {
  const app = aWatchedClient();
  const { url } = await aDashboard(app);
  expect(await ask(new URL("api/incidents", url))).toMatchObject({ status: 200, body: "[]" });
  app.failWith(illness);
  await app.call(3);
  const { body, headers } = await ask(new URL("api/incidents", url));
  expect(headers["content-type"]).toBe("application/json");
  const [entry] = JSON.parse(body) as [{ id: string }];
  expect(entry).toEqual({
    id: app.breakers.incident("ListApps")?.id,
    status: "ongoing",
    circuit: "ListApps",
    region: "eu-west-1",
    since: expect.stringMatching(/Z$/) as string,
    durationMs: 0,
    failures: 2,
    error: "InternalFailureException",
  });
  const report = await ask(new URL(`api/incidents/${entry.id}`, url));
  expect(JSON.parse(report.body)).toMatchObject({ version: 1, id: entry.id, totals: { rejections: 1 } });
  const markdown = await ask(new URL(`api/incidents/${entry.id}.md`, url));
  expect(markdown.headers).toMatchObject({
    "content-type": "text/markdown; charset=utf-8",
    "content-disposition": `inline; filename="${entry.id}.md"`,
    "x-content-type-options": "nosniff",
  });
  expect(markdown.body).toContain("# AWS Amplify ListApps in eu-west-1: InternalFailureException");
});

test.each(["none", "none.md", "", "..%2f..%2fetc"])("there is no incident %j", async (name) => {
  const { url } = await aDashboard(aWatchedClient());
  expect((await ask(new URL(`api/incidents/${name}`, url))).status).toBe(404);
});

test("incidents ask for the token as everything does", async () => {
  const { url } = await aDashboard(aWatchedClient(), { token });
  expect((await ask(new URL("api/incidents", url))).status).toBe(401);
  expect((await ask(new URL("api/incidents", url), { authorization: `Bearer ${token}` })).status).toBe(200);
});

test("breakers that remember no outage have none to show", async () => {
  const hub = new EventHub();
  const breakers = {
    on: hub.on.bind(hub),
    off: hub.off.bind(hub),
    [Symbol.iterator]: () => [][Symbol.iterator](),
  };
  const app = aWatchedClient();
  const { url } = await aDashboard({ ...app, breakers: breakers as never });
  expect(await ask(new URL("api/incidents", url))).toMatchObject({ status: 200, body: "[]" });
});
