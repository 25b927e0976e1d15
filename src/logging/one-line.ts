/** Circuits and isolations have names that somebody made up, and a name must not pass for a line of its own. */
export function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/gu, " ");
}
