import type { WaitOptions } from "../call/when-available.ts";
import { describeValue } from "../errors/describe-value.ts";
import { readProperty } from "../errors/read-property.ts";
import { checkMembers } from "../errors/check-members.ts";
import { checkOption, milliseconds } from "../options/option-rule.ts";

/** Which of an operation's circuits is meant. */
export interface CircuitOf {
  /** What the call would be made with. */
  readonly input?: unknown;
}

/** How long to wait, and for which of an operation's circuits. */
export interface WaitForOptions extends WaitOptions, CircuitOf {}

/** @throws TypeError or RangeError that names the wrong option of `whenAvailable()`, what is allowed, and what came */
export function checkWaitOptions(options: WaitForOptions): void {
  const what = "the options of whenAvailable()";
  checkMembers(what, options, ["input", "signal", "timeoutMs"]);
  const { signal, timeoutMs } = options;
  if (timeoutMs !== undefined) checkOption("option timeoutMs", timeoutMs, milliseconds(1));
  if (signal !== undefined && typeof readProperty(signal, "aborted") !== "boolean") {
    throw new TypeError(`option signal must be an AbortSignal; got ${describeValue(signal)}`);
  }
}
