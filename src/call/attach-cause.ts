import { readProperty } from "../errors/read-property.ts";

/** One error may end many calls: those that share a request, pages of one list, all calls of a mock. */
const attachedTo = new WeakSet<Error>();

/** Adds what else went wrong to an error's `cause`, once, and where the error lets itself be added to. */
export function attachCause(error: unknown, problem: unknown): void {
  try {
    if (problem === undefined || !(error instanceof Error) || !Object.isExtensible(error)) return;
    // A fallback that throws the call's own error, wrapped or not, must not close a circle for who walks along causes.
    if (attachedTo.has(error) || causes(problem).has(error)) return;
    const cause =
      error.cause === undefined
        ? problem
        : new AggregateError([error.cause, problem], "the call failed, and so did its fallback");
    // Not enumerable, as on every Error.
    Object.defineProperty(error, "cause", { value: cause, configurable: true, writable: true });
    attachedTo.add(error);
  } catch {
    // An error that cannot be looked at or written on is still the service's own.
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
