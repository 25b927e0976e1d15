import type { IncomingMessage, ServerResponse } from "node:http";
import { assertMonitored } from "../events/assert-monitored.ts";
import type { MonitoredBreakers } from "../events/monitored-breakers.ts";
import { Access } from "./access.ts";
import { commonHeaders, plain, send, type Answer } from "./answer.ts";
import { readDashboardOptions, type DashboardOptions } from "./dashboard-options.ts";
import { Health } from "./health.ts";
import { History } from "./history.ts";
import { incidentAnswer, isOfIncidents } from "./incident-answer.ts";
import type { DashboardSource } from "./incident-source.ts";
import { LiveFeed } from "./live-feed.ts";
import { metricsText } from "./metrics-text.ts";
import { readPageFile, type PageFile } from "./page-files.ts";
import { requestPlace, type RequestPlace } from "./request-place.ts";
import { tellOnce } from "./tell-once.ts";
import { View } from "./view.ts";

/** Answers the dashboard's requests, until it is closed. */
export interface DashboardHandler {
  (request: IncomingMessage, response: ServerResponse): void;
  /** Ends all live views, and listens to no event any more; requests are then answered with 503. */
  close(): void;
}

/**
 * The dashboard for a server that exists already: node:http, Express, Fastify, Hono, or whatever hands out Node.js'
 * own request and response. It only shows: nothing can be changed through it.
 *
 * @throws TypeError or RangeError that names what is wrong, what is allowed, and what came
 * @example
 * ```ts
 * app.use("/breakers", createDashboardHandler(amplify.breakers, { token })); // Express
 * ```
 */
export function createDashboardHandler(
  breakers: DashboardSource,
  options: DashboardOptions = {},
): DashboardHandler {
  assertMonitored(breakers, "createDashboardHandler()");
  const { token, unhealthy, path, clock } = readDashboardOptions(options, "createDashboardHandler()");
  const history = new History(breakers, clock);
  const health = new Health(unhealthy);
  const feed = new LiveFeed(new View({ breakers, history, health, clock }), clock);
  const access = new Access(token);
  const tell = tellOnce("The dashboard could not answer a request");
  let isClosed = false;

  const routes: Readonly<Record<string, () => Answer>> = {
    "/": () => pageFile("index.html", "text/html"),
    "/page.js": () => pageFile("page.js", "text/javascript"),
    "/page.css": () => pageFile("page.css", "text/css"),
    "/metrics": () => ({
      status: 200,
      type: "text/plain; version=0.0.4; charset=utf-8",
      body: metricsText(breakers, history.all()),
    }),
    "/healthz": () => healthAnswer(health, breakers),
    "/api/snapshot": () => ({ status: 200, type: "application/json", body: feed.snapshotText() }),
  };

  const answerTo = (request: IncomingMessage): Answer | "live" => {
    if (isClosed) return plain(503, "This dashboard is closed.");
    if (request.method !== "GET" && request.method !== "HEAD") {
      return plain(405, "This dashboard only shows: GET and HEAD.", { Allow: "GET, HEAD" });
    }
    const place = requestPlace(request, path);
    if (place === undefined) return plain(404, "There is nothing here.");
    const refusal = admit(access, request, place);
    if (refusal !== undefined) return refusal;
    if (place.route === "/api/events") return feed.hasRoom ? "live" : plain(503, "Too many are watching.");
    if (isOfIncidents(place.route)) return incidentAnswer(breakers, place.route);
    return Object.hasOwn(routes, place.route)
      ? (routes[place.route]?.() ?? plain(404, ""))
      : plain(404, "There is nothing here.");
  };

  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    try {
      const answer = answerTo(request);
      if (answer === "live") goLive(request, response, feed);
      else send(request, response, answer);
    } catch (error) {
      tell(error);
      if (response.headersSent) response.destroy();
      else send(request, response, plain(500, "The dashboard failed; the process's warnings say why."));
    }
  };
  const close = (): void => {
    isClosed = true;
    history.stop();
    feed.close();
  };
  return Object.assign(handler, { close });
}

/** Why a request gets no further, if it does not. */
function admit(access: Access, request: IncomingMessage, place: RequestPlace): Answer | undefined {
  const entry = access.enter(request, place);
  switch (entry.kind) {
    case "refused":
      return plain(401, "This dashboard asks for its token: as Authorization: Bearer, or once as ?token=.", {
        "WWW-Authenticate": 'Bearer realm="amplify-breaker"',
      });
    case "cookie":
      // Out of the address, so that it is neither seen nor sent on.
      return plain(303, "", { Location: place.self, "Set-Cookie": entry.cookie });
    case "in":
      return place.route === "" ? plain(308, "", { Location: place.self }) : undefined;
  }
}

function pageFile(name: PageFile, type: string): Answer {
  return { status: 200, type: `${type}; charset=utf-8`, body: readPageFile(name) };
}

function healthAnswer(health: Health, breakers: MonitoredBreakers): Answer {
  const reasons = health.reasons(breakers);
  const status = reasons.length === 0 ? "ok" : "unhealthy";
  return {
    status: reasons.length === 0 ? 200 : 503,
    type: "application/json",
    body: JSON.stringify({ status, reasons }),
  };
}

function goLive(request: IncomingMessage, response: ServerResponse, feed: LiveFeed): void {
  response.writeHead(200, {
    ...commonHeaders,
    "Content-Type": "text/event-stream; charset=utf-8",
    // nginx would keep it all back.
    "X-Accel-Buffering": "no",
  });
  if (request.method === "HEAD") response.end();
  else feed.add(response);
}
