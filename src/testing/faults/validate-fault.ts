import { describeValue } from "../../errors/describe-value.ts";
import { nearestName } from "../../errors/nearest-name.ts";
import { compileOperationPatterns } from "../operation-pattern.ts";
import { serviceErrorNames } from "../protocol/service-error.ts";
import {
  anObject,
  effectRules,
  faultKinds,
  requiredMembers,
  scopeRules,
  timeRules,
  type Rules,
} from "./fault-rules.ts";
import type { Fault, FaultKind } from "./fault.ts";

type Given = Readonly<Record<string, unknown>>;

/**
 * Checks what a caller gave as a fault, and freezes a copy of it.
 *
 * @throws TypeError or RangeError naming the member, what is allowed and what was given
 */
export function validateFault(given: unknown, option = "fault"): Fault {
  if (anObject(given) !== undefined) {
    throw new TypeError(`${option} must be an object, got ${describeValue(given)}`);
  }
  const members = Object.entries(given as Given).filter(([, value]) => value !== undefined);
  const fault: Given = Object.fromEntries(members);
  checkMembers(fault, readKind(fault["kind"], option), option);
  const { operations } = fault as { operations?: string | readonly string[] };
  if (operations !== undefined) compileOperationPatterns(operations, `${option}.operations`);
  return Object.freeze(structuredClone(fault)) as unknown as Fault;
}

function readKind(kind: unknown, option: string): FaultKind {
  const known = faultKinds.find((name) => name === kind);
  if (known === undefined) {
    throw wrongValue(`${option}.kind`, `one of ${faultKinds.join(", ")}`, kind, hintFor(kind, faultKinds));
  }
  return known;
}

function checkMembers(fault: Given, kind: FaultKind, option: string): void {
  // A refused connection carries no request, so there is nothing to choose by.
  const rules: Rules = { ...effectRules[kind], ...(kind === "refuse" ? timeRules : scopeRules) };
  for (const [name, value] of Object.entries(fault)) {
    if (name === "kind") continue;
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw unknownMember(name, kind, option, Object.keys(rules));
    const expected = rule(value);
    if (expected === undefined) continue;
    const hint = name === "error" ? hintFor(value, serviceErrorNames) : "";
    throw wrongValue(`${option}.${name}`, expected, value, hint);
  }
  const required = requiredMembers[kind];
  if (required !== undefined && fault[required] === undefined) {
    throw new TypeError(`${option}.${required} is required of kind "${kind}"`);
  }
}

function unknownMember(name: string, kind: FaultKind, option: string, allowed: readonly string[]): Error {
  return new TypeError(
    `${option}.${name} is not part of a fault of kind "${kind}"${hintFor(name, allowed)}; allowed: ${allowed.join(", ")}`,
  );
}

function wrongValue(option: string, expected: string, value: unknown, hint = ""): Error {
  const Kind = typeof value === "number" || typeof value === "string" ? RangeError : TypeError;
  return new Kind(`${option} must be ${expected}, got ${describeValue(value)}${hint}`);
}

function hintFor(typed: unknown, names: readonly string[]): string {
  const nearest = typeof typed === "string" ? nearestName(typed, names) : undefined;
  return nearest === undefined ? "" : `; did you mean "${nearest}"?`;
}
