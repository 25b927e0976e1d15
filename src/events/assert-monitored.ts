import { describeValue } from "../errors/describe-value.ts";
import { readProperty } from "../errors/read-property.ts";
import type { MonitoredBreakers } from "./monitored-breakers.ts";

/**
 * Checks what is to be monitored.
 *
 * @param caller - who asks, as in `logEvents()`
 * @throws TypeError that says what came instead
 */
export function assertMonitored(source: unknown, caller: string): asserts source is MonitoredBreakers {
  if (isMonitored(source)) return;
  const hint = isMonitored(readProperty(source, "breakers")) ? "; did you mean its .breakers?" : "";
  throw new TypeError(
    `${caller} needs breakers, or a client's .breakers; got ${describeValue(source)}${hint}`,
  );
}

function isMonitored(source: unknown): boolean {
  return (["on", "off", Symbol.iterator] as const).every(
    (name) => typeof readProperty(source, name) === "function",
  );
}
