import type { IncomingMessage, ServerResponse } from "node:http";

/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const policy = [
  "default-src 'none'",
  ...["script-src", "style-src", "connect-src"].map((what) => `${what} 'self'`),
  "img-src 'self' data:",
  ...["base-uri", "form-action", "frame-ancestors"].map((what) => `${what} 'none'`),
];

/** What every answer says. */
export const commonHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": policy.join("; "),
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-store",
};

/** A few words as an answer. */
export function plain(status: number, text: string, headers?: Answer["headers"]): Answer {
  return {
    status,
    type: "text/plain; charset=utf-8",
    body: `${text}\n`,
    ...(headers === undefined ? undefined : { headers }),
  };
}

/** Sends an answer; to HEAD without its body. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status, type, body, headers } = answer;
  response.writeHead(status, {
    ...commonHeaders,
    "Content-Type": type,
    "Content-Length": Buffer.byteLength(body),
    ...headers,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}
