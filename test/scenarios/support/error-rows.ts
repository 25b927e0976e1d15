import * as sdk from "@aws-sdk/client-amplify";
import { setImmediate as nextTurn } from "node:timers/promises";
import { vi } from "vitest";
import type { AmplifySimulator, Fault } from "../../../src/testing/index.ts";
import { agentWith, closedPort, selfSignedServer, talkingServer } from "./odd-servers.ts";
import type { Place } from "./simulated-amplify.ts";

/** What of a call can be waited for, and its end. */
interface Side {
  readonly simulator: AmplifySimulator;
  readonly controller: AbortController;
  /** Resolves when the SDK has the headers of an answer. */
  readonly headers: Promise<void>;
  /** Resolves when the SDK's first attempt is over. */
  readonly attemptEnd: Promise<void>;
}

/** One way in which a call goes wrong. */
export interface ErrorRow {
  readonly when: string;
  readonly fault?: Fault;
  /** Another place than the simulator. */
  readonly place?: () => Promise<Place>;
  readonly config?: () => sdk.AmplifyClientConfig;
  readonly send?: (client: sdk.Amplify, abortSignal: AbortSignal) => Promise<unknown>;
  /** What happens to the call while it is under way. */
  readonly meanwhile?: (side: Side) => Promise<void>;
  /** What the caller gets, as far as the SDK's behaviour is relied on. */
  readonly gets: object;
  readonly hears: "success" | "failure" | "throttled" | "ignored" | "cancelled";
  /** @default as many as the SDK makes, which is not looked at */
  readonly attempts?: number;
}

const serviceError = (name: string, httpStatusCode: number) => ({ name, $metadata: { httpStatusCode } });

export const network: readonly ErrorRow[] = [
  {
    when: "the connection is refused",
    place: async () => ({ endpoint: `http://127.0.0.1:${await closedPort()}` }),
    gets: { name: "Error", code: "ECONNREFUSED" },
    hears: "failure",
  },
  {
    when: "the connection is refused on both address families",
    place: async () => ({ endpoint: `http://amplify.test:${await closedPort()}` }),
    config: () => ({
      requestHandler: {
        httpAgent: agentWith((_host, _options, callback) => {
          callback(null, [
            { address: "127.0.0.1", family: 4 },
            { address: "::1", family: 6 },
          ]);
        }),
      },
    }),
    gets: { name: "AggregateError", message: "", code: "ECONNREFUSED" },
    hears: "failure",
  },
  {
    when: "the host name is unknown",
    config: () => ({
      endpoint: "http://amplify.test",
      requestHandler: {
        httpAgent: agentWith((host, _options, callback) => {
          const error = new Error(`getaddrinfo ENOTFOUND ${host}`);
          callback(Object.assign(error, { errno: -3008, code: "ENOTFOUND", syscall: "getaddrinfo" }), "");
        }),
      },
    }),
    gets: { name: "Error", code: "ENOTFOUND" },
    hears: "failure",
  },
  {
    when: "the connection is reset before the headers",
    fault: { kind: "reset" },
    gets: { name: "TimeoutError", code: "ECONNRESET" },
    hears: "failure",
  },
  ...[200, 500].map((status): ErrorRow => ({
    when: `the connection is reset in the body of a ${status}`,
    fault: { kind: "reset", during: "body", status },
    gets: { name: "Error", code: "ECONNRESET", $metadata: { httpStatusCode: status } },
    hears: "failure",
  })),
  {
    when: "no connection comes about within connectionTimeout (real time)",
    config: () => ({
      endpoint: "http://amplify.test",
      requestHandler: { connectionTimeout: 20, httpAgent: agentWith(() => {}) },
    }),
    gets: { name: "TimeoutError", code: undefined },
    hears: "failure",
  },
  {
    when: "nothing comes within socketTimeout (real time)",
    fault: { kind: "hang" },
    config: () => ({ requestHandler: { socketTimeout: 30 } }),
    gets: { name: "TimeoutError", code: undefined },
    hears: "failure",
  },
  {
    when: "no headers come within a requestTimeout that throws (real time)",
    fault: { kind: "hang" },
    config: () => ({ requestHandler: { requestTimeout: 30, throwOnRequestTimeout: true } }),
    gets: { name: "TimeoutError" },
    hears: "failure",
  },
  {
    when: "the server's certificate is self-signed",
    place: selfSignedServer,
    gets: { code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
    hears: "failure",
  },
  {
    when: "the server does not speak TLS",
    place: () => talkingServer("HTTP/1.1 400 Bad Request\r\n\r\n", "https"),
    gets: { code: /^(?:EPROTO$|ERR_SSL_)/ },
    hears: "failure",
  },
  {
    when: "the server does not speak HTTP",
    place: () => talkingServer("220 mail.example.com ESMTP\r\n"),
    gets: { code: /^HPE_/ },
    hears: "failure",
  },
];

const aborted = { name: "AbortError", $metadata: undefined };

export const aborts: readonly ErrorRow[] = [
  {
    when: "it is aborted before it begins",
    send: (client) =>
      client.send(new sdk.ListAppsCommand({}), { abortSignal: AbortSignal.abort("too late") }),
    gets: aborted,
    hears: "cancelled",
  },
  {
    when: "it is aborted in flight",
    fault: { kind: "hang" },
    meanwhile: async ({ simulator, controller }) => {
      await simulator.requests.next();
      controller.abort(new Error("a reason that is lost"));
    },
    gets: aborted,
    hears: "cancelled",
  },
  {
    when: "it is aborted in the body",
    fault: { kind: "stall" },
    meanwhile: async ({ headers, controller }) => {
      await headers;
      controller.abort();
    },
    gets: aborted,
    hears: "cancelled",
  },
  {
    when: "it is aborted in backoff",
    fault: { kind: "error", error: "InternalFailureException", retryAfterSeconds: 5 },
    meanwhile: async ({ attemptEnd, controller }) => {
      await attemptEnd;
      for (let turn = 0; turn < 3; turn++) await nextTurn();
      controller.abort();
    },
    gets: aborted,
    hears: "cancelled",
    attempts: 1,
  },
];

export const strangeAnswers: readonly ErrorRow[] = [
  ...[502, 503].map((status): ErrorRow => ({
    when: `a load balancer answers ${status} with a page`,
    fault: { kind: "html", status },
    gets: serviceError("SyntaxError", status),
    hears: "failure",
  })),
  ...[500, 504].map((status): ErrorRow => ({
    when: `the answer is ${status} with no body`,
    fault: { kind: "empty", status },
    gets: { ...serviceError("Unknown", status), $fault: "server" },
    hears: "failure",
  })),
  {
    when: "a 200 holds half a JSON document",
    fault: { kind: "malformed" },
    gets: serviceError("SyntaxError", 200),
    hears: "failure",
  },
  {
    when: "a 200 holds a page",
    fault: { kind: "html", status: 200 },
    gets: serviceError("SyntaxError", 200),
    hears: "failure",
  },
  {
    when: "a 200 holds nothing",
    fault: { kind: "empty", status: 200 },
    gets: { apps: undefined, $metadata: { httpStatusCode: 200 } },
    hears: "success",
  },
  {
    when: "a 200 holds members of other types",
    fault: { kind: "mistyped" },
    gets: { $metadata: { httpStatusCode: 200 } },
    hears: "success",
  },
  {
    when: "the answer is 408",
    fault: { kind: "empty", status: 408 },
    gets: serviceError("Unknown", 408),
    hears: "failure",
  },
];

export const refusals: readonly ErrorRow[] = [
  {
    when: "the pace is too high (429 TooManyRequests)",
    fault: { kind: "error", error: "TooManyRequestsException" },
    config: () => ({ maxAttempts: 1 }),
    gets: serviceError("TooManyRequestsException", 429),
    hears: "throttled",
  },
  {
    when: "the pace is too high (429 with no body)",
    fault: { kind: "empty", status: 429 },
    config: () => ({ maxAttempts: 1 }),
    gets: serviceError("Unknown", 429),
    hears: "throttled",
  },
  {
    when: "the pace is too high (400 Throttling)",
    fault: { kind: "error", error: "ThrottlingException" },
    config: () => ({ maxAttempts: 1 }),
    gets: serviceError("ThrottlingException", 400),
    hears: "throttled",
  },
  {
    when: "the pace is too high, as Amplify says it",
    fault: { kind: "throttling" },
    gets: { ...serviceError("BadRequestException", 400), message: /^Rate exceeded/ },
    hears: "throttled",
    attempts: 1,
  },
  ...(["ExpiredTokenException", "AccessDeniedException", "UnrecognizedClientException"] as const).map(
    (error): ErrorRow => ({
      when: `the answer is ${error}`,
      fault: { kind: "error", error },
      gets: serviceError(error, 403),
      hears: "ignored",
    }),
  ),
  {
    when: "the clocks differ, and the SDK's second attempt has corrected its own",
    fault: {
      kind: "response",
      status: 403,
      headers: { "x-amzn-errortype": "InvalidSignatureException", date: "Fri, 01 Jan 2021 00:00:00 GMT" },
      body: { message: "Signature expired" },
      times: 1,
    },
    gets: { apps: [], $metadata: { httpStatusCode: 200 } },
    hears: "success",
    attempts: 2,
  },
  {
    when: "a 404 has a body that names a network code",
    fault: { kind: "error", error: "NotFoundException", members: { code: "ECONNRESET" } },
    gets: { ...serviceError("NotFoundException", 404), code: "ECONNRESET" },
    hears: "ignored",
  },
];

/** A provider that asks another service, which is down. */
async function askClosedPort(): Promise<never> {
  const { get } = await import("node:http");
  const port = await closedPort();
  return new Promise((_resolve, reject) => {
    get({ host: "127.0.0.1", port }).on("error", reject);
  });
}

export const local: readonly ErrorRow[] = [
  {
    when: "no credentials can be found",
    config: () => {
      for (const name of ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]) {
        vi.stubEnv(name, undefined);
      }
      vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
      vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials");
      vi.stubEnv("AWS_CONFIG_FILE", "/nonexistent/config");
      return { credentials: undefined as never };
    },
    gets: { name: "CredentialsProviderError", $metadata: undefined },
    hears: "ignored",
    attempts: 0,
  },
  {
    when: "the service that gives out credentials refuses connections",
    config: () => ({ credentials: askClosedPort }),
    gets: { code: "ECONNREFUSED" },
    hears: "ignored",
    attempts: 0,
  },
  {
    when: "the service that gives out credentials fails",
    config: () => ({
      credentials: () =>
        Promise.reject(
          new sdk.AmplifyServiceException({
            name: "STSServiceException",
            $fault: "server",
            $metadata: { httpStatusCode: 500 },
          }),
        ),
    }),
    gets: serviceError("STSServiceException", 500),
    hears: "ignored",
    attempts: 0,
  },
  {
    when: "no region is set",
    config: () => {
      vi.stubEnv("AWS_REGION", undefined);
      vi.stubEnv("AWS_DEFAULT_REGION", undefined);
      vi.stubEnv("AWS_CONFIG_FILE", "/nonexistent/config");
      return { region: undefined as never };
    },
    gets: { name: "Error", message: "Region is missing", $metadata: undefined },
    hears: "ignored",
    attempts: 0,
  },
  {
    when: "a path label is missing",
    send: (client) => client.send(new sdk.GetAppCommand({ appId: undefined })),
    gets: { message: /appId/, $metadata: undefined },
    hears: "ignored",
    attempts: 0,
  },
];
