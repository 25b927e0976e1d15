import type { Paint } from "../paint.ts";
import { formatAt } from "./format.ts";
import type { OnCallNote } from "./on-call.ts";

/** Two columns short of the usual terminal. */
const longest = 78;

/** What reached whoever is on call, in one line of at most 78 columns. */
export function noteLine({ atMs, text }: OnCallNote, paint: Paint): string {
  const at = formatAt(atMs);
  const room = longest - at.length - 2;
  return `${at}  ${paint(text.length > room ? `${text.slice(0, room - 1)}…` : text, "cyan")}`;
}
