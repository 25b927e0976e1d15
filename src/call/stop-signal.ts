/** What callers may pass as `abortSignal`: a real one, or the SDK's older look-alike that only has `onabort`. */
export interface CallerSignal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  onabort?: unknown;
  addEventListener?: (type: "abort", listener: () => void, options?: { once: boolean }) => void;
  removeEventListener?: (type: "abort", listener: () => void) => void;
}

/** One call's own abort signal, which follows the caller's as long as the call runs. */
export class StopSignal {
  readonly #controller = new AbortController();
  readonly #callerSignal: CallerSignal | undefined;
  readonly #replaced: unknown;
  readonly #follow = (): void => this.#controller.abort(this.#callerSignal?.reason);

  constructor(callerSignal: CallerSignal | undefined) {
    this.#callerSignal = callerSignal;
    if (callerSignal === undefined) return;
    if (callerSignal.aborted) this.#follow();
    else if (typeof callerSignal.addEventListener === "function") {
      callerSignal.addEventListener("abort", this.#follow, { once: true });
    } else {
      this.#replaced = callerSignal.onabort;
      callerSignal.onabort = this.#follow;
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isCallerGone(): boolean {
    return this.#callerSignal?.aborted === true;
  }

  /** Ends the request, and leaves nothing behind on the caller's signal. */
  stop(reason: unknown): void {
    this.release();
    this.#controller.abort(reason);
  }

  /** Stops following the caller's signal, which may live far longer than the call. */
  release(): void {
    const callerSignal = this.#callerSignal;
    if (callerSignal === undefined) return;
    callerSignal.removeEventListener?.("abort", this.#follow);
    if (callerSignal.onabort === this.#follow) callerSignal.onabort = this.#replaced;
  }
}
