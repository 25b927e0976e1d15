import { setImmediate as nextTurn } from "node:timers/promises";

/** Waits, turn by turn of the event loop, until `condition` holds; gives up, with its name, after the deadline. */
export async function eventually(what: string, condition: () => boolean, deadlineMs = 5_000): Promise<void> {
  const startedAt = performance.now();
  while (!condition()) {
    if (performance.now() - startedAt > deadlineMs) throw new Error(`never happened: ${what}`);
    await nextTurn();
  }
}
