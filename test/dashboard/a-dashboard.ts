import {
  createServer,
  request,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
} from "node:http";
import type { AddressInfo } from "node:net";
import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { onTestFinished } from "vitest";
import { startDashboard, type Dashboard, type ServerOptions } from "../../src/dashboard/index.ts";
import type { BreakerOptions } from "../../src/index.ts";
import { aClient, type HandMadeClient } from "../proxy/a-client.ts";

/** A token that is long enough. */
export const token = "correct-horse-battery";

/** An answer, read to its end. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A client that a dashboard can watch. */
export interface WatchedClient extends HandMadeClient {
  /** Makes that many calls, one after the other, whatever becomes of them. */
  readonly call: (count: number) => Promise<void>;
  /** From now on the service fails. */
  readonly failWith: (makeError: () => Error) => void;
  readonly heal: () => void;
}

/** Opens at the second failure in a row, for a second. */
export function aWatchedClient(options: BreakerOptions = {}): WatchedClient {
  const handMade = aClient({
    consecutiveFailures: 2,
    failureSpanMs: 0,
    resetTimeout: 1_000,
    resetBackoff: { jitter: 0 },
    ...options,
  });
  return {
    ...handMade,
    call: async (count) => {
      for (let made = 0; made < count; made++) {
        await handMade.client.send(new ListAppsCommand({})).catch(() => {});
      }
    },
    failWith: (makeError) =>
      void handMade.send.mockImplementation(async () => {
        throw makeError();
      }),
    heal: () => void handMade.send.mockImplementation(async () => ({ apps: [] })),
  };
}

/** A dashboard that lives as long as the test. */
export async function aDashboard(
  { breakers, clock }: HandMadeClient,
  options: ServerOptions = {},
): Promise<Dashboard> {
  const dashboard = await startDashboard(breakers, { clock, ...options });
  onTestFinished(() => dashboard.close());
  return dashboard;
}

/** A server that lives as long as the test. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Asks, and does not follow where the answer leads. */
export function ask(
  url: string | URL,
  headers: Readonly<Record<string, string>> = {},
  method = "GET",
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, method, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => (body += text));
      response.on("error", reject);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** A live view: the messages as they come. */
export interface Listening {
  /** The next message that was not taken yet. */
  next(): Promise<{ readonly event: string; readonly data: string }>;
  /** Whether the server ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Listens to a dashboard's live view. */
export async function listen(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Listening> {
  const { response, asked } = await new Promise<{
    response: IncomingMessage;
    asked: ClientRequest;
  }>((resolve, reject) => {
    const asking = request(url, { headers, agent: false }, (got) =>
      resolve({ response: got, asked: asking }),
    );
    asking.on("error", reject);
    asking.end();
  });
  onTestFinished(() => void asked.destroy());
  const messages: { event: string; data: string }[] = [];
  const waiting: ((message: { event: string; data: string }) => void)[] = [];
  let unread = "";
  response.setEncoding("utf8");
  response.on("error", () => {});
  response.on("data", (text: string) => {
    const parts = (unread + text).split("\n\n");
    unread = parts.pop() ?? "";
    for (const part of parts) {
      const [event = "", data = ""] = part.split("\n");
      const message = { event: event.slice("event: ".length), data: data.slice("data: ".length) };
      const taker = waiting.shift();
      if (taker === undefined) messages.push(message);
      else taker(message);
    }
  });
  const ended = new Promise<void>((resolve) => {
    response.on("close", resolve);
  });
  return {
    next: () => {
      const message = messages.shift();
      return message === undefined
        ? new Promise((resolve) => {
            waiting.push(resolve);
          })
        : Promise.resolve(message);
    },
    ended,
    close: () => void asked.destroy(),
  };
}
