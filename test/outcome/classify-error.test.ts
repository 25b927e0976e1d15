import * as sdk from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { classifyError } from "../../src/outcome/classify-error.ts";
import type { ErrorJudgement, Verdict } from "../../src/outcome/verdict.ts";
import { hostileValues } from "../errors/hostile-values.ts";
import { thrownFor, type RawAnswer } from "./raw-client.ts";

type Row<Subject> = readonly [title: string, subject: Subject, expected: ErrorJudgement];

const failure: ErrorJudgement = { verdict: "failure", answered: false };
const throttled: ErrorJudgement = { verdict: "throttled", answered: true };
const theirAnswer: ErrorJudgement = { verdict: "ignored", answered: true };
const local: ErrorJudgement = { verdict: "ignored", answered: false };

function withCode(code: string, more: object = {}): Error {
  return Object.assign(new Error(`it was ${code}`), { code }, more);
}

function named(name: string, message = "", more: object = {}): Error {
  return Object.assign(new Error(message), { name }, more);
}

function modelled(status: number, type: string, body: object = { message: "no" }): RawAnswer {
  return { status, headers: { "x-amzn-errortype": type }, body };
}

const html = "<html><body>Bad Gateway</body></html>";
const rateExceeded = { message: "Rate exceeded while calling CreateApp, please slow down" };

const answers: readonly Row<RawAnswer>[] = [
  ["400 BadRequestException", modelled(400, "BadRequestException"), theirAnswer],
  ["400 BadRequestException: Rate exceeded", modelled(400, "BadRequestException", rateExceeded), throttled],
  ["401 UnauthorizedException", modelled(401, "UnauthorizedException"), theirAnswer],
  ["404 NotFoundException", modelled(404, "NotFoundException"), theirAnswer],
  ["404 whose message says Rate exceeded", modelled(404, "NotFoundException", rateExceeded), theirAnswer],
  ["404 ResourceNotFoundException", modelled(404, "ResourceNotFoundException"), theirAnswer],
  ["429 LimitExceededException", modelled(429, "LimitExceededException"), throttled],
  ["500 InternalFailureException", modelled(500, "InternalFailureException"), failure],
  ["503 DependentServiceFailureException", modelled(503, "DependentServiceFailureException"), failure],
  ["429 TooManyRequests", modelled(429, "TooManyRequests"), throttled],
  ["429 without a body", { status: 429 }, throttled],
  ["400 Throttling", modelled(400, "Throttling"), throttled],
  ["403 ExpiredToken", modelled(403, "ExpiredToken"), theirAnswer],
  ["403 AccessDenied", modelled(403, "AccessDenied"), theirAnswer],
  ["403 UnrecognizedClient", modelled(403, "UnrecognizedClient"), theirAnswer],
  [
    "403 InvalidSignatureException, as for a skewed clock",
    modelled(403, "InvalidSignatureException"),
    theirAnswer,
  ],
  ["500 without a body", { status: 500 }, failure],
  ["504 without a body", { status: 504 }, failure],
  ["408 without a body", { status: 408 }, failure],
  ["a redirect", { status: 301 }, theirAnswer],
  ["502 with a page of HTML", { status: 502, body: html }, failure],
  ["503 with a page of HTML", { status: 503, body: html }, failure],
  ["408 with a page of HTML", { status: 408, body: html }, failure],
  ["429 with a page of HTML", { status: 429, body: html }, throttled],
  ["400 with a page of HTML", { status: 400, body: html }, theirAnswer],
  ["403 with a page of HTML", { status: 403, body: html }, theirAnswer],
  ["200 with malformed JSON", { status: 200, body: '{"apps":[' }, failure],
  ["200 with a page of HTML", { status: 200, body: html }, failure],
  ["200 reset in the middle of the body", { status: 200, body: withCode("ECONNRESET") }, failure],
  ["404 reset in the middle of the body", { status: 404, body: withCode("ECONNRESET") }, failure],
  ["500 reset in the middle of the body", { status: 500, body: withCode("ECONNRESET") }, failure],
  ...(["ECONNRESET", "ETIMEDOUT", "HPE_INVALID_CONSTANT"] as const).map((code): Row<RawAnswer> => [
    `404 whose body has the code ${code}`,
    modelled(404, "NotFoundException", { message: "no such app", code }),
    theirAnswer,
  ]),
];

describe("what the SDK throws for an answer of the service", () => {
  test.each(answers)("%s", async (_title, answer, expected) => {
    expect(classifyError(await thrownFor(answer))).toEqual(expected);
  });
});

const withoutAnswer: readonly Row<Error>[] = [
  ["connection refused", withCode("ECONNREFUSED"), failure],
  [
    "connection refused on both stacks",
    Object.assign(new AggregateError([], "both"), { code: "ECONNREFUSED", message: "" }),
    failure,
  ],
  ["the caller's abort", named("AbortError", "Request aborted"), { verdict: "cancelled", answered: false }],
  ["an unknown host", withCode("ENOTFOUND"), failure],
  ["a reset before the headers", withCode("ECONNRESET", { name: "TimeoutError" }), failure],
  ["connectionTimeout or socketTimeout", named("TimeoutError"), failure],
  ["a self-signed certificate", withCode("DEPTH_ZERO_SELF_SIGNED_CERT"), failure],
  ["a TLS handshake that fails", withCode("EPROTO"), failure],
  ["a reply that is not HTTP", withCode("HPE_INVALID_CONSTANT"), failure],
  ["a credentials file that is not there", withCode("ENOENT"), local],
  ["a missing path label", new Error("No value provided for input HTTP label: appId."), local],
];

describe("what the SDK throws where no answer came", () => {
  test.each(withoutAnswer)("%s", async (_title, error, expected) => {
    expect(classifyError(await thrownFor(error))).toEqual(expected);
  });

  test("no region", async () => {
    const error = await thrownFor(
      { status: 200 },
      { region: () => Promise.reject<string>(new Error("Region is missing")) },
    );

    expect(classifyError(error)).toEqual(local);
  });

  test("no credentials", async () => {
    const failed = named("CredentialsProviderError", "Could not load credentials from any providers");

    const error = await thrownFor({ status: 200 }, { credentials: () => Promise.reject(failed) });

    expect(classifyError(error)).toEqual(local);
  });
});

const serverClasses = [sdk.InternalFailureException, sdk.DependentServiceFailureException] as const;
const clientClasses = [sdk.BadRequestException, sdk.UnauthorizedException, sdk.NotFoundException] as const;

describe("errors as tests and mocks make them", () => {
  test.each(serverClasses.map((Class) => [Class.name, Class] as const))(
    "%s without a status is a failure",
    (_name, Class) => {
      expect(classifyError(new Class({ message: "mocked", $metadata: {} }))).toEqual(failure);
    },
  );

  test.each(clientClasses.map((Class) => [Class.name, Class] as const))(
    "%s without a status is ignored, and no sign of life",
    (_name, Class) => {
      expect(classifyError(new Class({ message: "mocked", $metadata: {} }))).toEqual(local);
    },
  );

  test("LimitExceededException without a status is throttled, and no sign of life", () => {
    const error = new sdk.LimitExceededException({ message: "mocked", $metadata: {} });

    expect(classifyError(error)).toEqual({ verdict: "throttled", answered: false });
  });

  const byName: readonly (readonly [name: string, message: string, verdict: Verdict])[] = [
    ["InternalFailureException", "", "failure"],
    ["DependentServiceFailureException", "", "failure"],
    ["LimitExceededException", "", "throttled"],
    ["ThrottlingException", "", "throttled"],
    ["BadRequestException", "Slow down", "throttled"],
    ["BadRequestException", "Request was throttled", "throttled"],
    ["BadRequestException", "appId is too long", "ignored"],
    ["NotFoundException", "", "ignored"],
    ["TimeoutError", "", "failure"],
    ["AbortError", "", "cancelled"],
    ["Error", "Rate exceeded", "ignored"],
  ];

  test.each(byName)("an error with the name %s and the message %j alone is %s", (name, message, verdict) => {
    expect(classifyError(named(name, message))).toEqual({ verdict, answered: false });
    expect(classifyError({ name, message })).toEqual({ verdict, answered: false });
  });

  test("a BadRequestException without any message is ignored", () => {
    expect(classifyError({ name: "BadRequestException" })).toEqual(local);
  });

  test.each([
    [404, theirAnswer],
    [429, throttled],
    [500, failure],
    [200, failure],
  ])("an error with the status %i alone is judged by it", (httpStatusCode, expected) => {
    expect(classifyError(named("Error", "", { $metadata: { httpStatusCode } }))).toEqual(expected);
  });

  test.each([undefined, null, "none"])("$metadata of %o is none, so the name decides", ($metadata) => {
    const error = named("InternalFailureException", "", { $fault: "client", $metadata });

    expect(classifyError(error)).toEqual(failure);
  });

  test("server errors that put the fault on the client are judged by their status", () => {
    const error = named("Odd", "", { $fault: "client", $metadata: { httpStatusCode: 500 } });

    expect(classifyError(error)).toEqual(failure);
  });
});

describe("what is no error at all", () => {
  test.each(hostileValues)("%s is ignored", (_title, value) => {
    expect(classifyError(value)).toEqual(local);
  });
});
