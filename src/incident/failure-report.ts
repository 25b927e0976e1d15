import { withoutUndefined } from "../errors/without-undefined.ts";
import type { FailureRecord } from "./failure-record.ts";
import type { FailureReport } from "./incident-report.ts";
import { utc } from "./utc.ts";

/** A failure as reports show it. */
export function failureReport(failure: FailureRecord): FailureReport {
  const { at, operation, type, name, message, attempts, totalRetryDelayMs, durationMs } = failure;
  const { code, status, requestId, extendedRequestId, cfId } = failure;
  return {
    ...{ at: utc(at), operation, type, name, message },
    ...withoutUndefined({ code, status, requestId, extendedRequestId, cfId }),
    attempts: attempts ?? null,
    totalRetryDelayMs: totalRetryDelayMs ?? null,
    durationMs: Math.round(durationMs),
  };
}
