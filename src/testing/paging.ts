import { badRequest } from "./protocol/service-error.ts";
import { signature } from "./signature.ts";
import type { Ordered } from "./state/ordered.ts";

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 50;
const SIGNATURE_LENGTH = 12;

/** What a list operation is asked for. */
export interface PageRequest {
  readonly nextToken?: string | undefined;
  readonly maxResults?: number | undefined;
}

/** What a list is, so that a token of one is refused by another. */
export interface ListIdentity {
  /** The operation, and what its path names. */
  readonly scope: string;
  readonly secret: string;
  /** As jobs are listed. @default false */
  readonly isNewestFirst?: boolean;
  /** @default 50 */
  readonly largestPage?: number;
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/**
 * Cuts one page out of a list. A token names the last thing shown, not a position, so nothing is skipped or shown twice
 * when something earlier has been deleted in between.
 *
 * @throws ServiceError BadRequestException, for a token that is not of this list or a size out of range
 */
export function cutPage<Item extends Ordered>(
  all: Iterable<Item>,
  request: PageRequest,
  list: ListIdentity,
): Page<Item> {
  const size = pageSize(request.maxResults, list.largestPage ?? LARGEST_PAGE);
  const shownUpTo = request.nextToken === undefined ? undefined : readToken(request.nextToken, list);
  const direction = list.isNewestFirst ? -1 : 1;
  const rest = [...all]
    .filter((item) => shownUpTo === undefined || (item.order - shownUpTo) * direction > 0)
    .toSorted((left, right) => (left.order - right.order) * direction);
  const items = rest.slice(0, size);
  const last = items.at(-1);
  return { items, nextToken: last && rest.length > size ? writeToken(last.order, list) : undefined };
}

function pageSize(maxResults: number | undefined, largest: number): number {
  // The API reference allows 0, for "as many as you like".
  if (maxResults === undefined || maxResults === 0) return Math.min(DEFAULT_PAGE, largest);
  if (!Number.isInteger(maxResults) || maxResults < 0 || maxResults > largest) {
    throw badRequest(
      `1 validation error detected: Value '${maxResults}' at 'maxResults' failed to satisfy constraint: Member must be between 0 and ${largest}`,
    );
  }
  return maxResults;
}

function writeToken(order: number, list: ListIdentity): string {
  return Buffer.from(`${order}.${tokenSignature(order, list)}`).toString("base64url");
}

function readToken(token: string, list: ListIdentity): number {
  const [text = "", given] = Buffer.from(token, "base64url").toString("latin1").split(".");
  const order = Number(text);
  if (text === "" || given !== tokenSignature(order, list)) throw badRequest("Invalid nextToken.");
  return order;
}

function tokenSignature(order: number, list: ListIdentity): string {
  return signature(list.secret, `${list.scope} ${order}`).slice(0, SIGNATURE_LENGTH);
}
