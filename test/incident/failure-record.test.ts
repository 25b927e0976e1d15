import { expect, test } from "vitest";
import { summarizeError } from "../../src/errors/error-summary.ts";
import { accountOf, recordFailure, type FailedCall } from "../../src/incident/failure-record.ts";

const base = {
  type: "failure",
  operation: "GetApp",
  circuit: "GetApp",
  at: 0,
  callId: 1,
  durationMs: 5,
} as const;

function failed(given: Partial<FailedCall>): FailedCall {
  return { ...base, attempts: undefined, ...given } as FailedCall;
}

test("an event without an error is a failure all the same", () => {
  expect(recordFailure(failed({}))).toMatchObject({ name: "Error", message: "", attempts: undefined });
});

test("the account is what the credentials say, or else what an ARN says", () => {
  const resourceArn = "arn:aws:amplify:eu-west-1:111111111111:apps/d1";
  const error = summarizeError(new Error("User: arn:aws:iam::222222222222:user/ci is not authorized"));
  expect(accountOf(failed({ accountId: "333333333333", input: { resourceArn }, error }))).toBe(
    "333333333333",
  );
  expect(accountOf(failed({ input: { resourceArn }, error }))).toBe("111111111111");
  expect(accountOf(failed({ input: { appId: "d1" }, error }))).toBe("222222222222");
  expect(accountOf(failed({ input: { resourceArn: 7 } }))).toBeUndefined();
});
