import { isBreakerError } from "../errors/breaker-error.ts";
import { isShutdownError } from "../errors/shutdown-error.ts";
import { classifyError } from "../outcome/classify-error.ts";

/**
 * Whether the caller should be thrown the error of a page rather than be given what there is.
 *
 * Always where the caller ended it: by an abort, or by shutting the breakers down. With no page in hand, also where the
 * fault is the caller's own (a 404, a wrong input, missing credentials): an app that does not exist has no empty list
 * of branches, and nothing is lost by saying so. With pages in hand they are worth more.
 */
export function isHopeless(error: unknown, hasPages: boolean): boolean {
  if (isBreakerError(error)) return isShutdownError(error);
  const { verdict } = classifyError(error);
  return verdict === "cancelled" || (verdict === "ignored" && !hasPages);
}
