import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A request as it came. */
export interface Posted {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly method: string | undefined;
  /** What it came over. */
  readonly socket: Socket;
}

/** A server that takes alerts, of this machine's own. */
export interface HookServer {
  readonly url: string;
  readonly host: string;
  readonly posted: Posted[];
  /** Resolves when that many requests have come. */
  readonly came: (count: number) => Promise<void>;
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** Answers each request with the next of the answers, the last one for ever; ends with the test. */
export async function startHookServer(...answers: Answer[]): Promise<HookServer> {
  const posted: Posted[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      posted.push({ headers: request.headers, body, method: request.method, socket: request.socket });
      const answer = answers[Math.min(posted.length, answers.length) - 1] ?? ok;
      answer(response, request);
      for (const check of waiting) check();
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ url: `http://${host}/services/T0/secret-token`, host, posted },
    came: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (posted.length >= count) resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}

export const ok: Answer = (response) => void response.end("ok");

/** Answers with that status and those headers. */
export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (response) => void response.writeHead(code, headers).end("no");
}
