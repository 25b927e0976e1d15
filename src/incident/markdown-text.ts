/** Control characters, separators of lines, and what turns the direction of writing round. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu;

/** What would be read as more than text, in a table's cell too. */
const special = /[\\`*[\]<>|]/gu;

/** Text from elsewhere that stays text within a line of Markdown. */
export function markdownText(text: string): string {
  return text.replace(unprintable, " ").replace(special, "\\$&").trim();
}

/** A table, or nothing where there are no rows. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  return [head, head.map(() => "---"), ...rows.map((cells) => cells.map(markdownText))].map(tableRow);
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Text that is shown as it is, whatever it holds. */
export function markdownFence(text: string, language: string): string[] {
  const runs = text.match(/`+/gu) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return [`${fence}${language}`, text.trimEnd(), fence];
}
