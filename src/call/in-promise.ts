import type { Handler } from "./attempt-middleware.ts";

/** Calls what other people's middleware may have made of a handler: something that throws, or answers at once. */
export function inPromise(next: Handler, args: unknown): Promise<unknown> {
  try {
    return Promise.resolve(next(args));
  } catch (error) {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- whatever they throw
    return Promise.reject(error);
  }
}
