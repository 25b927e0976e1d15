import { expect, test } from "vitest";
import { CallTimeoutError } from "../../src/errors/call-timeout-error.ts";

test.each(["notSent", "unknown"] as const)(
  "tells whether the request can have had an effect: %s",
  (outcome) => {
    const error = new CallTimeoutError({ operation: "StartJob", timeoutMs: 20_000, outcome });

    expect(error).toMatchObject({
      message: "StartJob did not settle within its timeout of 20000 ms",
      timeoutMs: 20_000,
      outcome,
    });
  },
);
