import type { IncomingMessage } from "node:http";

/** Where a request goes. */
export interface RequestPlace {
  /** What comes before the route: "" at the root, as in "/breakers" under a mount path. */
  readonly base: string;
  /** The route, as in "/metrics"; "" where the slash after the mount path is missing. */
  readonly route: string;
  readonly query: URLSearchParams;
  /** What leads from here to the same place without the query, whatever proxies made of the path in front. */
  readonly self: string;
}

/**
 * Reads where a request goes.
 *
 * @param mount - the mount path, where the server leaves it in `req.url`; Express takes it away and keeps the whole in
 *   `req.originalUrl`
 * @returns `undefined` where it lies outside of the mount path
 */
export function requestPlace(request: IncomingMessage, mount: string): RequestPlace | undefined {
  const [path = "/", query = ""] = split(request.url ?? "/");
  const { originalUrl } = request as { originalUrl?: unknown };
  const [whole = path] = typeof originalUrl === "string" ? split(originalUrl) : [path];
  const base = baseOf(path, whole, mount);
  if (base === undefined) return undefined;
  const route = whole.slice(base.length);
  const last = whole.slice(whole.lastIndexOf("/") + 1);
  return {
    base,
    route,
    query: new URLSearchParams(query),
    self: route === "" ? `./${last}/` : `./${last}`,
  };
}

function baseOf(path: string, whole: string, mount: string): string | undefined {
  if (mount !== "" && (whole === mount || whole.startsWith(`${mount}/`))) return mount;
  if (whole.endsWith(path)) return mount === "" || whole !== path ? whole.slice(0, -path.length) : undefined;
  // "/breakers" is "/" below "/breakers".
  return whole;
}

function split(url: string): string[] {
  const mark = url.indexOf("?");
  return mark === -1 ? [url] : [url.slice(0, mark), url.slice(mark + 1)];
}
