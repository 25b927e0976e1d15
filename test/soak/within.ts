import { systemClock } from "../../src/clock/system-clock.ts";

/** Waits for it, but not for longer than that. */
export async function within(ms: number, awaited: Promise<unknown>): Promise<void> {
  let cancel = (): void => {};
  const tooLong = new Promise<void>((resolve) => {
    cancel = systemClock.startTimer(resolve, ms, true);
  });
  await Promise.race([awaited, tooLong]);
  cancel();
}
