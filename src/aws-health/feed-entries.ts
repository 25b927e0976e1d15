import { isPlainObject } from "../errors/is-plain-object.ts";
import { FeedProblem } from "./feed-problem.ts";

/**
 * The entries of the feed, whatever they are: it is an array, or an object with arrays in it.
 *
 * @throws FeedProblem where the text is no such JSON
 */
export function feedEntries(text: string): readonly unknown[] {
  if (text.trim() === "") throw new FeedProblem("its answer is empty");
  const feed = parse(text);
  if (Array.isArray(feed)) return feed as unknown[];
  const members = isPlainObject(feed)
    ? new Map<string, unknown>(Object.entries(feed))
    : new Map<never, never>();
  // In the form that this feed replaced, what is over stood beside it under `archive`.
  const current = members.get("current");
  if (Array.isArray(current)) return current as unknown[];
  const arrays = [...members.values()].filter((member) => Array.isArray(member));
  if (arrays.length === 0)
    throw new FeedProblem("its answer is neither an array nor an object with one in it");
  return arrays.flat();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new FeedProblem("its answer is not JSON, or not whole");
  }
}
