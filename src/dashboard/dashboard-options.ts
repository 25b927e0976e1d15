import type { Clock } from "../clock/clock.ts";
import { systemClock } from "../clock/system-clock.ts";
import { checkMembers } from "../errors/check-members.ts";
import { describeValue } from "../errors/describe-value.ts";
import { readProperty } from "../errors/read-property.ts";
import type { CircuitReading } from "../events/circuit-state.ts";

/** Which circuits make `/healthz` answer 503: those of these names while they refuse calls, or those the function says. */
export type UnhealthyRule = readonly string[] | ((circuit: CircuitReading) => boolean);

/** What a dashboard may be told, on a server of its own or on another. */
export interface DashboardOptions {
  /**
   * What everybody must show who wants to see anything: 16 printable characters or more, without spaces.
   * @default none: everybody who reaches it may look
   */
  readonly token?: string | undefined;
  /**
   * Which circuits make `/healthz` answer 503: names, of which each counts while it is open or isolated; or a function
   * that is asked for every circuit.
   * @default every circuit that is open or isolated
   */
  readonly unhealthy?: UnhealthyRule | undefined;
  /**
   * Where the dashboard is mounted, as in `"/breakers"`; needed only where the server leaves the path in `req.url`, as
   * node:http, Fastify and Hono do and Express does not.
   * @default "": at the root
   */
  readonly path?: string | undefined;
  /** Where time comes from; `ManualClock` in tests. */
  readonly clock?: Clock | undefined;
}

/** What a dashboard on a server of its own may be told. */
export interface ServerOptions extends Omit<DashboardOptions, "path"> {
  /**
   * Port to listen on; 0 takes a free one.
   * @default 0
   */
  readonly port?: number | undefined;
  /**
   * Address to listen on; any but this machine's own needs a {@link DashboardOptions.token}.
   * @default "127.0.0.1"
   */
  readonly host?: string | undefined;
}

/** The options with everything filled in. */
export interface ReadDashboardOptions {
  readonly token: string | undefined;
  readonly unhealthy: UnhealthyRule | undefined;
  readonly path: string;
  readonly clock: Clock;
}

/** @throws TypeError or RangeError that names the option, what is allowed and what came */
export function readDashboardOptions(options: DashboardOptions, caller: string): ReadDashboardOptions {
  checkMembers(`the options of ${caller}`, options, ["token", "unhealthy", "path", "clock"]);
  const { token, unhealthy, path = "", clock = systemClock } = options;
  checkToken(token);
  checkUnhealthy(unhealthy);
  if (typeof path !== "string" || !/^(?:\/[\w.~%-]+)*$/u.test(path)) {
    throw new TypeError(
      `option path must begin with a slash and end with none, as in "/breakers"; got ${describeValue(path)}`,
    );
  }
  checkClock(clock);
  return { token, unhealthy, path, clock };
}

/** @throws TypeError or RangeError that names the option, what is allowed and what came */
export function readServerOptions(options: ServerOptions): {
  port: number;
  host: string;
  rest: DashboardOptions;
} {
  checkMembers("the options of startDashboard()", options, ["port", "host", "token", "unhealthy", "clock"]);
  const { port = 0, host = "127.0.0.1", ...rest } = options;
  if (typeof port !== "number" || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`option port must be a whole number from 0 to 65535; got ${describeValue(port)}`);
  }
  if (typeof host !== "string" || host === "") {
    throw new TypeError(`option host must be an address, as in "127.0.0.1"; got ${describeValue(host)}`);
  }
  return { port, host, rest };
}

function checkToken(token: unknown): void {
  if (token === undefined) return;
  if (typeof token !== "string") {
    throw new TypeError(`option token must be a text; got ${token === null ? "null" : typeof token}`);
  }
  // What came is not told: it is meant to be a secret.
  if (!/^[\u0021-\u007e]{16,}$/u.test(token)) {
    throw new RangeError(
      `option token must be 16 printable ASCII characters or more, without spaces; got ${token.length} characters`,
    );
  }
}

function checkUnhealthy(rule: unknown): void {
  if (rule === undefined || typeof rule === "function") return;
  if (Array.isArray(rule) && rule.every((name) => typeof name === "string")) return;
  throw new TypeError(
    `option unhealthy must be a list of circuits' names, or a function; got ${describeValue(rule)}`,
  );
}

function checkClock(clock: unknown): void {
  const isClock = (["now", "epochMs", "startTimer"] as const).every(
    (method) => typeof readProperty(clock, method) === "function",
  );
  if (!isClock) {
    throw new TypeError(
      `option clock must have now(), epochMs() and startTimer(); got ${describeValue(clock)}`,
    );
  }
}
