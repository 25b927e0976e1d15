import { readProperty, readString } from "../errors/read-property.ts";
import { FeedProblem } from "./feed-problem.ts";

/** In UTF-16, half of it are characters. The feed has some hundred kilobytes when whole regions are out. */
const mostBytes = 2 * 2 ** 20;

const headers: Readonly<Record<string, string>> = {
  "user-agent": "amplify-breaker",
  accept: "application/json",
  // Once in a while is no reason to hold a connection.
  connection: "close",
};

/**
 * The feed's bytes, decompressed; so many of them at most.
 *
 * @throws FeedProblem that says in words why there are none
 */
export async function fetchFeed(url: string, signal: AbortSignal): Promise<Uint8Array> {
  try {
    // "error" would not say that it was a redirect, and neither follows it.
    const response = await fetch(url, { headers, redirect: "manual", credentials: "omit", signal });
    checkStatus(response.status);
    return await readBody(response);
  } catch (error) {
    if (error instanceof FeedProblem) throw error;
    throw new FeedProblem(`the connection failed or broke off (${codeOf(error)})`);
  }
}

function checkStatus(status: number): void {
  if (status >= 300 && status < 400) throw new FeedProblem("it redirects elsewhere, which is not followed");
  if (status !== 200) throw new FeedProblem(`it answered with HTTP status ${status}`);
}

/** Counted as it comes: neither does a server tell the truth about lengths, nor a small answer decompress to one. */
async function readBody(response: Response): Promise<Uint8Array> {
  if (Number(response.headers.get("content-length")) > mostBytes) throw tooLong();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of bodyOf(response)) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function bodyOf(response: Response): AsyncIterable<Uint8Array> | readonly Uint8Array[] {
  return response.body ?? [];
}

function tooLong(): FeedProblem {
  return new FeedProblem(`its answer is longer than ${mostBytes / 2 ** 20} MiB`);
}

/** Fetch says "fetch failed" or "terminated"; what happened is in the cause. */
function codeOf(error: unknown): string {
  const code = readString(readProperty(error, "cause"), "code") ?? readString(error, "code") ?? "";
  return /^\w{2,40}$/u.test(code) ? code : "for a reason without a code";
}
