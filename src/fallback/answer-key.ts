/** More than any input of a read has; an input in a circle has no end. */
const mostDepth = 32;
const mostValues = 10_000;

/** Stands between operation and input; JSON has no bare line breaks. */
const separator = "\n";

/**
 * What a call asks, as a string: equal for calls that ask the same, and for no others.
 *
 * `undefined` where the input cannot be written so: calls that it cannot tell apart must not share an answer.
 */
export function answerKey(operation: string, input: unknown): string | undefined {
  try {
    // The SDK's commands take no input for an empty one.
    const given = input ?? {};
    if (isPlainObject(given)) return operation + separator + new Writer().write(given, 0);
  } catch {
    // No form of its own, so no key.
  }
  return undefined;
}

/** The key of the same call for the page that `nextToken` leads to. */
export function pageKey(key: string, nextToken: string): string {
  const start = key.lastIndexOf(separator) + separator.length;
  const input = JSON.parse(key.slice(start)) as Record<string, unknown>;
  return key.slice(0, start) + new Writer().write({ ...input, nextToken }, 0);
}

/** JSON with the members of every object in alphabetical order; throws where a value has no such form of its own. */
class Writer {
  #values = 0;

  write(value: unknown, depth: number): string {
    this.#values++;
    if (depth > mostDepth || this.#values > mostValues) throw new RangeError("too large");
    if (typeof value === "string" || typeof value === "boolean" || value === null) {
      return JSON.stringify(value);
    }
    if (Number.isFinite(value)) return JSON.stringify(value);
    if (value instanceof Date) return JSON.stringify(Date.prototype.toISOString.call(value));
    if (Array.isArray(value)) return this.#writeArray(value, depth);
    if (isPlainObject(value)) return this.#writeObject(value, depth);
    throw new TypeError("not JSON");
  }

  #writeArray(array: readonly unknown[], depth: number): string {
    // Array.from, for a hole is a value that cannot be written.
    return `[${Array.from(array, (value) => this.write(value, depth + 1)).join(",")}]`;
  }

  #writeObject(object: object, depth: number): string {
    const members: string[] = [];
    // The SDK reads members by their names, whether they can be enumerated or not.
    for (const name of Object.getOwnPropertyNames(object).toSorted()) {
      const value = (object as Record<string, unknown>)[name];
      if (value !== undefined) members.push(`${JSON.stringify(name)}:${this.write(value, depth + 1)}`);
    }
    return `{${members.join(",")}}`;
  }
}

/**
 * Not where a prototype may have members: the SDK would read them, and the key would not show them.
 *
 * @throws TypeError for `undefined`, which has no prototype
 */
function isPlainObject(value: unknown): value is object {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
