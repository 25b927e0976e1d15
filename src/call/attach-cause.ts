import { readProperty } from "../errors/read-property.ts";

/** One error may end many calls: those that share a request, pages of one list, all calls of a mock. */
const attachedTo = new WeakSet<Error>();

/** More than any error has; some mocks make up a new one each time they are asked. */
const mostCauses = 100;

/** Adds what else went wrong to an error's `cause`, once, and where the error lets itself be added to. */
export function attachCause(error: unknown, problem: unknown): void {
  try {
    if (problem === undefined || !(error instanceof Error) || !Object.isExtensible(error)) return;
    // A fallback that throws the call's own error, wrapped or not, must not close a circle for who walks along causes.
    if (attachedTo.has(error) || leadsTo(error, problem)) return;
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

/** Whether the error is the problem or one of its causes, or whoever walked along them would never come to an end. */
function leadsTo(error: Error, problem: unknown): boolean {
  const found = new Set<unknown>();
  for (let cause = problem; cause !== undefined && !found.has(cause); cause = readProperty(cause, "cause")) {
    if (cause === error || found.size === mostCauses) return true;
    found.add(cause);
  }
  return false;
}
