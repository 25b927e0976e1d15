/** One line of what a soak came to. */
export interface Finding {
  readonly what: string;
  readonly is: string;
  /** What it must be, where it must be anything. */
  readonly mustBe?: string;
  readonly details?: string;
  readonly isRight: boolean;
}

/** A figure that says how much there was, and is neither right nor wrong. */
export function noted(what: string, is: string): Finding {
  return { what, is, isRight: true };
}

/** How often each of several things was there. */
export function list(what: string, counts: Readonly<Record<string, number>>): Finding {
  const entries = Object.entries(counts);
  const total = entries.reduce((sum, [, times]) => sum + times, 0);
  const details = entries.map(([name, times]) => `${name} ${count(times)}`).join(", ");
  return { what, is: count(total), details, isRight: true };
}

export function exactly(what: string, is: number, mustBe: number): Finding {
  return { what, is: count(is), mustBe: count(mustBe), isRight: is === mustBe };
}

/** What should not be there, by name where it is. */
export function none(what: string, names: readonly string[]): Finding {
  const finding = exactly(what, names.length, 0);
  return names.length === 0 ? finding : { ...finding, details: names.slice(0, 5).join(", ") };
}

export function atMost(what: string, is: number, most: number): Finding {
  return { what, is: count(is), mustBe: `at most ${count(most)}`, isRight: is <= most };
}

/** Whether there was enough of it for the rest to mean anything. */
export function someOf(what: string, is: number): Finding {
  return { what, is: count(is), mustBe: "at least 1", isRight: is >= 1 };
}

function count(value: number): string {
  return value.toLocaleString("en");
}

/** A table of them, what is wrong marked. */
export function findingsAsText(findings: readonly Finding[]): string {
  const width = (cells: readonly string[]): number => Math.max(...cells.map((cell) => cell.length));
  const whatWidth = width(findings.map(({ what }) => what));
  const isWidth = width(findings.map(({ is }) => is));
  const lines = findings.map(({ what, is, mustBe, details, isRight }) => {
    const cells = [isRight ? "     " : "WRONG", ` ${what.padEnd(whatWidth)} `, is.padStart(isWidth)];
    const rest = [mustBe === undefined ? undefined : `must be ${mustBe}`, details];
    return [...cells, "", ...rest.filter((cell) => cell !== undefined)].join(" ").trimEnd();
  });
  return `${lines.join("\n")}\n`;
}
