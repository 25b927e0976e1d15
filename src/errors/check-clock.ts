import { describeValue } from "./describe-value.ts";
import { readProperty } from "./read-property.ts";

/** @throws TypeError where the value of option `clock` is no clock; nothing is one */
export function checkClock(clock: unknown): void {
  if (clock === undefined) return;
  const isClock = ["now", "epochMs", "startTimer"].every(
    (name) => typeof readProperty(clock, name) === "function",
  );
  if (!isClock) {
    throw new TypeError(
      `option clock must have now(), epochMs() and startTimer(); got ${describeValue(clock)}`,
    );
  }
}
