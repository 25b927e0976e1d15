/** Adds what else went wrong to an error's `cause`, where the error lets itself be added to. */
export function attachCause(error: unknown, problem: unknown): void {
  if (problem === undefined || !(error instanceof Error) || !Object.isExtensible(error)) return;
  const cause =
    error.cause === undefined
      ? problem
      : new AggregateError([error.cause, problem], "the call failed, and so did its fallback");
  // Not enumerable, as on every Error.
  Object.defineProperty(error, "cause", { value: cause, configurable: true, writable: true });
}
