/** Names and messages can be as long as their makers like; a page and a metric need not show all of it. */
export function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
