import type { Cell, Findings, Table, Target } from "./benchmark.ts";
import type { Environment } from "./environment.ts";

/** A benchmark's findings, as its JSON file holds them. */
export interface Report extends Omit<Findings, "files"> {
  readonly name: string;
  readonly question: string;
  /** When it was measured, as an ISO date and time. */
  readonly measuredAt: string;
  readonly isQuick: boolean;
  readonly environment: Environment;
  /** Names of the further files beside it. */
  readonly files: readonly string[];
}

/** The report in Markdown, under a heading of its own. */
export function reportAsMarkdown(report: Report): string {
  const { name, question, tables, targets, files, environment, measuredAt, isQuick } = report;
  const plots = files.filter((file) => file.endsWith(".svg")).map((file) => `![${file}](${file})`);
  return [
    `## ${name}: ${question}`,
    ...tables.map(tableAsMarkdown),
    ...plots,
    ...(targets.length === 0 ? [] : [targetsAsMarkdown(targets)]),
    `Measured ${measuredAt.slice(0, 10)}${isQuick ? ", **short version**" : ""} with ${environmentAsText(environment)}.`,
  ].join("\n\n");
}

export function tableAsMarkdown({ title, columns, rows, note }: Table): string {
  const lines = [line(columns), line(columns.map((_, index) => (index === 0 ? "---" : "---:")))];
  for (const row of rows) lines.push(line(row));
  return [`**${title}**`, lines.join("\n"), ...(note === undefined ? [] : [note])].join("\n\n");
}

function line(cells: readonly Cell[]): string {
  return `| ${cells.join(" | ")} |`;
}

function targetsAsMarkdown(targets: readonly Target[]): string {
  return targets
    .map(({ text, measured, isMet }) => `- ${isMet ? "reached" : "**not reached**"}: ${text} (${measured})`)
    .join("\n");
}

function environmentAsText({ node, system, cpu, cores, packages }: Environment): string {
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return [`Node ${node}`, system, `${cores} × ${cpu}`, ...versions].join(", ");
}
