import type { Alert, AlertStatus } from "./alert.ts";

/** What an incoming webhook of Slack takes. */
export interface SlackMessage {
  readonly text: string;
}

/** Slack cuts texts at 40,000 characters; nobody reads as many. */
const longestText = 3_000;

const marks: Readonly<Record<AlertStatus, string>> = {
  firing: ":red_circle: FIRING",
  update: ":red_circle: UPDATE",
  resolved: ":large_green_circle: RESOLVED",
  notice: ":information_source: NOTICE",
};

/** Puts an alert into a message for people; no scope is in it. */
export function slackMessage(alert: Alert): SlackMessage {
  const { status, severity, summary, since, id } = alert;
  const head = [
    `*${marks[status]}* (${severity}) ${escape(summary)}`,
    `since ${new Date(since).toISOString()}, id ${escape(id)}`,
  ];
  const lines = status === "resolved" ? head : [...head, ...detailsOf(alert)];
  // Whole lines, so that no escape is cut in two.
  let text = "";
  for (const line of lines) {
    if (text.length + line.length + 1 > longestText) break;
    text = text === "" ? line : `${text}\n${line}`;
  }
  return { text };
}

function detailsOf({ cause, advice }: Alert): string[] {
  const lines: string[] = [];
  if (cause !== undefined) lines.push(`> ${escape(`${cause.name}: ${cause.message}`)}`);
  if (cause?.requestId !== undefined) lines.push(`request id ${escape(cause.requestId)}`);
  if (advice === undefined) return lines;
  return [
    ...lines,
    escape(advice.meaning),
    ...advice.steps.map((step) => `• ${escape(step)}`),
    advice.source,
  ];
}

/** The three characters that mean something to Slack; as `<!channel>`, they would wake everybody. */
function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
