import type { Clock } from "../clock/clock.ts";
import { systemClock } from "../clock/system-clock.ts";
import { describeValue } from "../errors/describe-value.ts";
import { nearestName } from "../errors/nearest-name.ts";
import type { JobTimeline } from "./state/job-record.ts";
import { publishedQuotas, type Quotas } from "./state/quotas.ts";
import type { SeedApp } from "./state/seed.ts";

/** How the simulator is set up. */
export interface SimulatorOptions {
  /** Address to listen on. @default "127.0.0.1" */
  readonly host?: string;
  /** Port to listen on; 0 takes a free one. @default 0 */
  readonly port?: number;
  /** Where its time comes from: jobs, faults, scripts, expiry. @default the machine's clock */
  readonly clock?: Clock;
  /** Decides all ids and all dice: the same seed and the same requests give the same answers. @default 1 */
  readonly seed?: number;
  /** Region of the ARNs. @default "us-east-1" */
  readonly region?: string;
  /** Account of the ARNs. @default "123456789012" */
  readonly accountId?: string;
  /** Milliseconds every answer takes at least. @default 0 */
  readonly latencyMs?: number;
  /** How long jobs wait and run, and how they end. @default 1 s PENDING, 5 s RUNNING, then SUCCEED */
  readonly jobs?: Partial<JobTimeline>;
  /** Milliseconds until a new domain association is AVAILABLE. @default 5_000 */
  readonly domainReadyMs?: number;
  /** Milliseconds an upload, artifact or log URL is good for. @default 3_600_000 */
  readonly presignedUrlLifetimeMs?: number;
  /** Quotas that differ from the published ones. @default the published ones */
  readonly quotas?: Partial<Quotas>;
  /** How many requests the log keeps; the oldest go first. @default 100_000 */
  readonly recordLimit?: number;
  /** Apps that are there from the start: that many, or these. No quota applies to them. @default none */
  readonly seedApps?: number | readonly SeedApp[];
}

/** The options with everything filled in. */
export interface ResolvedSimulatorOptions extends Required<SimulatorOptions> {
  readonly jobs: JobTimeline;
  readonly quotas: Quotas;
}

const defaults: ResolvedSimulatorOptions = {
  host: "127.0.0.1",
  port: 0,
  clock: systemClock,
  seed: 1,
  region: "us-east-1",
  accountId: "123456789012",
  latencyMs: 0,
  jobs: { pendingMs: 1_000, runningMs: 5_000, outcome: "SUCCEED" },
  domainReadyMs: 5_000,
  presignedUrlLifetimeMs: 3_600_000,
  quotas: publishedQuotas,
  recordLimit: 100_000,
  seedApps: 0,
};

const LARGEST_PORT = 65_535;

/**
 * Checks the options and fills in what they leave out.
 *
 * @throws TypeError or RangeError naming the option, what is allowed and what was given
 */
export function resolveSimulatorOptions(given: SimulatorOptions): ResolvedSimulatorOptions {
  const options: ResolvedSimulatorOptions = Object.freeze({
    ...defaults,
    ...knownMembers("options", given, defaults),
    jobs: Object.freeze({ ...defaults.jobs, ...knownMembers("jobs", given.jobs, defaults.jobs) }),
    quotas: Object.freeze({ ...defaults.quotas, ...knownMembers("quotas", given.quotas, defaults.quotas) }),
  });
  for (const name of ["host", "region", "accountId"] as const) checkText(name, options[name]);
  for (const name of ["latencyMs", "domainReadyMs", "presignedUrlLifetimeMs"] as const) {
    checkNumber(name, options[name]);
  }
  checkWhole("seed", options.seed, Number.MAX_SAFE_INTEGER);
  checkWhole("port", options.port, LARGEST_PORT);
  checkWhole("recordLimit", options.recordLimit, Number.MAX_SAFE_INTEGER);
  checkNumber("jobs.pendingMs", options.jobs.pendingMs);
  checkNumber("jobs.runningMs", options.jobs.runningMs);
  if (options.jobs.outcome !== "SUCCEED" && options.jobs.outcome !== "FAILED") {
    throw wrong("jobs.outcome", '"SUCCEED" or "FAILED"', options.jobs.outcome);
  }
  for (const [name, most] of Object.entries(options.quotas)) checkQuotaOption(`quotas.${name}`, most);
  checkClock(options.clock);
  if (!Array.isArray(options.seedApps)) checkWhole("seedApps", options.seedApps, Number.MAX_SAFE_INTEGER);
  return options;
}

/** What was given, without members that are undefined: those mean unset. */
function knownMembers<Options extends object>(
  name: string,
  given: Options | undefined,
  known: object,
): Partial<Options> {
  if (given === undefined) return {};
  if (typeof given !== "object" || given === null) throw wrong(name, "an object", given);
  const names = Object.keys(known);
  for (const option of Object.keys(given)) {
    if (names.includes(option)) continue;
    const nearest = nearestName(option, names);
    const hint = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
    const path = name === "options" ? option : `${name}.${option}`;
    throw new TypeError(`${path} is not an option${hint} Allowed: ${names.join(", ")}`);
  }
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<Options>;
}

function checkText(name: string, value: unknown): void {
  if (typeof value !== "string" || value === "") throw wrong(name, "a string that is not empty", value);
}

function checkNumber(name: string, value: unknown): void {
  if (typeof value !== "number" || !(value >= 0) || value === Infinity) {
    throw wrong(name, "a finite number of at least 0", value);
  }
}

function checkWhole(name: string, value: unknown, most: number): void {
  if (!Number.isInteger(value) || Number(value) < 0 || Number(value) > most) {
    throw wrong(name, `an integer from 0 to ${most}`, value);
  }
}

function checkQuotaOption(name: string, value: unknown): void {
  if (value !== Infinity) checkWhole(name, value, Number.MAX_SAFE_INTEGER);
}

function checkClock(clock: Partial<Clock> | null): void {
  const isClock = (["now", "epochMs", "startTimer"] as const).every(
    (method) => typeof clock?.[method] === "function",
  );
  if (!isClock) throw wrong("clock", "a clock with now, epochMs and startTimer", clock);
}

function wrong(name: string, expected: string, value: unknown): Error {
  const Kind = typeof value === "number" || typeof value === "string" ? RangeError : TypeError;
  return new Kind(`${name} must be ${expected}, got ${describeValue(value)}`);
}
