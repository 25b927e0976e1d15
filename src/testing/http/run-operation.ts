import { carryOut } from "../operations/handlers.ts";
import type { Service } from "../operations/service.ts";
import { decodeInput } from "../protocol/decode-input.ts";
import { encodeOutput } from "../protocol/encode-output.ts";
import type { RouteMatch } from "../protocol/route-table.ts";
import { badRequest, notFound, ServiceError } from "../protocol/service-error.ts";

/** An operation's answer: JSON, or the error instead. */
export type Outcome = { readonly json: string } | { readonly error: ServiceError };

/** Decodes a request, carries the operation out and encodes its output. */
export function runOperation(
  match: RouteMatch | undefined,
  search: string,
  body: string,
  service: Service,
): Outcome {
  if (!match) return { error: notFound("No operation has this method and path.") };
  const { route, labels } = match;
  try {
    const raw = { labels: decodeLabels(labels), query: new URLSearchParams(search), body };
    const output = carryOut(route.operation, decodeInput(route.input, raw), service);
    return { json: encodeOutput(route.output, output) };
  } catch (error) {
    if (error instanceof ServiceError) return { error };
    const message = `the simulator failed: ${(error as Error).message}`;
    return { error: new ServiceError("InternalFailureException", message) };
  }
}

function decodeLabels(labels: RouteMatch["labels"]): Record<string, string> {
  try {
    const decoded = Object.entries(labels).map(([name, text]) => [name, decodeURIComponent(text)]);
    return Object.fromEntries(decoded) as Record<string, string>;
  } catch {
    throw badRequest("The path is not correctly percent-encoded.");
  }
}
