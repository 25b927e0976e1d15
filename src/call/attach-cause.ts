import { readProperty } from "../errors/read-property.ts";

/** Adds what else went wrong to an error's `cause`, where the error lets itself be added to. */
export function attachCause(error: unknown, problem: unknown): void {
  if (problem === undefined || !(error instanceof Error) || !Object.isExtensible(error)) return;
  // A fallback that throws the call's own error, wrapped or not, must not close a circle for who walks along causes.
  if (causes(problem).has(error)) return;
  try {
    const cause =
      error.cause === undefined
        ? problem
        : new AggregateError([error.cause, problem], "the call failed, and so did its fallback");
    // Not enumerable, as on every Error.
    Object.defineProperty(error, "cause", { value: cause, configurable: true, writable: true });
  } catch {
    // An error that cannot be written on is still the service's own.
  }
}

/** The problem, and what caused it. */
function causes(problem: unknown): Set<unknown> {
  const found = new Set<unknown>();
  for (let cause = problem; cause !== undefined && !found.has(cause); cause = readProperty(cause, "cause")) {
    found.add(cause);
  }
  return found;
}
