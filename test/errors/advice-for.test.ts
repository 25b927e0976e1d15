import { describe, expect, test } from "vitest";
import { adviceFor } from "../../src/errors/advice-for.ts";
import { throttlingNames } from "../../src/amplify/error-names.ts";
import { CircuitOpenError } from "../../src/errors/circuit-open-error.ts";
import { summarizeError } from "../../src/errors/error-summary.ts";

const seen = (name: string, members: object = {}): Error =>
  Object.assign(new Error("what it says"), { name }, members);
const code = (value: string): Error => Object.assign(new Error("what it says"), { code: value });
const status = (httpStatusCode: number): object => ({ $metadata: { httpStatusCode } });

describe("advice", () => {
  test.each([
    ["internalFailure", seen("InternalFailureException", status(500))],
    ["internalFailure", seen("Unknown", status(504))],
    ["internalFailure", seen("SyntaxError", status(502))],
    ["dependentService", seen("DependentServiceFailureException", status(503))],
    ["quota", seen("LimitExceededException", status(429))],
    ["throttled", seen("TooManyRequestsException", status(429))],
    ["throttled", seen("ThrottlingException", status(400))],
    [
      "throttled",
      seen("BadRequestException", { message: "Rate exceeded while calling CreateApp, please slow down" }),
    ],
    ["other", seen("BadRequestException", { message: "the name is too long", ...status(400) })],
    [
      "clockSkew",
      seen("InvalidSignatureException", { message: "Signature expired: 2026… is now earlier than 2026…" }),
    ],
    ["clockSkew", seen("RequestTimeTooSkewed")],
    ["credentials", seen("InvalidSignatureException", { message: "the signature does not match" })],
    ["credentials", seen("CredentialsProviderError")],
    ["credentials", seen("ExpiredTokenException", status(403))],
    ["credentials", seen("UnauthorizedException", status(401))],
    ["dns", code("ENOTFOUND")],
    ["dns", code("EAI_AGAIN")],
    ["tls", code("DEPTH_ZERO_SELF_SIGNED_CERT")],
    ["tls", code("EPROTO")],
    ["network", code("ECONNREFUSED")],
    ["network", Object.assign(code("ECONNRESET"), { name: "TimeoutError" })],
    ["network", code("HPE_INVALID_CONSTANT")],
    ["timeout", seen("TimeoutError")],
    ["timeout", seen("CallTimeoutError", { code: "ETIMEDOUT" })],
    ["other", seen("NotFoundException", status(404))],
    ["other", new TypeError("a bug")],
  ] as const)("is of the kind %s for %o", (kind, error) => {
    const { meaning, steps, source, ...rest } = adviceFor(error);
    expect(rest).toEqual({ kind });
    expect(meaning).toMatch(/^[A-Z].*\.$/u);
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) expect(step).toMatch(/^[A-Z].*[.]$/u);
    expect(new URL(source).protocol).toBe("https:");
  });

  test.each([
    [
      "You have reached the maximum number of apps in this account",
      "apps (25 a region by default, adjustable), or how many are created in an hour",
    ],
    ["You have reached the maximum number of branches for this app", "branches per app (50, not adjustable)"],
    ["Too many concurrent jobs", "concurrent jobs (5 a region by default, adjustable)"],
    ["A deployment is in progress for this branch", "one deployment of a branch at a time"],
    ["no", "one that its message does not name"],
  ])("for a quota names it: %s", (message, quota) => {
    expect(adviceFor(seen("LimitExceededException", { message })).meaning).toContain(`is used up: ${quota}.`);
  });

  test("comes with the error of a refused call", () => {
    const details = { operation: "ListApps", state: "open", retryAfterMs: 100 } as const;
    const cause = summarizeError(seen("DependentServiceFailureException"));
    expect(new CircuitOpenError({ ...details, cause }).advice?.kind).toBe("dependentService");
    expect(new CircuitOpenError({ ...details, state: "isolated" }).advice).toBeUndefined();
  });
});

test("somebody named clockwork who may not do something has no clock to set", () => {
  const error = Object.assign(
    new Error("User: arn:aws:iam::1:user/clockwork is not authorized to perform: amplify:ListApps"),
    { name: "AccessDeniedException", $metadata: { httpStatusCode: 403 } },
  );
  expect(adviceFor(error).kind).toBe("credentials");
});

test.each([...throttlingNames].filter((name) => name !== "LimitExceededException"))(
  "what the circuit takes for throttling is advised on as throttling: %s",
  (name) => {
    expect(adviceFor(Object.assign(new Error("x"), { name })).kind).toBe("throttled");
  },
);

test("what the circuit holds to be the service's answer is no network trouble, whatever its body says", () => {
  const error = Object.assign(new Error("x"), {
    name: "NotFoundException",
    code: "ECONNRESET",
    $fault: "client",
    $metadata: { httpStatusCode: 404 },
  });
  expect(adviceFor(error).kind).toBe("other");
});

test("anything that was thrown may be asked about, and nobody can change the advice", () => {
  for (const thrown of [undefined, null, "down", 1]) expect(adviceFor(thrown).kind).toBe("other");
  expect(Object.isFrozen(adviceFor(undefined).steps)).toBe(true);
});

test("of a message only the beginning is read", () => {
  const message = `${"already ".repeat(10_000)}app`;
  expect(adviceFor(Object.assign(new Error(message), { name: "LimitExceededException" })).meaning).toContain(
    "one that its message does not name",
  );
});
