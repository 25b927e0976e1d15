import { AmplifyServiceException, BadRequestException } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import type { Fault } from "../../../src/testing/index.ts";
import { clientOf, rejectionOf, started } from "../started-simulator.ts";

/** What a client with one attempt is rejected with under a fault. */
async function seen(fault: Fault) {
  const simulator = await started();
  const client = clientOf(simulator);
  await client.listApps({}); // A connection to be kept alive.
  simulator.faults.inject(fault);
  await simulator.faults.settled();
  return { error: await rejectionOf(client.listApps({})), record: simulator.requests.last };
}

describe("what the bare client sees of each fault", () => {
  test("throttling: a BadRequestException that says so, and no retry", async () => {
    const { error } = await seen({ kind: "throttling" });
    expect(error).toBeInstanceOf(BadRequestException);
    expect(error.message).toBe("Rate exceeded while calling ListApps, please slow down");
  });

  test("TooManyRequestsException and ThrottlingException: service errors of no class of their own", async () => {
    for (const [name, status] of [
      ["TooManyRequestsException", 429],
      ["ThrottlingException", 400],
    ] as const) {
      const { error } = await seen({ kind: "error", error: name });
      expect(error).toBeInstanceOf(AmplifyServiceException);
      expect(error).toMatchObject({ name, $fault: "client", $metadata: { httpStatusCode: status } });
    }
  });

  test.each(["ExpiredTokenException", "AccessDeniedException", "UnrecognizedClientException"] as const)(
    "%s: as given, 403",
    async (name) => {
      const { error } = await seen({ kind: "error", error: name });
      expect(error).toMatchObject({ name, $fault: "client", $metadata: { httpStatusCode: 403 } });
    },
  );

  test("refuse: ECONNREFUSED, and nothing arrives", async () => {
    const { error, record } = await seen({ kind: "refuse" });
    expect(error).toMatchObject({ name: "Error", code: "ECONNREFUSED" });
    expect(record).toMatchObject({ id: 1, status: 200 });
  });

  test("reset before the headers: TimeoutError with ECONNRESET", async () => {
    const { error, record } = await seen({ kind: "reset" });
    expect(error).toMatchObject({ name: "TimeoutError", code: "ECONNRESET" });
    expect(error).not.toHaveProperty("$metadata.httpStatusCode");
    expect(await record?.settled).toMatchObject({ status: undefined, isClosedEarly: false });
  });

  test.each([200, 500])(
    "reset in the middle of a body with %d: ECONNRESET with that status",
    async (status) => {
      const { error } = await seen({ kind: "reset", during: "body", status });
      expect(error).toMatchObject({
        name: "Error",
        code: "ECONNRESET",
        $metadata: { httpStatusCode: status },
      });
    },
  );

  test.each([502, 503, 504])("an HTML page with %d: SyntaxError with that status", async (status) => {
    const { error } = await seen({ kind: "html", status });
    expect(error).toMatchObject({ name: "SyntaxError", $metadata: { httpStatusCode: status } });
  });

  test.each([500, 504])("%d with no body: a server fault named Unknown", async (status) => {
    const { error } = await seen({ kind: "empty", status });
    expect(error).toBeInstanceOf(AmplifyServiceException);
    expect(error).toMatchObject({ name: "Unknown", $fault: "server", $metadata: { httpStatusCode: status } });
  });

  test("200 with JSON that is cut off, and with HTML: SyntaxError with 200", async () => {
    for (const fault of [{ kind: "malformed" }, { kind: "html", status: 200 }] as const) {
      const { error } = await seen(fault);
      expect(error).toMatchObject({ name: "SyntaxError", $metadata: { httpStatusCode: 200 } });
    }
  });

  test("200 with an empty body, and with mistyped members: resolves with nothing of use", async () => {
    const simulator = await started({ seedApps: 1 });
    const client = clientOf(simulator);
    const fault = simulator.faults.inject({ kind: "empty", status: 200 });
    expect((await client.listApps({})).apps).toBeUndefined();
    fault.change({ kind: "mistyped" });
    expect((await client.listApps({})).apps).toBe("mistyped");
  });

  test("clock skew: the SDK's second attempt succeeds", async () => {
    const simulator = await started();
    const client = clientOf(simulator, { maxAttempts: 3 });
    const headers = {
      date: new Date(Date.now() + 3_600_000).toUTCString(),
      "x-amzn-errortype": "InvalidSignatureException",
    };
    simulator.faults.inject({
      kind: "response",
      status: 403,
      headers,
      body: { message: "expired" },
      times: 1,
    });
    expect((await client.listApps({})).$metadata.attempts).toBe(2);
  });

  test("hang and stall: nothing, until the client leaves; the record says that it left", async () => {
    const simulator = await started();
    const client = clientOf(simulator);
    const fault = simulator.faults.inject({ kind: "hang" });
    for (const patch of [{ kind: "hang" }, { kind: "stall" }, { kind: "stall", status: 500 }] as const) {
      fault.change(patch);
      const controller = new AbortController();
      const arrival = simulator.requests.next("ListApps");
      const call = client.listApps({}, { abortSignal: controller.signal });
      const record = await arrival;
      expect(simulator.requests.inFlight).toBe(1);
      controller.abort();
      expect((await rejectionOf(call)).name).toBe("AbortError");
      expect(await record.settled).toMatchObject({ isClosedEarly: true, fault: patch });
      expect(simulator.requests.inFlight).toBe(0);
    }
  });

  test("any answer at all can be given", async () => {
    const headers = { "x-amzn-errortype": "TeapotException", "x-own": "1" };
    const { error } = await seen({
      kind: "response",
      status: 418,
      headers,
      body: { message: "short and stout" },
    });
    expect(error).toMatchObject({ name: "TeapotException", message: "short and stout" });
  });

  test("members join the error's body, and Retry-After its headers", async () => {
    const simulator = await started();
    simulator.faults.inject({
      kind: "error",
      error: "NotFoundException",
      members: { code: "ECONNRESET" },
      retryAfterSeconds: 2,
    });
    const response = await fetch(`${simulator.endpoint}/apps`);
    expect(response.headers.get("retry-after")).toBe("2");
    expect(await response.json()).toMatchObject({ code: "ECONNRESET" });
  });
});
