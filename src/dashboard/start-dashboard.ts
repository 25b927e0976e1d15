import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isIP, type AddressInfo } from "node:net";
import { describeValue } from "../errors/describe-value.ts";
import { readString } from "../errors/read-property.ts";
import { assertMonitored } from "../events/assert-monitored.ts";
import { plain, send } from "./answer.ts";
import { createDashboardHandler, type DashboardHandler } from "./create-dashboard-handler.ts";
import type { DashboardSource } from "./incident-source.ts";
import { readServerOptions, type ServerOptions } from "./dashboard-options.ts";

/** A dashboard on a server of its own. */
export interface Dashboard {
  /** Where to look, as in `http://127.0.0.1:8321/`. */
  readonly url: string;
  readonly port: number;
  /** Ends all connections and listens to no event any more; resolves when the port is free. */
  close(): Promise<void>;
}

/**
 * Starts a server with a page that shows each circuit live, `/metrics` for Prometheus, `/healthz`, `/api/snapshot`
 * and, for reports of outages, `/api/incidents`.
 * It only shows: nothing can be changed through it. It keeps no process alive.
 *
 * @throws TypeError or RangeError (as a rejection) that names what is wrong, what is allowed, and what came
 * @example
 * ```ts
 * const dashboard = await startDashboard(amplify.breakers, { port: 8321 });
 * console.log(dashboard.url);
 * ```
 */
export async function startDashboard(
  breakers: DashboardSource,
  options: ServerOptions = {},
): Promise<Dashboard> {
  assertMonitored(breakers, "startDashboard()");
  const { port, host, rest } = readServerOptions(options);
  if (rest.token === undefined && !isLoopback(host)) {
    throw new RangeError(
      "option host must be an address of this machine's own (127.0.0.1, ::1, localhost) where there is no option " +
        `token: everybody could look; got ${describeValue(host)}`,
    );
  }
  const handler = createDashboardHandler(breakers, rest);
  const server = createServer(rest.token === undefined ? forLoopbackOnly(handler) : handler);
  // Who only looks must not keep a process alive.
  server.on("connection", (socket) => void socket.unref());
  try {
    await listen(server, port, host);
  } catch (error) {
    handler.close();
    throw error;
  }
  server.unref();
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${taken}/`,
    port: taken,
    close: () => closeAll(server, handler),
  };
}

/**
 * Without a token, the browser of whoever runs it is all that keeps others out, and a page of elsewhere whose name was
 * made to lead here (DNS rebinding) would be let in by it: such a request names another host.
 */
function forLoopbackOnly(handler: DashboardHandler): DashboardHandler {
  const guarded = (request: IncomingMessage, response: ServerResponse): void => {
    const name = (request.headers.host ?? "").replace(/:\d*$/u, "").replace(/^\[|\]$/gu, "");
    if (isLoopback(name)) handler(request, response);
    else send(request, response, plain(403, "Without a token this dashboard is for localhost alone."));
  };
  return Object.assign(guarded, { close: () => handler.close() });
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.on("error", (error) => reject(explain(error, port, host)));
    server.listen(port, host, resolve);
  });
}

function explain(error: Error, port: number, host: string): Error {
  const code = readString(error, "code");
  const text =
    code === "EADDRINUSE"
      ? `port ${port} of ${host} is in use: choose another as option port, or 0 for a free one`
      : `the dashboard cannot listen on port ${port} of ${host}: ${error.message}`;
  return Object.assign(new Error(text, { cause: error }), { code });
}

function closeAll(server: Server, handler: DashboardHandler): Promise<void> {
  handler.close();
  return new Promise((resolve) => {
    // Closed already is closed too.
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
