import { types } from "node:util";
import { redacted } from "../amplify/safe-input.ts";
import { isPlainObject } from "../errors/is-plain-object.ts";
import { printableJson } from "./printable-json.ts";

/** What JSON can say, and dates. */
export type PlainValue = string | number | boolean | Date | readonly PlainValue[] | PlainObject;

/** Members by name, `__proto__` being a name like others. */
export interface PlainObject {
  readonly [name: string]: PlainValue;
}

/** An input that can be written down. */
export interface PlainInput {
  readonly members: PlainObject;
  /** What is missing, whole or in part: the names of the input's members, fit to be shown. */
  readonly leftOut: readonly string[];
  /** Whether there is a placeholder in it for what was secret. */
  readonly hasRedacted: boolean;
}

/** The most characters of JSON that an input is written in; what people paste, and what goes into a support case, is short. */
export const longestInput = 8_192;
const deepest = 12;
const mostMembers = 200;
const mostNames = 10;

/** A member's name that can stand in a comment for any shell. */
const fitToShow = /^[a-z]\w{0,63}$/iu;

/** A member of the input, copied. */
interface CopiedMember {
  readonly name: string;
  readonly value: PlainValue;
  readonly length: number;
  readonly hasRedacted: boolean;
}

/** Makes a copy that can be written down, of anything and in bounded space; it takes the shortest members where not all fit. */
export function plainInput(input: unknown): PlainInput {
  if (input === undefined || input === null) return { members: {}, leftOut: [], hasRedacted: false };
  const names = isPlainObject(input) ? namesOf(input) : undefined;
  if (names === undefined) return { members: {}, leftOut: ["all of it"], hasRedacted: false };
  const copied: CopiedMember[] = [];
  const leftOut = new Set(names.slice(mostMembers));
  for (const name of names.slice(0, mostMembers)) {
    const copy = new Copy();
    const value = copy.whole(readMember(input, name));
    if (!copy.isWhole) leftOut.add(name);
    if (value === undefined) continue;
    copied.push({ name, value, length: lengthOf(name, value), hasRedacted: copy.hasRedacted });
  }
  const fitting = whatFits(copied);
  for (const member of copied) if (!fitting.has(member)) leftOut.add(member.name);
  const kept = copied.filter((member) => fitting.has(member));
  return {
    members: Object.fromEntries(kept.map(({ name, value }) => [name, value])),
    leftOut: shown(leftOut),
    hasRedacted: kept.some((member) => member.hasRedacted),
  };
}

/** With the comma or brace that follows. */
function lengthOf(name: string, value: PlainValue): number {
  return printableJson(name).length + 1 + printableJson(value).length + 1;
}

function whatFits(members: readonly CopiedMember[]): ReadonlySet<CopiedMember> {
  const fitting = new Set<CopiedMember>();
  let room = longestInput - 1;
  for (const member of members.toSorted((one, other) => one.length - other.length)) {
    room -= member.length;
    if (room < 0) break;
    fitting.add(member);
  }
  return fitting;
}

function shown(names: ReadonlySet<string>): string[] {
  const fit = [...names].filter((name) => fitToShow.test(name)).slice(0, mostNames);
  return fit.length < names.size ? [...fit, "others"] : fit;
}

/** Stands for what could not be read. */
const unreadable = Symbol("unreadable");

function readMember(holder: object, name: string): unknown {
  try {
    return Reflect.get(holder, name);
  } catch {
    return unreadable;
  }
}

function namesOf(value: object): string[] | undefined {
  try {
    return Object.keys(value);
  } catch {
    // A proxy whose traps throw.
    return undefined;
  }
}

/** The copy of one member of the input, which is as long as the whole may be at most. */
class Copy {
  isWhole = true;
  hasRedacted = false;
  /** Never less than what is left in JSON, where a character of a text takes at least one, and every value too. */
  #room = longestInput;
  readonly #holders = new Set<object>();

  /** Nothing where it is too long: the beginning of a list would pass for the list. */
  whole(value: unknown): PlainValue | undefined {
    const copy = this.#of(value);
    if (this.#room >= 0) return copy;
    this.isWhole = false;
    return undefined;
  }

  #of(value: unknown): PlainValue | undefined {
    this.#room -= 1;
    // The SDK sends nothing for either, and the CLI refuses null.
    if (value === undefined || value === null) return undefined;
    const copy = this.#plain(value);
    if (copy === undefined) this.isWhole = false;
    return copy;
  }

  #plain(value: unknown): PlainValue | undefined {
    switch (typeof value) {
      case "string":
        return this.#text(value);
      case "number":
        return Number.isFinite(value) ? value : undefined;
      case "boolean":
        return value;
      case "object":
        return value === null ? undefined : this.#object(value);
      case "bigint":
      case "function":
      case "symbol":
      case "undefined":
        return undefined;
    }
  }

  #text(text: string): string | undefined {
    this.#room -= text.length;
    if (this.#room < 0) return undefined;
    // In capitals for a whole value, in small letters within a text.
    if (text.toUpperCase().includes(redacted)) this.hasRedacted = true;
    return text;
  }

  #object(value: object): PlainValue | undefined {
    if (types.isDate(value)) return validDate(value);
    if (this.#holders.has(value) || this.#holders.size >= deepest) return undefined;
    this.#holders.add(value);
    try {
      if (Array.isArray(value)) return this.#items(value);
      return isPlainObject(value) ? this.#members(value) : undefined;
    } catch {
      // A proxy that was revoked, or whose traps throw.
      return undefined;
    } finally {
      this.#holders.delete(value);
    }
  }

  #items(list: readonly unknown[]): PlainValue[] {
    const items: PlainValue[] = [];
    for (let index = 0; index < list.length && this.#room >= 0; index++) {
      const item = this.#of(readMember(list, String(index)));
      if (item !== undefined) items.push(item);
    }
    return items;
  }

  #members(holder: object): PlainObject {
    const members: [string, PlainValue][] = [];
    for (const name of Object.keys(holder)) {
      this.#room -= name.length;
      if (this.#room < 0) break;
      const member = this.#of(readMember(holder, name));
      if (member !== undefined) members.push([name, member]);
    }
    return Object.fromEntries(members);
  }
}

function validDate(date: Date): Date | undefined {
  const epochMs = Date.prototype.getTime.call(date);
  return Number.isNaN(epochMs) ? undefined : new Date(epochMs);
}
