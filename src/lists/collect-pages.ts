import type { AmplifyClient } from "@aws-sdk/client-amplify";
import { readProperty } from "../errors/read-property.ts";
import type { CallOverride } from "../options/call-override.ts";
import { checkPages, checkPaging } from "./check-paging.ts";
import { isHopeless } from "./is-hopeless.ts";
import type { ListPage } from "./list-page.ts";
import { PageCollection, type PagingEnd } from "./page-collection.ts";
import type { PageList } from "./page-list.ts";

/** One of the SDK's paginators of Amplify's lists, as in `paginateListApps`. */
export type ListPaginator = (config: never, input: never, ...options: never[]) => AsyncIterable<ListPage>;

/** What the pages of a paginator are, as in `ListAppsCommandOutput`. */
export type PageOf<Paginate extends ListPaginator> =
  ReturnType<Paginate> extends AsyncIterable<infer Page extends ListPage> ? Page : never;

/** What every call for a page is sent with, as the client's `send` takes it: `abortSignal`, `breaker` and others. */
export type PagingOptions<Input = unknown, Page = never> = Parameters<AmplifyClient["send"]>[1] & {
  /** What these calls do otherwise than the options say. @default nothing */
  readonly breaker?: CallOverride<Input, Page> | undefined;
};

/** What a paginator's first two arguments have, as far as it matters here. */
interface PagingInput {
  readonly startingToken?: string;
  readonly stopOnSameToken?: boolean;
  readonly nextToken?: string;
}

/**
 * Collects the pages of a list; where one fails, says what there is, what is missing and where to resume, instead of
 * losing the pages before it.
 *
 * Pages from a fallback and pages from Amplify never come in one list: it ends where they would meet.
 *
 * @param paginate - `paginateListApps`, `paginateListBranches`, `paginateListDomainAssociations` or `paginateListJobs`
 * @param config - as the paginator takes it; to resume, `startingToken` is `missing.resumeToken`
 * @param input - as the paginator takes it; it is not changed
 * @param options - what every call is sent with, `abortSignal` for one
 *
 * @throws TypeError (as a rejection) naming the argument that is wrong
 * @throws AbortError (as a rejection) when the caller gave up
 * @throws ShutdownError (as a rejection) when the breakers were shut down
 * @throws the error of the first page (as a rejection) where the caller's own fault is all there is to tell: a
 * NotFoundException, a wrong input, missing credentials
 *
 * @example
 * ```ts
 * const list = await collectPages(paginateListApps, { client: amplify, pageSize: 50 }, {});
 * show(list.items);
 * if (!list.isComplete) {
 *   const { resumeToken, error } = list.missing;
 *   console.warn(`more than ${list.items.length} apps:`, error);
 *   later(() => collectPages(paginateListApps, { client: amplify, startingToken: resumeToken }, {}));
 * }
 * ```
 */
export async function collectPages<Paginator extends ListPaginator>(
  paginate: Paginator,
  config: Parameters<Paginator>[0],
  input: Parameters<Paginator>[1],
  options?: PagingOptions<Parameters<Paginator>[1], PageOf<Paginator>>,
): Promise<PageList<PageOf<Paginator>>> {
  checkPaging({ paginate, config, input, options });
  const { startingToken, stopOnSameToken = false } = config as PagingInput;
  const { nextToken } = input as PagingInput;
  const collection = new PageCollection<PageOf<Paginator>>({
    token: startingToken ?? nextToken,
    stopOnSameToken,
  });
  // A copy, because the SDK's paginators write the token into their input.
  const args: unknown[] = [config, { ...(input as object) }];
  if (options !== undefined) args.push(options);
  const pages: unknown = Reflect.apply(paginate, undefined, args);
  checkPages<PageOf<Paginator>>(pages);
  const iterator = pages[Symbol.asyncIterator]();
  try {
    const end = await collectInto(collection, iterator, () => options?.abortSignal?.aborted === true);
    return collection.toList(end);
  } finally {
    await closeQuietly(iterator);
  }
}

/** Collects until there are no more pages, or something else ends it. */
async function collectInto<Page extends ListPage>(
  collection: PageCollection<Page>,
  pages: AsyncIterator<Page>,
  isAborted: () => boolean,
): Promise<PagingEnd | undefined> {
  for (;;) {
    // A fallback would go on answering a caller who is gone.
    if (isAborted()) throw abortError(undefined);
    let step: IteratorResult<Page, unknown>;
    try {
      step = await pages.next();
    } catch (error) {
      if (isAborted()) throw abortError(error);
      if (isHopeless(error, !collection.isEmpty)) throw error;
      return { reason: "failed", error };
    }
    if (step.done === true) return undefined;
    const end = collection.add(step.value);
    if (end !== undefined) return end;
  }
}

/** A paginator that makes trouble while it is left costs nobody the pages. */
async function closeQuietly(pages: AsyncIterator<unknown>): Promise<void> {
  try {
    await pages.return?.();
  } catch {}
}

/** Where the caller's abort met an open circuit or a failing service, what came was another error. */
function abortError(error: unknown): Error {
  if (readProperty(error, "name") === "AbortError") return error as Error;
  const cause = error === undefined ? undefined : { cause: error };
  return Object.assign(new Error("Request aborted", cause), { name: "AbortError" });
}
