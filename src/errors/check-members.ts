import { describeValue } from "./describe-value.ts";
import { isPlainObject } from "./is-plain-object.ts";
import { nearestName } from "./nearest-name.ts";

/** @throws TypeError where the object has a member that is not among the known ones; it suggests the nearest one */
export function checkMemberNames(what: string, given: object, known: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const nearest = nearestName(name, known);
    const hint = nearest === undefined ? `known are ${known.join(", ")}` : `did you mean ${nearest}?`;
    throw new TypeError(`${what} has no member ${describeValue(name)}; ${hint}`);
  }
}

/** {@link checkObject} and {@link checkMemberNames}. */
export function checkMembers(what: string, given: object, known: readonly string[]): void {
  checkObject(what, given);
  checkMemberNames(what, given, known);
}

/** @throws TypeError where the value is no plain object: an instance of some class would pass for one without options */
export function checkObject(what: string, value: unknown): void {
  if (!isPlainObject(value)) {
    throw new TypeError(`${what} must be a plain object; got ${describeValue(value)}`);
  }
}
