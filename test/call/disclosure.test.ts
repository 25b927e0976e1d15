import { expect, test } from "vitest";
import { Disclosure } from "../../src/call/disclosure.ts";
import { serviceError } from "./a-call.ts";

const noPipeline = { context: undefined };

test("an input is shown without its secrets", () => {
  const disclosure = new Disclosure({ appId: "d1", oauthToken: "t0k3n-1" }, noPipeline);
  expect(disclosure.input).toEqual({ appId: "d1", oauthToken: "REDACTED" });
});

test("an error that quotes a secret of the input is shown without it", () => {
  const disclosure = new Disclosure({ oauthToken: "t0k3n-1" }, noPipeline);
  const error = serviceError("BadRequestException", 400, { message: "bad token t0k3n-1", code: "t0k3n-1" });
  const seen = disclosure.summarize(error);
  expect(seen).toMatchObject({ message: "bad token [redacted]", code: "[redacted]" });
  expect(seen.stack).not.toContain("t0k3n-1");
});

test("what the SDK's own filter hides is hidden as well, once the SDK has made its pipeline", () => {
  const pipeline: { context: object | undefined } = { context: undefined };
  const disclosure = new Disclosure({ door: "sesame" }, pipeline);
  pipeline.context = { inputFilterSensitiveLog: () => ({ door: "***SensitiveInformation***" }) };
  expect(disclosure.input).toEqual({ door: "REDACTED" });
});

test("what is no filter hides nothing", () => {
  const disclosure = new Disclosure(
    { door: "sesame" },
    { context: { inputFilterSensitiveLog: "all of it" } },
  );
  expect(disclosure.input).toEqual({ door: "sesame" });
});

test.each([
  ["aws-sdk-js/3.1063.0 ua/2.1 os/linux", "3.1063.0"],
  ["ua/2.1 aws-sdk-js/3.0.0-next_7 os/linux", "3.0.0-next_7"],
  [`aws-sdk-js/${"9".repeat(100)}`, "9".repeat(40)],
  ["aws-sdk-js/ (unknown)", undefined],
  ["not-aws-sdk-js-at-all", undefined],
  [undefined, undefined],
])("the SDK's version is what the header user-agent says: %s", (userAgent, version) => {
  const sent = { request: { headers: { "user-agent": userAgent, "x-amz-user-agent": "aws-sdk-js/1" } } };
  expect(new Disclosure({}, { context: undefined, sent }).sdkVersion).toBe(version);
});

test("the SDK's version is not known before anything was sent", () => {
  expect(new Disclosure({}, noPipeline).sdkVersion).toBeUndefined();
});

test("the account is that of the credentials, where they say it", () => {
  const identity = { accountId: "123456789012" };
  const context = { __smithy_context: { selectedHttpAuthScheme: { identity } } };
  expect(new Disclosure({}, { context }).accountId).toBe("123456789012");
  expect(new Disclosure({}, { context: {} }).accountId).toBeUndefined();
  expect(new Disclosure({}, noPipeline).accountId).toBeUndefined();
});

test("an error that quotes a header of the request is shown without it, and the request says the SDK's version", () => {
  const headers = {
    ...{ authorization: "AWS4-HMAC-SHA256 Credential=x", "X-Api-Key": "k3y-of-the-house", "x-number": 7 },
    ...{ "content-type": "application/json", "user-agent": "aws-sdk-js/3.1169.0 ua/2.1" },
  };
  const disclosure = new Disclosure({}, { context: {}, sent: { request: { headers } } });
  const message = "k3y-of-the-house does not go with application/json";
  expect(disclosure.summarize(new Error(message)).message).toBe(
    "[redacted] does not go with application/json",
  );
  expect(disclosure.sdkVersion).toBe("3.1169.0");
  expect(new Disclosure({}, { context: {}, sent: { request: {} } }).sdkVersion).toBeUndefined();
});
