import { request as requestByHttp, type IncomingMessage } from "node:http";
import { request as requestByHttps } from "node:https";
import { readProperty } from "../errors/read-property.ts";
import { FeedProblem } from "./feed-problem.ts";

/** In UTF-16, half of it are characters. The feed has some hundred kilobytes when whole regions are out. */
const mostBytes = 2 * 2 ** 20;

const headers: Readonly<Record<string, string>> = {
  "user-agent": "amplify-breaker",
  accept: "application/json",
  // What was compressed can be a thousand times as long as it came.
  "accept-encoding": "identity",
  // Once in a while is no reason to hold a connection.
  connection: "close",
};

/**
 * The feed's bytes, so many of them at most.
 *
 * Not by fetch(): its sockets keep the process alive, and one that is still connecting outlives the signal.
 *
 * @throws FeedProblem that says in words why there are none
 */
export async function fetchFeed(url: string, signal: AbortSignal): Promise<Uint8Array> {
  try {
    const response = await ask(url, signal);
    checkHead(response);
    return await readBody(response);
  } catch (error) {
    if (error instanceof FeedProblem) throw error;
    throw new FeedProblem(`the connection failed or broke off (${codeOf(error)})`);
  }
}

function ask(url: string, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.startsWith("https:") ? requestByHttps : requestByHttp;
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, signal });
    asked.on("socket", (socket) => socket.unref());
    asked.on("response", resolve);
    asked.on("error", reject);
    asked.end();
  });
}

function checkHead({ statusCode = 0, headers: answered }: IncomingMessage): void {
  if (statusCode >= 300 && statusCode < 400) {
    throw new FeedProblem("it redirects elsewhere, which is not followed");
  }
  if (statusCode !== 200) throw new FeedProblem(`it answered with HTTP status ${statusCode}`);
  if ((answered["content-encoding"] ?? "identity") !== "identity") {
    throw new FeedProblem("its answer is compressed, which was not asked for");
  }
  if (Number(answered["content-length"]) > mostBytes) throw tooLong();
}

/** Counted as it comes: a length that a server tells may be missing, or not be true. */
async function readBody(response: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLong(): FeedProblem {
  return new FeedProblem(`its answer is longer than ${mostBytes / 2 ** 20} MiB`);
}

function codeOf(error: unknown): string {
  const code = readProperty(error, "code");
  return typeof code === "string" && /^\w{2,40}$/u.test(code) ? code : "for a reason without a code";
}
