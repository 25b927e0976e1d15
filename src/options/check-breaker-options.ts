import { checkClock } from "../errors/check-clock.ts";
import { describeValue } from "../errors/describe-value.ts";
import { readProperty } from "../errors/read-property.ts";
import type { BreakerOptions } from "./breaker-options.ts";
import { checkMemberNames, checkObject } from "../errors/check-members.ts";
import type { defaultBreakerOptions } from "./default-options.ts";
import { checkOption } from "./option-rule.ts";
import { breakerOptionRules, callOptionNames } from "./option-rules.ts";

const onlyForAll = Object.keys(breakerOptionRules) as (keyof typeof defaultBreakerOptions)[];
const breakerOptionNames = [...callOptionNames, ...onlyForAll, "operations", "clock", "random", "health"];

/**
 * Checks what can be given for all operations only, and that nothing else stands beside the options of calls.
 *
 * @throws TypeError or RangeError that names the wrong option, what is allowed, and what came
 */
export function checkBreakerOptions(options: BreakerOptions): void {
  checkObject("options", options);
  checkMemberNames("options", options, breakerOptionNames);
  checkClock(options.clock);
  if (options.random !== undefined && typeof options.random !== "function") {
    throw new TypeError(`option random must be a function; got ${describeValue(options.random)}`);
  }
  checkHealth(options.health);
  for (const name of onlyForAll) {
    if (options[name] !== undefined) checkOption(`option ${name}`, options[name], breakerOptionRules[name]);
  }
  if (options.circuit === "service" && (options.serviceThreshold ?? false) !== false) {
    throw new TypeError(
      `option serviceThreshold counts open circuits, and circuit: "service" makes one only; ` +
        `got ${describeValue(options.serviceThreshold)}`,
    );
  }
}

function checkHealth(health: unknown): void {
  if (health === undefined || typeof readProperty(health, "look") === "function") return;
  throw new TypeError(`option health must be what awsHealth() returns; got ${describeValue(health)}`);
}
