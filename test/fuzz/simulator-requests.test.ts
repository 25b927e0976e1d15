import * as sdk from "@aws-sdk/client-amplify";
import { connect } from "node:net";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { operationNames } from "../../src/amplify/operations.ts";
import type { AmplifySimulator } from "../../src/testing/index.ts";
import { clientOf, started } from "../testing/started-simulator.ts";
import { holdsFor } from "./holds-for.ts";
import { memberNames, objectOf } from "./hostile-data.ts";

const methods = fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "x");
const segments = fc.oneof(
  fc.constantFrom("apps", "branches", "main", "jobs", "domains", "webhooks", "tags", "stop", "deployments"),
  fc.constantFrom(
    "%",
    "%ff",
    "%2F",
    "..",
    "",
    "__proto__",
    "*",
    "accesslogs",
    "artifacts",
    "backendenvironments",
  ),
  fc.webFragments(),
);
const queries = fc.oneof(
  fc.constantFrom("", "?maxResults=1e999", "?nextToken=%ff", "?a&a=1&&="),
  fc.webQueryParameters(),
);
const names = memberNames([
  ...[
    "name",
    "appId",
    "branchName",
    "jobType",
    "jobId",
    "tags",
    "commitTime",
    "startTime",
    "endTime",
    "domainName",
  ],
  ...[
    "environmentVariables",
    "autoBranchCreationConfig",
    "subDomainSettings",
    "fileMap",
    "customRules",
    "prefix",
  ],
]);
const values = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    "RELEASE",
    "main",
    1e20,
    0,
    [0],
    -1,
    1e308,
    { toString: 1, valueOf: 1 },
    "x".repeat(5_000),
  ),
  fc.array(objectOf(names, fc.jsonValue({ maxDepth: 1 })), { maxLength: 2 }),
  objectOf(names, fc.oneof(fc.string(), fc.jsonValue({ maxDepth: 1 }))),
);
const bodies = fc.oneof(
  { weight: 6, arbitrary: objectOf(names, values, 6).map((body) => JSON.stringify(body)) },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.constantFrom("[".repeat(10_000), "{", '{"name":', '"__proto__"', "null") },
);

/** What stands in the place of labels: an app, its branch and its job. */
const seeded = ["$APP", "main", "1"];

/** A path of some operation's, with what is there or anything else in the place of its labels. */
const routed = fc
  .record({ operation: fc.constantFrom(...operationNames), labels: fc.array(segments, { maxLength: 2 }) })
  .map(({ operation, labels }) => {
    const [method, path] = traitOf(operation);
    let place = 0;
    return { method, path: path.replaceAll(/\{\w+\}/g, () => labels[place] ?? seeded[place++] ?? "none") };
  });
const anywhere = fc.record({
  method: methods,
  path: fc.array(segments, { maxLength: 6 }).map((path) => `/${path.join("/")}`),
});
const requests = fc.record({
  target: fc.oneof({ weight: 4, arbitrary: routed }, { weight: 1, arbitrary: anywhere }),
  query: queries,
  body: bodies,
  header: fc.constantFrom(
    "x-any: 1",
    "amz-sdk-request: attempt=9999999999999; max=x",
    "expect: 100-continue",
  ),
});

function traitOf(operation: string): readonly [method: string, path: string] {
  const schema = (sdk as Readonly<Record<string, unknown>>)[`${operation}$`] as readonly unknown[];
  return (schema[3] as { readonly http: readonly [string, string] }).http;
}

/** Everything that comes back for the bytes that are sent. */
async function answerTo(simulator: AmplifySimulator, bytes: string, isAll: boolean): Promise<string> {
  const socket = connect(simulator.port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => (answer += chunk));
  // A server may well be through with a request before it has read all of it; `once()` of node:events would reject.
  socket.on("error", () => {});
  if (isAll) socket.end(bytes, "latin1");
  else socket.write(bytes, "latin1");
  await new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
  });
  return answer;
}

test("the simulator answers whatever is asked in the service's words, and never fails itself", async () => {
  const simulator = await started({ seedApps: [{ branches: ["main"] }] });
  const { apps: [app] = [] } = await clientOf(simulator).listApps();
  await holdsFor(requests, 500, async ({ target, query, body, header }) => {
    const path = encodeURI((target.path + query).replaceAll("$APP", app?.appId ?? "none")).replaceAll(
      "%25",
      "%",
    );
    const { method } = target;
    const length = Buffer.byteLength(body);
    const head = `${method} ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${header}\r\n`;
    const bytes = `${head}content-length: ${length}\r\n\r\n${Buffer.from(body).toString("latin1")}`;
    const answer = await answerTo(simulator, bytes, false);
    expect(answer).toMatch(/^HTTP\/1\.1 (?:100|200|40\d|413|429) /);
    expect(answer).not.toContain("the simulator failed");
  });
  expect((await fetch(`${simulator.endpoint}/apps`)).status).toBe(200);
});

test("the simulator survives what is no HTTP, or half of it", async () => {
  const simulator = await started({ seedApps: 2 });
  const start = "POST /apps HTTP/1.1\r\nhost: a\r\n";
  const bytes = fc.oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.string({ unit: "binary" }).map((rest) => start + rest),
    fc.string({ unit: "binary" }).map((rest) => `${start}transfer-encoding: chunked\r\n\r\n${rest}`),
    fc.nat(5).map((length) => `${start}content-length: ${length}\r\n\r\n{}`),
    fc.constantFrom(`${start}x: ${"y".repeat(100_000)}`, `GET /${"a".repeat(10_000)} HTTP/1.1\r\n\r\n`),
  );
  await holdsFor(bytes, 150, (sent) => answerTo(simulator, sent, true));
  expect((await fetch(`${simulator.endpoint}/apps`)).status).toBe(200);
});
