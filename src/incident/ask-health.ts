import type { HealthReport, HealthSource } from "../aws-health/health-report.ts";
import type { Clock } from "../clock/clock.ts";
import { describeValue } from "../errors/describe-value.ts";
import { readProperty, readString } from "../errors/read-property.ts";

/** Asks whether AWS reports an event; where the source fails, or answers nonsense, nobody knows, and that is told. */
export async function askHealth(
  source: HealthSource,
  region: string | undefined,
  clock: Clock,
): Promise<HealthReport> {
  try {
    const report = await source.look(region === undefined ? {} : { region });
    if (isReport(report)) return report;
    return unknown(clock, `the health source answered ${describeValue(report)}`);
  } catch (error) {
    return unknown(
      clock,
      `the health source failed: ${readString(error, "message") ?? describeValue(error)}`,
    );
  }
}

function isReport(report: unknown): report is HealthReport {
  const status = readProperty(report, "status");
  const isKnown = status === "reported" || status === "nothingReported" || status === "unknown";
  const isDated = typeof readProperty(report, "checkedAt") === "number";
  return isKnown && isDated && Array.isArray(readProperty(report, "events"));
}

function unknown(clock: Clock, problem: string): HealthReport {
  const source = "the health source that was given";
  return Object.freeze({ checkedAt: clock.epochMs(), source, status: "unknown", events: [], problem });
}
