import type { FallbackReason } from "../events/breaker-events.ts";

/** What is known of an answer that a fallback gave. */
export interface FallbackMark {
  /** Why the fallback was asked. */
  readonly reason: FallbackReason;
  /** What the caller would have got instead. */
  readonly error: unknown;
  /** Age of the answer in milliseconds, where it is an old one. */
  readonly ageMs?: number;
}

const marks = new WeakMap<object, FallbackMark>();

/** Marks an output as given by a fallback; one that is no object cannot be marked. */
export function markFallback(output: unknown, mark: FallbackMark): void {
  if (isObject(output)) marks.set(output, Object.freeze({ ...mark }));
}

/**
 * Tells whether an output came from a fallback, why, and how old it is; `undefined` for an answer of the service.
 *
 * @example
 * ```ts
 * const output = await amplify.send(new ListAppsCommand({}));
 * const mark = fallbackOf(output);
 * if (mark !== undefined) console.warn(`These apps are ${mark.ageMs} ms old: ${mark.reason}`);
 * ```
 */
export function fallbackOf(output: unknown): FallbackMark | undefined {
  return isObject(output) ? marks.get(output) : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
