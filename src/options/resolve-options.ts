import { unknownOperation } from "../amplify/operations.ts";
import type { Clock } from "../clock/clock.ts";
import { systemClock } from "../clock/system-clock.ts";
import { describeValue } from "../errors/describe-value.ts";
import type { BreakerOptions, CallOptions, Fallback, ResetBackoff } from "./breaker-options.ts";
import { checkMemberNames, checkObject, checkOperationName } from "./check-names.ts";
import { defaultCallOptions, defaultResetBackoff } from "./default-options.ts";
import { checkOption } from "./option-rule.ts";
import { callOptionRules, resetBackoffRules } from "./option-rules.ts";
import type { ResolvedCallOptions, ResolvedOptions, ResolvedResetBackoff } from "./resolved-options.ts";

const callOptionNames = Object.keys(callOptionRules) as (keyof CallOptions)[];
const resetBackoffNames = Object.keys(resetBackoffRules) as (keyof ResetBackoff)[];
const breakerOptionNames = [...callOptionNames, "operations", "clock", "random"];

/** What was set, before defaults. */
type SetCallOptions = Partial<Record<keyof CallOptions, unknown>>;

/**
 * Checks the options, fills in what they leave out, and keeps no reference to them.
 *
 * @throws TypeError or RangeError that names the wrong option, what is allowed, and what came
 */
export function resolveOptions(options: BreakerOptions = {}): ResolvedOptions {
  checkObject("options", options);
  checkMemberNames("options", options, breakerOptionNames);
  const { operations, clock = systemClock, random = Math.random } = options;
  checkClock(clock);
  if (typeof random !== "function") {
    throw new TypeError(`option random must be a function; got ${describeValue(random)}`);
  }
  checkCallOptions("", options);
  const general = mergeCallOptions({}, options);
  const forAll = resolveCallOptions("", general);
  const byOperation = resolveOperations(operations, general);
  byOperation.set(unknownOperation, Object.freeze({ ...forAll, enabled: false }));
  return Object.freeze({
    clock,
    random,
    forOperation: (operation: string) => byOperation.get(operation) ?? forAll,
  });
}

function resolveOperations(
  operations: BreakerOptions["operations"],
  general: SetCallOptions,
): Map<string, ResolvedCallOptions> {
  const byOperation = new Map<string, ResolvedCallOptions>();
  if (operations === undefined) return byOperation;
  checkObject("option operations", operations);
  for (const operation of Object.keys(operations)) {
    checkOperationName(operation, "option operations");
    // Checked as an option of its own operation by its type; from here on the operation does not matter.
    const options = operations[operation] as CallOptions | undefined;
    if (options === undefined) continue;
    const path = `operations.${operation}`;
    checkObject(`option ${path}`, options);
    checkMemberNames(`option ${path}`, options, callOptionNames);
    checkCallOptions(`${path}.`, options);
    byOperation.set(operation, resolveCallOptions(`${path}.`, mergeCallOptions(general, options)));
  }
  return byOperation;
}

function checkCallOptions(prefix: string, options: CallOptions): void {
  for (const name of callOptionNames) {
    const value = options[name];
    if (value !== undefined) checkOption(`${prefix}${name}`, value, callOptionRules[name]);
  }
  const backoff = options.resetBackoff;
  if (backoff === undefined) return;
  checkMemberNames(`option ${prefix}resetBackoff`, backoff, resetBackoffNames);
  for (const name of resetBackoffNames) {
    const value = backoff[name];
    if (value !== undefined) checkOption(`${prefix}resetBackoff.${name}`, value, resetBackoffRules[name]);
  }
}

/** The nearer setting wins, and `undefined` sets nothing. */
function mergeCallOptions(general: SetCallOptions, options: CallOptions): SetCallOptions {
  const merged: SetCallOptions = { ...general };
  for (const name of callOptionNames) {
    const value = options[name];
    if (value === undefined) continue;
    merged[name] = name === "resetBackoff" ? mergeDefined(general.resetBackoff, value) : value;
  }
  return merged;
}

function mergeDefined(base: unknown, overrides: unknown): object {
  const defined = Object.entries(overrides as object).filter(([, value]) => value !== undefined);
  return { ...(base as object | undefined), ...Object.fromEntries(defined) };
}

function resolveCallOptions(prefix: string, set: SetCallOptions): ResolvedCallOptions {
  const complete = { ...defaultCallOptions, ...set } as ResolvedCallOptions & { fallback: Fallback | false };
  return Object.freeze({
    ...complete,
    fallback: complete.fallback === false ? undefined : complete.fallback,
    resetBackoff: resolveResetBackoff(
      prefix,
      complete.resetTimeout,
      set.resetBackoff as ResetBackoff | undefined,
    ),
  });
}

function resolveResetBackoff(
  prefix: string,
  resetTimeout: number,
  backoff: ResetBackoff | undefined,
): ResolvedResetBackoff {
  const { factor = defaultResetBackoff.factor, jitter = defaultResetBackoff.jitter } = backoff ?? {};
  const maxMs = backoff?.maxMs ?? Math.max(defaultResetBackoff.maxMs, resetTimeout);
  if (maxMs < resetTimeout) {
    throw new RangeError(
      `option ${prefix}resetBackoff.maxMs must be at least resetTimeout (${resetTimeout}); got ${maxMs}`,
    );
  }
  return Object.freeze({ factor, maxMs, jitter });
}

function checkClock(clock: Clock): void {
  const isClock = (["now", "epochMs", "startTimer"] as const).every(
    (name) => typeof clock?.[name] === "function",
  );
  if (!isClock) {
    throw new TypeError(
      `option clock must have now(), epochMs() and startTimer(); got ${describeValue(clock)}`,
    );
  }
}
