/** What callers may pass as `abortSignal`: a real one, or the SDK's older look-alike that only has `onabort`. */
export interface CallerSignal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  onabort?: unknown;
  addEventListener?: (type: "abort", listener: () => void, options?: { once: boolean }) => void;
  removeEventListener?: (type: "abort", listener: () => void) => void;
}

const nothing = (): void => {};

/**
 * Calls back when the caller gives up, at once where it has already.
 *
 * @returns what ends that, and leaves nothing behind on the caller's signal, which may live far longer than a call
 */
export function followAbort(callerSignal: CallerSignal | undefined, onAbort: () => void): () => void {
  if (callerSignal === undefined) return nothing;
  if (callerSignal.aborted) {
    onAbort();
    return nothing;
  }
  if (typeof callerSignal.addEventListener === "function") {
    callerSignal.addEventListener("abort", onAbort, { once: true });
    return () => callerSignal.removeEventListener?.("abort", onAbort);
  }
  const replaced = callerSignal.onabort;
  callerSignal.onabort = onAbort;
  return () => {
    if (callerSignal.onabort === onAbort) callerSignal.onabort = replaced;
  };
}

/** An abort signal of our own, which follows the caller's until it is released. */
export class StopSignal {
  readonly #controller = new AbortController();
  readonly #unfollow: () => void;

  constructor(callerSignal: CallerSignal | undefined) {
    this.#unfollow = followAbort(callerSignal, () => this.#controller.abort(callerSignal?.reason));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends what the signal was given to. */
  stop(reason: unknown): void {
    this.release();
    this.#controller.abort(reason);
  }

  /** Stops following the caller's signal. */
  release(): void {
    this.#unfollow();
  }
}
