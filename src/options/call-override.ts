import type { FallbackReason } from "../events/breaker-events.ts";
import type { LastKnownGood } from "../fallback/last-known-good.ts";
import type { Fallback } from "./breaker-options.ts";
import { checkMemberNames, checkObject } from "../errors/check-members.ts";
import { checkOption, trueOrFalse } from "./option-rule.ts";
import { callOptionRules } from "./option-rules.ts";
import { checkReadsOnly } from "./reads-only.ts";
import type { ResolvedCallOptions } from "./resolved-options.ts";

/** What the fallback of a single call is told about it. */
export interface OverrideContext<Input = unknown> {
  readonly operation: string;
  /** What the caller asked for; not a copy, so leave it as it is. */
  readonly input: Input;
  /** What the caller will get if the fallback has no answer. */
  readonly error: Error;
  readonly reason: FallbackReason;
  /** Aborted when the caller gives up, and when `fallbackTimeoutMs` has passed. */
  readonly signal: AbortSignal;
}

/**
 * What a single call does otherwise than the options say, as `breaker` among the options of `send`. Without type
 * arguments it fits every command.
 *
 * @example
 * ```ts
 * await amplify.send(new ListAppsCommand({}), { breaker: { timeout: 2_000, fallback: () => lastApps } });
 * ```
 */
export interface CallOverride<Input = unknown, Output = never> {
  /**
   * `true`: the call is sent whatever the circuit's state and `capacity` are, and decides nothing about either; it has
   * neither deadline nor fallback, unless they are given here as well. Events tell of it.
   * @default false
   */
  readonly bypass?: boolean | undefined;
  /** Deadline of this call in milliseconds; `false`: none. */
  readonly timeout?: number | false | undefined;
  /** Answers when the circuit refuses or the call fails, `lastKnownGood()` for reads only; `false`: none. */
  readonly fallback?:
    | ((context: OverrideContext<Input>) => Output | undefined | Promise<Output | undefined>)
    | LastKnownGood
    | false
    | undefined;
  /** Milliseconds this call waits for an open circuit; 0: not at all. */
  readonly maxWaitMs?: number | undefined;
}

/** What was set, with nothing `undefined`. */
interface SetOverride {
  readonly bypass?: boolean;
  readonly timeout?: number | false;
  readonly fallback?: Fallback | LastKnownGood | false;
  readonly maxWaitMs?: number;
}

const overrideRules = {
  bypass: trueOrFalse,
  timeout: callOptionRules.timeout,
  fallback: callOptionRules.fallback,
  maxWaitMs: callOptionRules.maxWaitMs,
};
const overrideNames = Object.keys(overrideRules) as (keyof SetOverride)[];

/**
 * The options of a call with what it overrides, if it does.
 *
 * @throws TypeError or RangeError that names the wrong option, what is allowed, and what came
 */
export function applyOverride(
  options: ResolvedCallOptions,
  override: unknown,
  operation: string,
): { options: ResolvedCallOptions; bypass: boolean } {
  if (override === undefined) return { options, bypass: false };
  const { bypass = false, ...set } = readOverride(override, operation);
  if (!bypass && Object.keys(set).length === 0) return { options, bypass };
  const base = bypass ? { ...options, timeout: false as const, fallback: undefined } : options;
  const { fallback = base.fallback } = set;
  const overridden = { ...base, ...set, fallback: fallback === false ? undefined : fallback };
  return { options: Object.freeze(overridden), bypass };
}

function readOverride(override: unknown, operation: string): SetOverride {
  checkObject("option breaker", override);
  const given = override as Readonly<Record<string, unknown>>;
  checkMemberNames("option breaker", given, overrideNames);
  const set: Partial<Record<keyof SetOverride, unknown>> = {};
  for (const name of overrideNames) {
    const value = given[name];
    if (value === undefined) continue;
    checkOption(`option breaker.${name}`, value, overrideRules[name]);
    set[name] = value;
  }
  checkReadsOnly("option breaker.", operation, { fallback: set.fallback });
  // Its function is typed by the command, and is asked about no other.
  return set as SetOverride;
}
