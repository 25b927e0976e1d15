import { isSecretMember } from "./secret-members.ts";
import { scrubText } from "./scrub-text.ts";
import { secretParts } from "./secret-parts.ts";

/** An input without what is secret in it, and what that was. */
export interface SafeInput {
  /** A copy that is plain data, with `REDACTED` for every secret. */
  readonly input: unknown;
  /** What must not show up anywhere else, such as in a message of the service's. */
  readonly secrets: readonly string[];
}

/** Gives a copy of an input with what the API's model calls sensitive left out, as the SDK's middleware context has it. */
export type SensitiveFilter = (input: never) => unknown;

/** What stands for a secret; a text, so that the type fits where it stood. */
export const redacted = "REDACTED";

/** What the SDK's own filter puts there. */
const sdkPlaceholder = "***SensitiveInformation***";

/** No input of Amplify's comes near these; they are for what only passes for one. */
const deepest = 12;
const mostMembers = 2_000;

/**
 * Takes the secrets out of an operation's input: what the list of this package calls secret, and what the model of the
 * SDK in use does.
 *
 * @param filter - the SDK's `inputFilterSensitiveLog`, where it is known
 */
export function safeInput(input: unknown, filter?: SensitiveFilter): SafeInput {
  const walk = new Walk();
  const copy = walk.copy(input, { filtered: filtered(input, filter), depth: 0 });
  return { input: copy, secrets: [...new Set(walk.secrets.flatMap((secret) => secretParts(secret)))] };
}

/** Where in the input the walk is. */
interface Place {
  /** The same place in what the SDK's filter made of it. */
  readonly filtered: unknown;
  readonly depth: number;
}

class Walk {
  readonly secrets: string[] = [];
  #members = 0;

  copy(value: unknown, place: Place): unknown {
    try {
      return this.#copy(value, place);
    } catch {
      // A proxy that was revoked, or whose traps throw.
      return undefined;
    }
  }

  #copy(value: unknown, { filtered: mask, depth }: Place): unknown {
    if (mask === sdkPlaceholder) return this.#hide(value, depth);
    if (typeof value === "string") return scrubText(value);
    if (typeof value !== "object" || value === null) return isPlainValue(value) ? value : undefined;
    if (value instanceof Date) return new Date(value);
    if (depth > deepest) return undefined;
    if (Array.isArray(value)) {
      const items = this.#bounded(value.entries());
      return items.map(([index, item]) =>
        this.copy(item, { filtered: memberOf(mask, index), depth: depth + 1 }),
      );
    }
    const members = this.#bounded(entriesOf(value)).map(([name, member]): [string, unknown] => [
      name,
      isSecretMember(name)
        ? this.#hide(member, depth + 1)
        : this.copy(member, { filtered: memberOf(mask, name), depth: depth + 1 }),
    ]);
    return Object.fromEntries(members);
  }

  /** Keeps the shape, and the names of environment variables, which say much and give nothing away. */
  #hide(value: unknown, depth: number): unknown {
    try {
      return this.#hidden(value, depth);
    } catch {
      return redacted;
    }
  }

  #hidden(value: unknown, depth: number): unknown {
    if (value === undefined || value === null) return value;
    if (typeof value === "string") this.secrets.push(value);
    if (typeof value !== "object" || depth > deepest) return redacted;
    if (Array.isArray(value))
      return this.#bounded(value.entries()).map(([, item]) => this.#hide(item, depth + 1));
    const members = this.#bounded(entriesOf(value));
    return Object.fromEntries(members.map(([name, member]) => [name, this.#hide(member, depth + 1)]));
  }

  #bounded<Entry>(entries: Iterable<Entry>): Entry[] {
    const kept: Entry[] = [];
    for (const entry of entries) {
      if (++this.#members > mostMembers) break;
      kept.push(entry);
    }
    return kept;
  }
}

function filtered(input: unknown, filter: SensitiveFilter | undefined): unknown {
  try {
    return filter?.(input as never);
  } catch {
    // It is made for inputs as they should be.
    return undefined;
  }
}

function memberOf(holder: unknown, name: PropertyKey): unknown {
  return typeof holder === "object" && holder !== null ? Reflect.get(holder, name) : undefined;
}

function entriesOf(value: object): [string, unknown][] {
  try {
    return Object.entries(value);
  } catch {
    // A getter that throws.
    return [];
  }
}

function isPlainValue(value: unknown): boolean {
  return typeof value === "number" || typeof value === "boolean" || value === null;
}
