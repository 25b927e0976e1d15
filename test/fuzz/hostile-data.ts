import * as fc from "fast-check";
import { runInNewContext } from "node:vm";
import { ManualClock } from "../../src/testing/index.ts";
import { hostileValues } from "../errors/hostile-values.ts";

/** How a value is made, anew for each run, and what it is called where a run fails; it need bear no looking at. */
class Recipe {
  readonly title: string;
  readonly make: () => unknown;

  constructor(title: string, make: () => unknown) {
    this.title = title;
    this.make = make;
  }

  [fc.toStringMethod](): string {
    return `«${this.title}»`;
  }
}

/** What hostile code of a test throws; see also the traps in hostile-values.ts. */
const trap = (): never => {
  throw new Error("trap");
};

// oxlint-disable-next-line unicorn/no-thenable -- what users may have
const thenName = "then";
const thenable = (then: () => void): object => ({ [thenName]: then });

/** Every value a program could have by mistake, or by malice. */
const recipes: readonly Recipe[] = [
  ...hostileValues.map(([title, value]) => new Recipe(title, () => value)),
  ...Object.entries<() => unknown>({
    "a huge string": () => "x".repeat(100_000),
    "a negative zero": () => -0,
    "an endless number": () => Infinity,
    "a number beyond timers": () => 2 ** 31,
    "a number beyond integers": () => 1e308,
    "a class": () => ManualClock,
    "an async function that rejects": () => async () => trap(),
    "a date": () => new Date(0),
    "an invalid date": () => new Date(Number.NaN),
    "a date that says nonsense": () => Object.assign(new Date(0), { toISOString: () => undefined }),
    "a map": () => new Map([["timeout", 1]]),
    "a typed array": () => new Uint8Array(3),
    "boxed text": () => new Proxy(Object("text") as object, {}),
    "a regular expression": () => /x/g,
    "a promise": () => Promise.resolve(1),
    "a promise that rejects": () => handled(Promise.reject(new Error("rejected"))),
    "a thenable that never answers": () => thenable(() => {}),
    "a thenable that throws": () => thenable(trap),
    "what has a then that cannot be read": () => Object.defineProperty({}, thenName, { get: trap }),
    "a revoked proxy of an array": () => revoked([]),
    "a revoked proxy of a function": () => revoked(() => {}),
    "a proxy that throws on every get": () => new Proxy({}, { get: trap }),
    "a proxy that has everything": everything,
    "what cannot become a text": () => ({
      toString: 1,
      valueOf: 1,
      [Symbol.toPrimitive]: trap,
      toJSON: trap,
    }),
    "a circle": circle,
    "a deep nest": () => nested(5_000),
    "an array of holes": () => Array.from({ length: 3 }).fill(undefined, 1),
    "an object of another realm": () => runInNewContext("({ timeout: 5 })") as unknown,
    "an array of another realm": () => runInNewContext("[1]") as unknown,
    "an error of another realm": () => runInNewContext("new RangeError('far away')") as unknown,
    "what changes when it is read again": () => fickle("durationMs", "factor", "maxMs", "jitter", "size"),
    "what __proto__ stands in": () => JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
    "what constructor stands in": () =>
      JSON.parse('{"constructor":{"prototype":{"polluted":true}}}') as unknown,
    "what inherits": () => Object.create({ timeout: 5, kind: "hang" }) as unknown,
  }).map(([title, make]) => new Recipe(title, make)),
];

/** A hostile value that {@link built} makes. */
export const hostile: fc.Arbitrary<Recipe> = fc.constantFrom(...recipes);

const dangerousNames = fc.constantFrom("__proto__", "constructor", "prototype", "toString", "hasOwnProperty");

/** Names of members: those given, misspelled ones, and those that lead to prototypes. */
export function memberNames(known: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: dangerousNames },
    { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
  );
}

/** An object with some members of these names, of its own and nobody's prototype. */
export function objectOf(
  names: fc.Arbitrary<string>,
  values: fc.Arbitrary<unknown>,
  maxKeys = 4,
): fc.Arbitrary<object> {
  return fc
    .array(fc.tuple(names, values), { maxLength: maxKeys })
    .map((entries) => Object.fromEntries(entries) as object);
}

/** JSON, hostile values, and JSON with hostile values in it. */
export function hostileJson(names: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.double(), hostile),
      objectOf(names, tie("value")),
      fc.array(tie("value"), { maxLength: 3 }),
    ),
  })).value;
}

/** The value with every {@link Recipe} in it made, and all of its own plain objects and arrays frozen. */
export function built(tree: unknown): unknown {
  if (tree instanceof Recipe) return tree.make();
  if (Array.isArray(tree)) return Object.freeze(tree.map(built));
  if (typeof tree !== "object" || tree === null) return tree;
  return Object.freeze(Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, built(value)])));
}

/** Whether hostile code of ours threw it, and not what was to be tested. */
export function isTrap(error: unknown): boolean {
  return error instanceof Error && error.message === "trap";
}

function handled(promise: Promise<unknown>): Promise<unknown> {
  promise.catch(() => {});
  return promise;
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** Like a mock that makes up whatever it is asked for, without an end. */
function everything(): object {
  return new Proxy({}, { get: (_, name) => (name === "then" ? undefined : everything()) });
}

function circle(): object {
  const error = Object.assign(new Error("round and round"), { self: {} });
  error.self = error;
  error.cause = error;
  return error;
}

function nested(depth: number): object {
  let nest: object = {};
  for (let level = 0; level < depth; level++) nest = { nest };
  return nest;
}

/** Its members are right as long as they are only checked. */
function fickle(...names: readonly string[]): object {
  const object = {};
  for (const name of names) {
    let reads = 0;
    Object.defineProperty(object, name, { enumerable: true, get: () => (reads++ < 2 ? 1 : Number.NaN) });
  }
  return object;
}
