import { formatSpan } from "./format-span.ts";
import type { FailureReport, IncidentReport } from "./incident-report.ts";
import { markdownFence, markdownTable, markdownText } from "./markdown-text.ts";
import { timelineDrawing } from "./timeline-drawing.ts";

/** An incident as a text to paste into a support case: first what AWS asks for, last what is for the reader alone. */
export function incidentMarkdown(report: IncidentReport): string {
  const sections = [
    [`# ${title(report)}`, "", summary(report)],
    ["## Facts", "", ...facts(report)],
    report.timeline.length === 0
      ? []
      : ["## Timeline (UTC)", "", ...markdownFence(timelineDrawing(report), "text")],
    section("## Errors", errors(report)),
    section("## Failed requests, the last ones (UTC)", failedRequests(report)),
    ["## How far it reaches", "", markdownText(report.reach.sentence), "", ...neighbours(report)],
    section("## What AWS reports", health(report)),
    section("## How to reproduce it", reproduction(report)),
    ["## Circuit settings", "", ...markdownFence(JSON.stringify(report.settings, undefined, 2), "json")],
    ["## For whoever is on call", "", ...forThePersonOnCall(report)],
  ];
  const lines = sections.filter(({ length }) => length > 0).map((part) => part.join("\n").trimEnd());
  return `${lines.join("\n\n")}\n`;
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [heading, "", ...lines];
}

function title({ circuit, region, errors: [main], dryRun }: IncidentReport): string {
  const what = main === undefined ? "no failure was seen" : main.name;
  const where = region === undefined ? "" : ` in ${region}`;
  return markdownText(`AWS Amplify ${circuit}${where}: ${what}${dryRun === true ? " (dry run)" : ""}`);
}

function summary({ status, since, until, durationMs, totals }: IncidentReport): string {
  const counts = `${totals.failures} failed calls, ${totals.attempts} requests`;
  switch (status) {
    case "ongoing":
      return `Out since ${since}, for ${formatSpan(durationMs)}, and it goes on: ${counts}.`;
    case "over":
      return `Out from ${since} to ${until ?? ""}, for ${formatSpan(durationMs)}: ${counts}.`;
    case "failing":
      return `Failing since ${since}, without the circuit having opened: ${counts}.`;
  }
}

function facts(report: IncidentReport): string[] {
  const { totals, latency, versions } = report;
  const rows: readonly (readonly [string, string | number | null | undefined])[] = [
    ["Incident", report.id],
    ["Operations", report.operations.join(", ")],
    ["Region", report.region],
    ["Endpoint", report.endpoint],
    ["Account", report.accountId],
    ["Opened by", report.trigger],
    ["Circuit now", report.state],
    ["Probes that failed", totals.probesFailed],
    ["Calls refused meanwhile", totals.rejections],
    ["Calls answered by a fallback", totals.fallbacks],
    ["Waited between attempts", formatSpan(totals.retryDelayMs)],
    ["Good answers before", spans(latency.before.p50Ms, "median", latency.before.p99Ms, "p99")],
    ["Failed calls", spans(latency.during.p50Ms, "median", latency.during.maxMs, "longest")],
    ["Versions", versionText(versions)],
    ["Reported at", report.reportedAt],
  ];
  const known = rows.filter(([, value]) => value !== undefined && value !== null && value !== "");
  return markdownTable(
    ["what", "value"],
    known.map(([name, value]) => [name, String(value)]),
  );
}

function spans(
  first: number | null,
  firstName: string,
  second: number | null,
  secondName: string,
): string | undefined {
  if (first === null || second === null) return undefined;
  return `${formatSpan(first)} ${firstName}, ${formatSpan(second)} ${secondName}`;
}

function versionText({ amplifyBreaker, sdk, node, platform }: IncidentReport["versions"]): string {
  const ofSdk = sdk === undefined ? "" : `@aws-sdk/client-amplify ${sdk}, `;
  return `${ofSdk}amplify-breaker ${amplifyBreaker}, Node.js ${node}, ${platform}`;
}

function errors({ errors: counts, otherFailures }: IncidentReport): string[] {
  const rows = counts.map(({ name, code = "", status = "", message, count, firstAt, lastAt }) =>
    [name, code, status, count, firstAt, lastAt, message].map(String),
  );
  const table = markdownTable(["error", "code", "HTTP", "count", "first", "last", "message"], rows);
  return otherFailures === 0 ? table : [...table, "", `And ${otherFailures} failures of other kinds.`];
}

function failedRequests({ failures }: IncidentReport): string[] {
  const head = ["time", "operation", "error", "request id", "further ids", "attempts", "retry delay", "took"];
  return markdownTable(head, failures.map(requestCells));
}

function requestCells(failure: FailureReport): string[] {
  const { at, operation, name, type, requestId = "", attempts, totalRetryDelayMs, durationMs } = failure;
  const ids = [failure.extendedRequestId, failure.cfId].filter((id) => id !== undefined);
  return [
    at,
    operation,
    type === "timeout" ? `${name} (timeout)` : name,
    requestId,
    ids.join(", "),
    attempts === null ? "?" : String(attempts),
    totalRetryDelayMs === null ? "" : formatSpan(totalRetryDelayMs),
    formatSpan(durationMs),
  ];
}

function neighbours({ reach }: IncidentReport): string[] {
  const rows = reach.neighbours.map(({ circuit, condition, successes, failures }) =>
    [circuit, condition, successes, failures].map(String),
  );
  return markdownTable(["circuit", "condition", "good calls", "failed calls"], rows);
}

function health({ health: report }: IncidentReport): string[] {
  if (report === undefined) return [];
  const asked = `asked at ${new Date(report.checkedAt).toISOString()} (${markdownText(report.source)})`;
  if (report.status === "unknown") {
    return [`It could not be found out, ${asked}: ${markdownText(report.problem ?? "no reason is known")}.`];
  }
  if (report.events.length === 0) return [`Nothing for Amplify or what it depends on, ${asked}.`];
  const rows = report.events.map(({ service, region = "", status = "", summary: text, since }) => [
    service,
    region,
    status,
    since === undefined ? "" : new Date(since).toISOString(),
    text,
  ]);
  return [
    `AWS reports this, ${asked}:`,
    "",
    ...markdownTable(["service", "region", "status", "since", "summary"], rows),
  ];
}

function reproduction({ reproduction: made }: IncidentReport): string[] {
  if (made === undefined) return [];
  return [
    "With the AWS CLI:",
    "",
    ...markdownFence(made.command, "sh"),
    "",
    "With the SDK:",
    "",
    ...markdownFence(made.script, "js"),
  ];
}

function forThePersonOnCall({ advice, canStillDo }: IncidentReport): string[] {
  return [
    "(Not for the support case.)",
    "",
    markdownText(advice.meaning),
    "",
    ...[...canStillDo, ...advice.steps].map((step) => `- ${markdownText(step)}`),
    "",
    `Source: ${advice.source}`,
  ];
}
