import { isServiceErrorName, serviceErrorNames } from "../protocol/service-error.ts";
import type { FaultKind } from "./fault.ts";

/** Says what a value should have been; nothing when it is right. */
export type Rule = (value: unknown) => string | undefined;

/** What is allowed of each member of something. */
export type Rules = Readonly<Record<string, Rule>>;

const isWholeFrom = (value: unknown, least: number, most: number) =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

const atLeastZero: Rule = (value) =>
  typeof value === "number" && value >= 0 && value < Infinity ? undefined : "a finite number of at least 0";
const httpStatus: Rule = (value) => (isWholeFrom(value, 200, 599) ? undefined : "an integer from 200 to 599");
const text: Rule = (value) => (typeof value === "string" ? undefined : "a string");

/** Anything with members. */
export const anObject: Rule = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? undefined : "an object";

/** Members that say when: all that applies where there is no request to choose by. */
export const timeRules: Rules = { afterMs: atLeastZero, durationMs: atLeastZero };

/** Members every other kind of fault may have. */
export const scopeRules: Rules = {
  operations: (value) =>
    typeof value === "string" || (Array.isArray(value) && value.every((item) => typeof item === "string"))
      ? undefined
      : "an operation, a glob, or a list of them",
  rate: (value) =>
    typeof value === "number" && value >= 0 && value <= 1 ? undefined : "a number from 0 to 1",
  times: (value) => (isWholeFrom(value, 1, Infinity) ? undefined : "an integer of at least 1"),
  ...timeRules,
  delayMs: atLeastZero,
  applied: (value) => (typeof value === "boolean" ? undefined : "a boolean"),
  retryAfterSeconds: atLeastZero,
};

/** Members of each kind of fault. */
export const effectRules: Readonly<Record<FaultKind, Rules>> = {
  error: {
    error: (value) =>
      typeof value === "string" && isServiceErrorName(value)
        ? undefined
        : `one of ${serviceErrorNames.join(", ")}`,
    message: text,
    members: anObject,
  },
  throttling: {},
  latency: { ms: atLeastZero, spreadMs: atLeastZero },
  hang: {},
  refuse: {},
  reset: {
    during: (value) => (value === "headers" || value === "body" ? undefined : '"headers" or "body"'),
    status: httpStatus,
  },
  stall: { status: httpStatus },
  html: { status: httpStatus },
  empty: { status: httpStatus },
  malformed: { status: httpStatus },
  mistyped: {},
  response: {
    status: httpStatus,
    headers: anObject,
    body: (value) =>
      text(value) === undefined || anObject(value) === undefined ? undefined : "a string or an object",
  },
};

/** The member without which a kind of fault means nothing. */
export const requiredMembers: Partial<Readonly<Record<FaultKind, string>>> = {
  error: "error",
  latency: "ms",
  response: "status",
};

/** The kinds of fault, in the order in which they are explained. */
export const faultKinds: readonly FaultKind[] = Object.freeze(Object.keys(effectRules) as FaultKind[]);
