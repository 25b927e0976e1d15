/** An error page that a proxy in between sent need not be in the report as a whole. */
const longest = 500;

/** Text from elsewhere, in a length that a report has room for. */
export function shortText(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
