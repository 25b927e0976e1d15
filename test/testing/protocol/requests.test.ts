import { expect, test } from "vitest";
import { started } from "../started-simulator.ts";

async function post(path: string, body: string) {
  const { endpoint } = await started();
  const response = await fetch(`${endpoint}${path}`, { method: "POST", body });
  const { message } = (await response.json()) as { message: string };
  return { status: response.status, type: response.headers.get("x-amzn-errortype"), message };
}

test.each([
  ["no body", "", "Value at 'name' failed to satisfy constraint: Member must not be null"],
  ["a body that is no JSON", "{", "Could not parse request body into json."],
  ["a body that is no object", "[]", "The request body must be a JSON object."],
  ["a missing member", '{"name":null}', "Value at 'name' failed"],
  ["a number for a string", '{"name":1}', "'name' failed to satisfy constraint: Member must be a string"],
  ["a string for a boolean", '{"name":"a","enableBasicAuth":"yes"}', "Member must be a boolean"],
  ["a string for a list", '{"name":"a","autoBranchCreationPatterns":"*"}', "Member must be a list"],
  ["a list for a map", '{"name":"a","tags":[]}', "'tags' failed to satisfy constraint: Member must be a map"],
  ["a wrong map value", '{"name":"a","tags":{"team":1}}', "'tags[team]'"],
  ["a string for a structure", '{"name":"a","cacheConfig":"x"}', "Member must be an object"],
  ["a gap in a structure", '{"name":"a","customRules":[{"source":"/"}]}', "'customRules.0.target'"],
  [
    "an unknown enum value",
    '{"name":"a","platform":"MOBILE"}',
    "enum value set: [WEB, WEB_COMPUTE, WEB_DYNAMIC]",
  ],
])("answers %s with a BadRequestException", async (_what, body, message) => {
  const answer = await post("/apps", body);
  expect(answer).toMatchObject({ status: 400, type: "BadRequestException" });
  expect(answer.message).toContain(message);
});

test("does not take the keys of a map for members with an enum", async () => {
  const { endpoint } = await started();
  const body = JSON.stringify({ name: "a", environmentVariables: { stage: "anything", "a.platform": "x" } });
  expect((await fetch(`${endpoint}/apps`, { method: "POST", body })).status).toBe(200);
});

test("answers a wrong timestamp and a wrong number with a BadRequestException", async () => {
  expect(await post("/apps/d1/accesslogs", '{"domainName":"a","startTime":"soon"}')).toMatchObject({
    status: 400,
    message: expect.stringContaining("'startTime'") as string,
  });
  const { endpoint } = await started();
  expect((await fetch(`${endpoint}/apps?maxResults=many`)).status).toBe(400);
});

test.each([{ toString: 1, valueOf: 1 }, [0], true, 1e20, -1e300])(
  "answers %j for a timestamp with a BadRequestException",
  async (startTime) => {
    const body = JSON.stringify({ domainName: "a", startTime });
    expect(await post("/apps/d1/accesslogs", body)).toMatchObject({
      status: 400,
      message: expect.stringContaining("'startTime'") as string,
    });
  },
);

test.each([
  ["GET", "/"],
  ["GET", "/nothing"],
  ["PATCH", "/apps"],
  ["GET", "/apps/"],
  ["GET", "/apps/d1/branches/main/jobs/1/nothing"],
])("answers %s %s with 404, as no operation has it", async (method, path) => {
  const { endpoint, requests } = await started();
  const response = await fetch(endpoint + path, { method });
  expect([response.status, response.headers.get("x-amzn-errortype")]).toEqual([404, "NotFoundException"]);
  expect(requests.last).toMatchObject({ operation: "Unknown", method, path, status: 404 });
});

test("answers a path that is not correctly encoded with a BadRequestException", async () => {
  const { endpoint } = await started();
  expect((await fetch(`${endpoint}/apps/%E0%A4%A`)).status).toBe(400);
});

test("takes an ARN with and without encoded slashes", async () => {
  const { endpoint, state } = await started({ seedApps: [{ tags: { team: "web" } }] });
  const arn = state.apps[0]?.appArn ?? "";
  for (const segment of [arn, encodeURIComponent(arn)]) {
    const response = await fetch(`${endpoint}/tags/${segment}`);
    expect(await response.json()).toEqual({ tags: { team: "web" } });
  }
});

test("puts the ids of a real front door on every answer, errors included", async () => {
  const { endpoint, requests } = await started();
  for (const path of ["/apps", "/nothing", "/_presigned/none"]) {
    const { headers } = await fetch(endpoint + path);
    expect(headers.get("x-amzn-requestid")).toBe(requests.last?.requestId);
    for (const name of ["x-amz-apigw-id", "x-amz-id-2", "x-amz-cf-id"])
      expect(headers.get(name)).toBeTruthy();
  }
});

test("writes dates as seconds since 1970", async () => {
  const { endpoint } = await started({ seedApps: 1 });
  const { apps } = (await (await fetch(`${endpoint}/apps`)).json()) as { apps: { createTime: number }[] };
  expect(Math.abs((apps[0]?.createTime ?? 0) - Date.now() / 1_000)).toBeLessThan(60);
});

test("refuses a body beyond all reason with 413", async () => {
  const { endpoint } = await started();
  const body = "x".repeat(10 * 1_024 * 1_024 + 1);
  expect((await fetch(`${endpoint}/apps`, { method: "POST", body })).status).toBe(413);
});
