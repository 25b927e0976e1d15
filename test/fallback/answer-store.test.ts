import { serialize } from "node:v8";
import { describe, expect, test } from "vitest";
import { inACircle, isReadBack } from "./unreadable.ts";
import { AnswerStore, type AnswerFacts } from "../../src/fallback/answer-store.ts";

function aStore(bounds: Partial<ConstructorParameters<typeof AnswerStore>[0]> = {}): AnswerStore {
  return new AnswerStore({ maxAgeMs: 100, maxEntries: 3, maxBytes: 10_000, ...bounds });
}

function facts(changes: Partial<AnswerFacts> = {}): AnswerFacts {
  return {
    operation: "ListApps",
    subject: {},
    order: 1,
    at: 0,
    nextToken: undefined,
    index: new Set(),
    ...changes,
  };
}

describe("what is taken", () => {
  test("equals what was put, times and undefined members included", () => {
    const output = { $metadata: { attempts: 1 }, apps: [{ createTime: new Date(5), name: undefined }] };
    const store = aStore();
    store.put("a", output, facts());

    expect(store.take("a")).toStrictEqual(output);
  });

  test("is a copy each time, and what was put may change", () => {
    const output = { apps: [{ name: "a", bytes: new Uint8Array([1, 2]) }] };
    const store = aStore();
    store.put("a", output, facts());
    output.apps[0] = { name: "b", bytes: new Uint8Array([3]) };

    const [first, second] = [store.take("a"), store.take("a")] as (typeof output)[];
    for (const app of first?.apps ?? []) {
      app.name = "c";
      app.bytes.fill(9);
    }

    const asItWas = { apps: [{ name: "a", bytes: new Uint8Array([1, 2]) }] };
    expect(second).toStrictEqual(asItWas);
    expect(store.take("a")).toStrictEqual(asItWas);
  });

  test("is nothing where there is none, or no more", () => {
    const store = aStore();
    store.put("a", {}, facts());
    store.delete("a");

    expect(store.take("a")).toBeUndefined();
    expect(store.take("b")).toBeUndefined();
  });
});

test.skipIf(isReadBack(inACircle))("an answer that cannot be read back is dropped when it is taken", () => {
  const given = facts();
  const store = aStore();
  store.put("a", { apps: [], endless: inACircle }, given);
  expect(store.saysTheSame("a", { apps: [], endless: inACircle })).toBe(false);
  store.put("a", { apps: [], endless: inACircle }, given);

  expect(store.take("a")).toBeUndefined();
  expect(store.look("a")).toBeUndefined();
  expect(given.index).toEqual(new Set());
});

describe("an answer is not kept", () => {
  test.each([
    ["that holds a function", { apps: () => [] }],
    ["that holds a symbol", { apps: Symbol("a") }],
    [
      "whose getter throws",
      {
        get apps(): unknown {
          throw new Error("no");
        },
      },
    ],
  ])("%s, nor the one before it", (_title, output) => {
    const index = new Set<string>();
    const store = aStore();
    store.put("a", {}, facts({ index }));

    expect(() => store.put("a", output, facts({ index }))).not.toThrow();
    expect(store.look("a")).toBeUndefined();
    expect(index.size).toBe(0);
  });

  test("that is larger than all answers may be", () => {
    const output = { name: "a".repeat(100) };
    const bytes = serialize(output).byteLength;

    for (const [maxBytes, isKept] of [
      [bytes, true],
      [bytes - 1, false],
    ] as const) {
      const index = new Set<string>();
      const store = aStore({ maxBytes });
      store.put("a", {}, facts({ index }));
      store.put("a", output, facts({ index }));

      expect(store.take("a") !== undefined).toBe(isKept);
      expect(index.has("a")).toBe(isKept);
    }
  });
});

describe("the store is bounded", () => {
  test("in answers: those not taken for longest go first", () => {
    const store = aStore({ maxEntries: 2 });
    store.put("a", {}, facts());
    store.put("b", {}, facts());
    store.take("a");
    store.look("b");
    store.lookFresh("b", 0);
    store.put("c", {}, facts());

    expect(["a", "b", "c"].filter((key) => store.look(key) !== undefined)).toEqual(["a", "c"]);
  });

  test("in bytes", () => {
    const output = { name: "a".repeat(100) };
    const bytes = serialize(output).byteLength;
    const store = aStore({ maxBytes: 2 * bytes });
    for (const key of ["a", "b", "c"]) store.put(key, output, facts());
    expect(["a", "b", "c"].filter((key) => store.look(key) !== undefined)).toEqual(["b", "c"]);

    const narrow = aStore({ maxBytes: 2 * bytes - 1 });
    for (const key of ["a", "b"]) narrow.put(key, output, facts());
    expect(["a", "b"].filter((key) => narrow.look(key) !== undefined)).toEqual(["b"]);
  });

  test("in age: an answer that is too old is dropped when it is looked for", () => {
    const index = new Set<string>();
    const store = aStore({ maxAgeMs: 100 });
    store.put("a", {}, facts({ at: 50, index }));

    expect(store.lookFresh("a", 150)?.at).toBe(50);
    expect(store.lookFresh("a", 151)).toBeUndefined();
    expect(store.look("a")).toBeUndefined();
    expect(index.size).toBe(0);
  });
});

describe("the index", () => {
  test("lists the keys that are there, and no others", () => {
    const [mine, yours] = [new Set<string>(), new Set<string>()];
    const store = aStore({ maxEntries: 2 });
    store.put("a", {}, facts({ index: mine }));
    store.put("a", {}, facts({ index: mine }));
    store.put("b", {}, facts({ index: yours }));
    expect([...mine, ...yours]).toEqual(["a", "b"]);

    store.put("c", {}, facts({ index: yours }));
    expect(mine.size).toBe(0);
    expect([...yours]).toEqual(["b", "c"]);

    store.delete("b");
    expect([...yours]).toEqual(["c"]);
  });
});

describe("a new answer says the same", () => {
  const unreadable = new Error("in a circle");
  unreadable.cause = unreadable;

  test.each<[string, object, object, boolean]>([
    ["as one with the same members, whoever answered", { a: 1, $metadata: 1 }, { a: 1, $metadata: 2 }, true],
    ["as one with other members: no", { a: 1 }, { a: 2 }, false],
    ["as one that cannot be read back: no", { error: unreadable }, {}, false],
    ["where it cannot be read back itself: no", {}, { error: unreadable }, false],
    ["where it cannot be kept: no", {}, { a: () => 1 }, false],
  ])("%s", (_title, kept, output, expected) => {
    const store = aStore();
    store.put("a", kept, facts());
    expect(store.saysTheSame("a", output)).toBe(expected);
  });

  test("as none that is not there", () => {
    expect(aStore().saysTheSame("a", {})).toBe(false);
  });
});
