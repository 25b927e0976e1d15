/** Control characters, separators of lines, and what turns the direction of writing round. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

/** Names and messages are somebody's own words: one line of them, and no more than a person reads. */
export function plainText(text: string, longest: number): string {
  // Cut first: what is thrown away need not be looked through.
  const line = text.slice(0, longest + 1).replace(unprintable, " ");
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
