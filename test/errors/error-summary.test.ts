import { inspect } from "node:util";
import { InternalFailureException } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { CircuitOpenError } from "../../src/errors/circuit-open-error.ts";
import { summarizeError } from "../../src/errors/error-summary.ts";
import { hostileValues } from "./hostile-values.ts";

const secret = "AWS4-HMAC-SHA256 Credential=AKID";

const metadata = {
  httpStatusCode: 500,
  requestId: "r-1",
  extendedRequestId: "e-1",
  cfId: "c-1",
  attempts: 3,
  totalRetryDelay: 120,
};

/** As the SDK throws it: with the answer behind it, and every member its body had. */
function serviceError(): InternalFailureException {
  const error = new InternalFailureException({
    message: "out",
    $metadata: { ...metadata, internal: secret } as never,
  });
  Object.defineProperty(error, "$response", {
    value: { headers: { authorization: secret }, request: { headers: { authorization: secret } } },
  });
  return Object.assign(error, { code: "E1", accessToken: secret, headers: { authorization: secret } });
}

describe("the summary of an error of the service", () => {
  test("has its name, message, stack, code, $fault and $metadata", () => {
    const error = serviceError();

    expect(summarizeError(error)).toMatchObject({
      name: "InternalFailureException",
      message: "out",
      stack: error.stack,
      code: "E1",
      $fault: "server",
      $metadata: metadata,
    });
  });

  test("has nothing else, hidden or not, and so no way to the Authorization header", () => {
    const summary = summarizeError(serviceError());

    expect(Reflect.ownKeys(summary).map(String).toSorted()).toEqual(
      ["name", "message", "stack", "code", "$fault", "$metadata"].toSorted(),
    );
    expect(Object.keys(summary.$metadata ?? {}).toSorted()).toEqual(Object.keys(metadata).toSorted());
    expect(inspect(summary, { showHidden: true, depth: null })).not.toContain(secret);
  });

  test("passes for an Error, and is enumerated like one", () => {
    const summary = summarizeError(serviceError());

    expect(summary).toBeInstanceOf(Error);
    expect(String(summary)).toBe("InternalFailureException: out");
    expect(Object.keys(summary)).toEqual(["code", "$fault", "$metadata"]);
  });

  test("is frozen through and through", () => {
    const summary = summarizeError(serviceError());

    expect(Object.isFrozen(summary)).toBe(true);
    expect(Object.isFrozen(summary.$metadata)).toBe(true);
  });

  test("leaves the error itself as it is", () => {
    const error = Object.freeze(serviceError());
    const before = inspect(error, { showHidden: true });

    summarizeError(error);

    expect(inspect(error, { showHidden: true })).toBe(before);
  });
});

describe("the summary of another error", () => {
  test("has only what the error had", () => {
    const summary = summarizeError(new RangeError("plain"));

    expect(summary).toMatchObject({ name: "RangeError", message: "plain" });
    expect(Object.keys(summary)).toEqual([]);
  });

  test("leads to no cause", () => {
    const cause = serviceError();
    const refusal = new CircuitOpenError({ operation: "ListApps", state: "open", retryAfterMs: 1, cause });

    expect(summarizeError(refusal)).not.toHaveProperty("cause");
    expect(summarizeError(refusal).code).toBe("EOPENBREAKER");
  });

  test("drops members of a wrong kind", () => {
    const odd = { name: 1, message: {}, code: 500, $fault: "nobody", $metadata: { attempts: "3", cfId: 4 } };

    const summary = summarizeError(odd);

    expect(summary).toMatchObject({ name: "Error", message: "", stack: "" });
    expect({ ...summary }).toEqual({ $metadata: {} });
  });

  test("takes a thrown string for its message", () => {
    expect(summarizeError("boom")).toMatchObject({ name: "Error", message: "boom" });
  });

  test.each(hostileValues)("can be made of %s", (_title, value) => {
    const summary = summarizeError(value);

    expect(summary).toBeInstanceOf(Error);
    expect(Object.isFrozen(summary)).toBe(true);
    expect({ ...summary }).toEqual({});
  });
});

describe("what a summary says", () => {
  test("holds no secret of the call that failed, not in its stack either", () => {
    const error = Object.assign(new Error("token s3cr3t-1 is bad"), { name: "s3cr3t-1", code: "s3cr3t-1" });
    expect(error.stack).toContain("s3cr3t-1");
    const summary = summarizeError(error, ["s3cr3t-1"]);
    expect(summary).toMatchObject({
      name: "[redacted]",
      message: "token [redacted] is bad",
      code: "[redacted]",
    });
    expect(inspect(summary)).not.toContain("s3cr3t-1");
    expect(summary.stack).toContain("token [redacted] is bad\n    at ");
  });

  test("holds no secret that only the stack still tells, of a message that was changed", () => {
    const error = new Error("https://me:hunter22@git.example.com/");
    // V8 writes it when it is first read.
    const { stack } = error;
    error.message = "cannot clone";
    expect(stack).toContain("hunter22");
    expect(summarizeError(error).stack).toMatch(/^Error: https:\/\/\[redacted\]@git.example.com\/\n {4}at /);
  });

  test("keeps the stack of an error whose words hold no secret", () => {
    const error = new TypeError("no");
    expect(summarizeError(error).stack).toBe(error.stack);
    expect(summarizeError({ message: "no", stack: "a\nb" }).stack).toBe("a\nb");
  });

  test("is made in one go of a stack of a million lines", () => {
    const stack = `${"\n    at x".repeat(1e5)}\nno frame`;
    expect(summarizeError({ message: "no", stack }).stack).toBe(stack);
  });
});
