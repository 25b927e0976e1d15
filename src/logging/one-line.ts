/** Control characters, separators of lines, and what turns the direction of writing round. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

/** Longer than any name or code that is one. */
const longestText = 500;

/** Circuits, errors and isolations have names that somebody made up, and a name must not pass for a line of its own. */
export function oneLine(text: string): string {
  return text.replace(unprintable, " ");
}

/** An error page that a proxy in between sent need not be in the log as a whole. */
export function shortened(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
