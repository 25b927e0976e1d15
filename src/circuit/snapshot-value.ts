import { checkOption, ofType, type OptionRule } from "../options/option-rule.ts";

const anObject: OptionRule = ofType(
  "an object",
  (value) => typeof value === "object" && value !== null && !isArray(value),
);

/**
 * A value that came from outside, and where in the snapshot it is.
 *
 * Only own members are looked at, each of them once, and no getter is run: a polluted prototype adds nothing, and what
 * was checked is what is used.
 */
export class SnapshotValue {
  readonly #where: string;
  readonly #value: unknown;

  constructor(where: string, value: unknown) {
    this.#where = where;
    this.#value = value;
  }

  get isAbsent(): boolean {
    return this.#value === undefined;
  }

  /** @throws TypeError where this is no object, or where the member cannot be read as it stands */
  member(name: string): SnapshotValue {
    checkOption(this.#where, this.#value, anObject);
    return this.#own(name, `${this.#where}.${name}`);
  }

  /** The elements of an array: of at most so many `things`. */
  elements(most: number, things: string): SnapshotValue[] {
    const length = lengthOf(this.#value);
    checkOption(this.#where, this.#value, {
      allowed: `an array of at most ${most.toLocaleString("en-US")} ${things}`,
      isType: isArray,
      isInRange: () => length <= most,
    });
    return Array.from({ length }, (_, index) => this.#own(String(index), `${this.#where}[${index}]`));
  }

  /** The value, which must be as the rule says; the rule vouches for its type. */
  read<Value>(rule: SnapshotRule<Value>): Value {
    checkOption(this.#where, this.#value, rule);
    return this.#value as Value;
  }

  readIfPresent<Value>(rule: SnapshotRule<Value>): Value | undefined {
    return this.isAbsent ? undefined : this.read(rule);
  }

  /** What the function makes of this, if there is something. */
  ifPresent<Made>(make: (value: SnapshotValue) => Made): Made | undefined {
    return this.isAbsent ? undefined : make(this);
  }

  #own(key: string, where: string): SnapshotValue {
    const property = describeOwn(this.#value as object, key);
    if (property === "unreadable" || (property !== undefined && !("value" in property))) {
      throw new TypeError(`${where} must be plain data; got something that only its own code could read`);
    }
    return new SnapshotValue(where, property?.value);
  }
}

/** A rule that says of which type a value is that keeps to it. */
export interface SnapshotRule<Value> extends OptionRule {
  /** Only for the compiler. */
  readonly valueType?: Value;
}

// What a proxy does in its traps is anybody's guess.
function isArray(value: unknown): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

function lengthOf(array: unknown): number {
  const length = isArray(array) ? describeOwn(array as object, "length") : undefined;
  const value: unknown = typeof length === "object" ? length.value : undefined;
  return typeof value === "number" ? value : Infinity;
}

function describeOwn(source: object, key: string): PropertyDescriptor | "unreadable" | undefined {
  try {
    return Object.getOwnPropertyDescriptor(source, key);
  } catch {
    return "unreadable";
  }
}
