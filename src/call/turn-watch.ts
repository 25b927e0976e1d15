import type { Clock } from "../clock/clock.ts";

/** Something that waits for an answer. */
interface Listener {
  /** The event loop has turned since it began to wait. */
  couldBeAnswered(now: number): void;
}

const listenersByClock = new WeakMap<Clock, Listener[]>();

/**
 * Tells the listener when the event loop has turned, and with it all others that came since: one timer for many, because
 * every attempt of every call asks for this, and few live to need it.
 */
export function tellAfterTurn(clock: Clock, listener: Listener): void {
  const listeners = listenersByClock.get(clock);
  if (listeners !== undefined) {
    listeners.push(listener);
    return;
  }
  const waiting = [listener];
  listenersByClock.set(clock, waiting);
  const tell = (): void => {
    listenersByClock.delete(clock);
    const now = clock.now();
    for (const one of waiting) one.couldBeAnswered(now);
  };
  clock.startTimer(tell, 0, false);
}
