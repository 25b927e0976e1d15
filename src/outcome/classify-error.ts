import { throttlingMessage } from "../amplify/throttling-message.ts";
import { readNumber, readProperty, readString } from "../errors/read-property.ts";
import { isNetworkCode, serverErrorNames, throttlingNames } from "../amplify/error-names.ts";
import type { ErrorJudgement, Verdict } from "./verdict.ts";

/**
 * What an error alone says about the service, without knowing how the call went.
 *
 * `$fault` and `$metadata` are looked at before `code`: members of an error's JSON body are copied onto the SDK's
 * error, so a 404 whose body has `code: "ECONNRESET"` would pass for a network error.
 */
export function classifyError(error: unknown): ErrorJudgement {
  const name = readString(error, "name") ?? "";
  if (name === "AbortError") return judgement("cancelled");
  const fault = readString(error, "$fault");
  const metadata = readProperty(error, "$metadata");
  const status = readNumber(metadata, "httpStatusCode");
  const isOfService = fault !== undefined && typeof metadata === "object" && metadata !== null;
  if (isOfService) return classifyServiceError(error, name, fault, status);
  if (isOfNetwork(error, name)) return judgement("failure");
  if (status !== undefined) return classifyStatus(status);
  return judgement(classifyName(error, name));
}

function classifyServiceError(
  error: unknown,
  name: string,
  fault: string,
  status: number | undefined,
): ErrorJudgement {
  if (status === 429 || isThrottling(error, name)) return judgement("throttled", status !== undefined);
  const isServerError = fault === "server" || status === 408 || (status ?? 0) >= 500;
  return isServerError ? judgement("failure") : judgement("ignored", status !== undefined);
}

function isOfNetwork(error: unknown, name: string): boolean {
  const code = readString(error, "code");
  return name === "TimeoutError" || (code !== undefined && isNetworkCode(code));
}

/** Answers that the SDK could not decode: a proxy's HTML page, half a JSON document. */
function classifyStatus(status: number): ErrorJudgement {
  if (status === 429) return judgement("throttled", true);
  if (status >= 400 && status < 500 && status !== 408) return judgement("ignored", true);
  return judgement("failure");
}

/** Mocked errors often have a name and nothing else. */
function classifyName(error: unknown, name: string): Verdict {
  if (serverErrorNames.has(name)) return "failure";
  return isThrottling(error, name) ? "throttled" : "ignored";
}

function isThrottling(error: unknown, name: string): boolean {
  if (throttlingNames.has(name)) return true;
  return name === "BadRequestException" && throttlingMessage.test(readString(error, "message") ?? "");
}

function judgement(verdict: Verdict, answered = false): ErrorJudgement {
  return { verdict, answered };
}
