import * as sdk from "@aws-sdk/client-amplify";
import { operationNames, type OperationName } from "../../amplify/operations.ts";
import { readShape, type Structure } from "./shape.ts";
import type { StaticSchema } from "./static-schema.ts";

/** One operation: how a request for it looks, and what goes in and out. */
export interface Route {
  readonly operation: OperationName;
  readonly input: Structure;
  readonly output: Structure;
  readonly method: string;
  /** The path's segments; one that is a label stands as `{ label }`. */
  readonly segments: readonly (string | { readonly label: string })[];
}

/** A route a request fits, and what stood in the path for its labels, still percent-encoded. */
export interface RouteMatch {
  readonly route: Route;
  readonly labels: Readonly<Record<string, string>>;
}

/** Finds the operation a request asks for. */
export interface RouteTable {
  find(method: string, path: string): RouteMatch | undefined;
}

/** Reads all routes from the SDK's schemas, once, so that a request costs one look-up and a few comparisons. */
export function buildRouteTable(): RouteTable {
  const table = new Map<string, Route[]>();
  for (const route of operationNames.map(readRoute)) {
    const key = tableKey(route.method, route.segments.length);
    table.set(key, [...(table.get(key) ?? []), route]);
  }
  return {
    find: (method, path) => {
      const segments = splitPath(path);
      for (const route of table.get(tableKey(method, segments.length)) ?? []) {
        const labels = matchLabels(route, segments);
        if (labels) return { route, labels };
      }
      return undefined;
    },
  };
}

function readRoute(operation: OperationName): Route {
  const schema = (sdk as Readonly<Record<string, unknown>>)[`${operation}$`] as
    readonly unknown[] | undefined;
  if (schema === undefined) {
    throw new Error(
      `The installed @aws-sdk/client-amplify has no run-time schema for ${operation}: the simulator needs a newer one`,
    );
  }
  const [method, path] = (schema[3] as { http: [string, string, number] }).http;
  return {
    operation,
    method,
    segments: splitPath(path).map((segment) =>
      segment.startsWith("{") ? { label: segment.slice(1, -1) } : segment,
    ),
    input: readShape(schema[4] as StaticSchema) as Structure,
    output: readShape(schema[5] as StaticSchema) as Structure,
  };
}

/** An ARN's slashes are part of the one segment after `/tags/`, also where a client leaves them unencoded. */
function splitPath(path: string): string[] {
  const [, first = "", ...rest] = path.split("/");
  if (first === "tags") return [first, rest.join("/")];
  return [first, ...rest];
}

function tableKey(method: string, length: number): string {
  return `${method} ${length}`;
}

function matchLabels(route: Route, segments: readonly string[]): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  for (const [index, expected] of route.segments.entries()) {
    const actual = segments[index] ?? "";
    if (typeof expected === "string") {
      if (expected !== actual) return undefined;
    } else if (actual === "") return undefined;
    else labels[expected.label] = actual;
  }
  return labels;
}
