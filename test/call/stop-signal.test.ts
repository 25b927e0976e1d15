import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { StopSignal, type CallerSignal } from "../../src/call/stop-signal.ts";

/** The SDK's older signal, which has `onabort` and nothing else. */
function legacySignal(): CallerSignal & { aborted: boolean; abort: () => void } {
  const signal = {
    aborted: false,
    onabort: null as unknown,
    abort: () => {
      signal.aborted = true;
      (signal.onabort as (() => void) | null)?.();
    },
  };
  return signal;
}

describe("StopSignal", () => {
  test("is quiet without a caller's signal until it is stopped", () => {
    const stop = new StopSignal(undefined);
    expect(stop.signal.aborted).toBe(false);
    stop.stop("enough");
    expect(stop.signal.reason).toBe("enough");
  });

  test("is aborted from the beginning where the caller's signal is, with the same reason", () => {
    const stop = new StopSignal(AbortSignal.abort("too late"));
    expect([stop.signal.aborted, stop.signal.reason]).toEqual([true, "too late"]);
  });

  test("follows the caller's signal, with the same reason", () => {
    const caller = new AbortController();
    const stop = new StopSignal(caller.signal);
    caller.abort("changed my mind");
    expect(stop.signal.reason).toBe("changed my mind");
  });

  test("leaves no listener on the caller's signal, however it ends", () => {
    const caller = new AbortController();
    for (let calls = 0; calls < 100; calls++) new StopSignal(caller.signal).release();
    for (let calls = 0; calls < 100; calls++) new StopSignal(caller.signal).stop("enough");
    expect(getEventListeners(caller.signal, "abort")).toEqual([]);
  });

  test("does not follow once released", () => {
    const caller = new AbortController();
    const stop = new StopSignal(caller.signal);
    stop.release();
    caller.abort();
    expect(stop.signal.aborted).toBe(false);
  });

  test("follows a signal that only has onabort", () => {
    const caller = legacySignal();
    const stop = new StopSignal(caller);
    caller.abort();
    expect(stop.signal.aborted).toBe(true);
  });

  test("is released from a signal that keeps its listeners for good", () => {
    const { signal } = new AbortController();
    const caller: CallerSignal = {
      aborted: false,
      addEventListener: (type, listener) => signal.addEventListener(type, listener),
    };
    expect(() => new StopSignal(caller).release()).not.toThrow();
  });

  test("puts back what was on such a signal before", () => {
    const caller = legacySignal();
    const own = vi.fn();
    caller.onabort = own;
    const stop = new StopSignal(caller);
    stop.release();
    expect(caller.onabort).toBe(own);
    stop.stop("enough");
    expect(caller.onabort).toBe(own);
  });

  test("leaves alone what others have put on such a signal since", () => {
    const caller = legacySignal();
    const stop = new StopSignal(caller);
    const another = vi.fn();
    caller.onabort = another;
    stop.release();
    expect(caller.onabort).toBe(another);
  });
});
