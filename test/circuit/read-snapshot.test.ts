import { describe, expect, test } from "vitest";
import { readSnapshot } from "../../src/circuit/read-snapshot.ts";
import { hostileValues } from "../errors/hostile-values.ts";
import { messageOf } from "../options/message-of.ts";
import { anOpenEntry, aSnapshot, takenAt } from "./a-program.ts";

const time = "a time in milliseconds since the Unix epoch";
const age = "an age in milliseconds, of at least 0";
const count = `a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`;
const error = { name: "Error", message: "ill" };
const unreadable = "plain data; got something that only its own code could read";

interface Wrong {
  readonly path: string;
  readonly value: unknown;
  /** The rest of the sentence after `must be`. */
  readonly says: string;
  readonly isRange?: true;
}

const wrongMembers: readonly Wrong[] = [
  { path: "name", value: undefined, says: "a text that is not empty; got undefined" },
  { path: "name", value: "", says: 'a text that is not empty; got ""' },
  { path: "name", value: 1, says: "a text that is not empty; got 1" },
  { path: "region", value: null, says: "a text; got null" },
  { path: "endpoint", value: 1, says: "a text; got 1" },
  { path: "scope", value: [], says: "a text; got an array of 0" },
  {
    path: "state",
    value: "isolated",
    says: '"closed" or "open" or "halfOpen"; got "isolated"',
    isRange: true,
  },
  { path: "state", value: undefined, says: '"closed" or "open" or "halfOpen"; got undefined' },
  {
    path: "trigger",
    value: "toString",
    says: '"consecutive" or "rate" or "slow" or "service" or "manual" or "fleet"; got "toString"',
    isRange: true,
  },
  {
    path: "trigger",
    value: undefined,
    says: '"consecutive" or "rate" or "slow" or "service" or "manual" or "fleet"; got undefined',
  },
  {
    path: "openings",
    value: 0,
    says: `a whole number from 1 to ${Number.MAX_SAFE_INTEGER}; got 0`,
    isRange: true,
  },
  {
    path: "openings",
    value: 1.5,
    says: `a whole number from 1 to ${Number.MAX_SAFE_INTEGER}; got 1.5`,
    isRange: true,
  },
  { path: "openedAt", value: undefined, says: `${time}; got undefined` },
  { path: "openedAt", value: "2026-01-01", says: `${time}; got "2026-01-01"` },
  { path: "closedAt", value: Infinity, says: `${time}; got Infinity`, isRange: true },
  { path: "closedAt", value: -8.65e15, says: `${time}; got -8650000000000000`, isRange: true },
  { path: "retryAt", value: undefined, says: `${time}; got undefined` },
  { path: "retryAt", value: Number.NaN, says: `${time}; got NaN`, isRange: true },
  { path: "isolation", value: "freeze", says: 'an object; got "freeze"' },
  { path: "isolation.reason", value: { reason: 1, at: 0 }, says: "a text; got 1" },
  { path: "isolation.at", value: { reason: "freeze" }, says: `${time}; got undefined` },
  { path: "cause", value: [], says: "an object; got an array of 0" },
  { path: "cause.name", value: { message: "ill" }, says: "a text; got undefined" },
  { path: "cause.message", value: { name: "Error" }, says: "a text; got undefined" },
  { path: "cause.code", value: { ...error, code: 500 }, says: "a text; got 500" },
  {
    path: "cause.$fault",
    value: { ...error, $fault: "nobody" },
    says: '"client" or "server"; got "nobody"',
    isRange: true,
  },
  { path: "cause.$metadata", value: { ...error, $metadata: null }, says: "an object; got null" },
  {
    path: "cause.$metadata.attempts",
    value: { ...error, $metadata: { attempts: Number.NaN } },
    says: "a finite number; got NaN",
    isRange: true,
  },
  {
    path: "cause.$metadata.cfId",
    value: { ...error, $metadata: { cfId: {} } },
    says: "a text; got an object",
  },
  { path: "lastFailure", value: true, says: "an object; got true" },
  { path: "lastFailure.error", value: { at: 0 }, says: "an object; got undefined" },
  { path: "lastFailure.at", value: { error }, says: `${time}; got undefined` },
  { path: "window", value: undefined, says: "an array of at most 1,000 steps; got undefined" },
  { path: "window", value: { length: 0 }, says: "an array of at most 1,000 steps; got an object" },
  {
    path: "window",
    value: Array.from({ length: 1_001 }),
    says: "an array of at most 1,000 steps; got an array of 1001",
    isRange: true,
  },
  { path: "window[0]", value: [1], says: "an object; got 1" },
  { path: "window[0].ageMs", value: [{ successes: 1, failures: 1 }], says: `${age}; got undefined` },
  {
    path: "window[1].ageMs",
    value: [
      { ageMs: 0, successes: 0, failures: 0 },
      { ageMs: -1, successes: 0, failures: 0 },
    ],
    says: `${age}; got -1`,
    isRange: true,
  },
  {
    path: "window[0].ageMs",
    value: [{ ageMs: Infinity, successes: 1, failures: 1 }],
    says: `${age}; got Infinity`,
    isRange: true,
  },
  {
    path: "window[0].successes",
    value: [{ ageMs: 0, successes: -1, failures: 1 }],
    says: `${count}; got -1`,
    isRange: true,
  },
  {
    path: "window[0].failures",
    value: [{ ageMs: 0, successes: 1, failures: 2 ** 53 }],
    says: `${count}; got 9007199254740992`,
    isRange: true,
  },
  { path: "slow", value: "none", says: 'an array of at most 1,000 steps; got "none"' },
  {
    path: "slow[0].failures",
    value: [{ ageMs: 0, successes: 1, failures: Number.NaN }],
    says: `${count}; got NaN`,
    isRange: true,
  },
  { path: "streak", value: undefined, says: "an object; got undefined" },
  { path: "streak.failures", value: { failures: -5 }, says: `${count}; got -5`, isRange: true },
  {
    path: "streak.msSinceSuccess",
    value: { failures: 0, msSinceSuccess: -1 },
    says: `${age}; got -1`,
    isRange: true,
  },
];

describe("reading a snapshot", () => {
  test.each(wrongMembers)(
    "refuses circuits[1].$path that is wrong: $says",
    ({ path, value, says, isRange }) => {
      const [member = ""] = path.split(/[.[]/);
      const wrong = { ...anOpenEntry({ name: "GetApp" }), [member]: value };
      expect(messageOf(() => readSnapshot(aSnapshot(anOpenEntry(), wrong)))).toBe(
        `${isRange === true ? "RangeError" : "TypeError"}: restore(): snapshot.circuits[1].${path} must be ${says}`,
      );
    },
  );

  const allowedVersion = "1, the one that this release of amplify-breaker reads";

  test.each<{ value: unknown; says: string }>([
    { value: undefined, says: "TypeError: restore(): snapshot must be an object; got undefined" },
    { value: "{}", says: 'TypeError: restore(): snapshot must be an object; got "{}"' },
    { value: [], says: "TypeError: restore(): snapshot must be an object; got an array of 0" },
    { value: {}, says: `TypeError: restore(): snapshot.version must be ${allowedVersion}; got undefined` },
    {
      value: { version: 2 },
      says: `RangeError: restore(): snapshot.version must be ${allowedVersion}; got 2`,
    },
    {
      value: { version: "1" },
      says: `TypeError: restore(): snapshot.version must be ${allowedVersion}; got "1"`,
    },
    { value: { version: 1 }, says: `TypeError: restore(): snapshot.takenAt must be ${time}; got undefined` },
    {
      value: { version: 1, takenAt: 9e15 },
      says: `RangeError: restore(): snapshot.takenAt must be ${time}; got 9000000000000000`,
    },
    {
      value: { version: 1, takenAt: 0, circuits: {} },
      says: "TypeError: restore(): snapshot.circuits must be an array of at most 100,000 circuits; got an object",
    },
    {
      value: { version: 1, takenAt: 0, circuits: Array.from({ length: 100_001 }) },
      says: "RangeError: restore(): snapshot.circuits must be an array of at most 100,000 circuits; got an array of 100001",
    },
    {
      value: aSnapshot(null),
      says: "TypeError: restore(): snapshot.circuits[0] must be an object; got null",
    },
    {
      value: aSnapshot(anOpenEntry(), anOpenEntry({ name: "GetApp" }), anOpenEntry({ state: "halfOpen" })),
      says: 'RangeError: restore(): snapshot.circuits[2] must be of another circuit than snapshot.circuits[0]; got "ListApps" of the same place twice',
    },
  ])("says $says", ({ value, says }) => {
    expect(messageOf(() => readSnapshot(value))).toBe(says);
  });

  test.each(hostileValues)("refuses %s wherever it stands, with an error of ours", (_, hostile) => {
    for (const member of ["name", "state", "openings", "openedAt", "window", "streak"]) {
      const snapshot = aSnapshot({ ...anOpenEntry(), [member]: hostile });
      const isName = member === "name" && typeof hostile === "string";
      if (!isName)
        expect(messageOf(() => readSnapshot(snapshot))).toMatch(/^(Type|Range)Error: restore\(\): /);
    }
    expect(messageOf(() => readSnapshot({ version: 1, takenAt, circuits: hostile }))).toMatch(
      /^(Type|Range)Error: restore\(\): snapshot\.circuits must be an array/,
    );
    expect(messageOf(() => readSnapshot(hostile))).toMatch(/^TypeError: restore\(\): snapshot/);
    expect(messageOf(() => readSnapshot(aSnapshot(hostile)))).toMatch(/^TypeError: restore\(\): snapshot/);
  });

  test("runs no getter, and no code of a proxy but its traps", () => {
    let runs = 0;
    const get = (): string => {
      runs++;
      return "ListApps";
    };
    const entry = Object.defineProperty({ ...anOpenEntry() }, "name", { get, enumerable: true });
    const circuits = Object.defineProperty([], 0, { get });
    expect(messageOf(() => readSnapshot(aSnapshot(entry)))).toBe(
      `TypeError: restore(): snapshot.circuits[0].name must be ${unreadable}`,
    );
    expect(messageOf(() => readSnapshot({ version: 1, takenAt, circuits }))).toBe(
      `TypeError: restore(): snapshot.circuits[0] must be ${unreadable}`,
    );
    expect(runs).toBe(0);
  });

  test("refuses a member that cannot be read, also where there need not be one", () => {
    const entry = new Proxy(anOpenEntry(), {
      getOwnPropertyDescriptor: (target, key) => {
        if (key === "scope") throw new Error("trap");
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
    });
    expect(messageOf(() => readSnapshot(aSnapshot(entry)))).toBe(
      `TypeError: restore(): snapshot.circuits[0].scope must be ${unreadable}`,
    );
  });

  test("takes a window of as many steps as there can be", () => {
    const window = Array.from({ length: 1_000 }, (_, ageMs) => ({ ageMs, successes: 1, failures: 0 }));
    expect(readSnapshot(aSnapshot(anOpenEntry({ window }))).circuits[0]?.window).toEqual(window);
  });

  test("takes times as far as dates go, and ages as long as lie between them", () => {
    const furthest = 8.64e15;
    const window = [{ ageMs: 2 * furthest, successes: 1, failures: 0 }];
    const entries = [furthest, -furthest].map((at) => ({
      ...anOpenEntry({ window, openedAt: at, closedAt: at, retryAt: at }),
      region: String(at),
    }));
    expect(readSnapshot({ ...aSnapshot(...entries), takenAt: furthest })).toMatchObject({
      takenAt: furthest,
      circuits: entries,
    });
  });

  test("takes circuits of one name in different places", () => {
    const { region: _, ...nowhere } = anOpenEntry();
    const places = [{}, { region: "x" }, { endpoint: "x" }, { scope: "x" }, { region: "x", scope: "x" }];
    const snapshot = aSnapshot(...places.map((place) => ({ ...nowhere, ...place })));
    expect(readSnapshot(snapshot).circuits).toHaveLength(places.length);
  });

  test("refuses an array whose length nobody can tell", () => {
    const circuits = new Proxy([], {
      getOwnPropertyDescriptor: () => {
        throw new Error("trap");
      },
    });
    expect(messageOf(() => readSnapshot({ version: 1, takenAt, circuits }))).toBe(
      "RangeError: restore(): snapshot.circuits must be an array of at most 100,000 circuits; got an array of 0",
    );
  });

  test("refuses an array whose length is no number", () => {
    const circuits = new Proxy([] as unknown[], {
      getOwnPropertyDescriptor: () => ({
        value: "0",
        writable: true,
        enumerable: false,
        configurable: false,
      }),
    });
    expect(messageOf(() => readSnapshot({ version: 1, takenAt, circuits }))).toMatch(
      /^RangeError: restore\(\): snapshot\.circuits must be an array of at most 100,000 circuits; got /,
    );
  });

  test("refuses a proxy of which nobody can tell whether it is an array, as one that is none", () => {
    const { proxy: circuits, revoke } = Proxy.revocable([], {});
    revoke();
    expect(messageOf(() => readSnapshot({ version: 1, takenAt, circuits }))).toMatch(
      /^TypeError: restore\(\): snapshot\.circuits must be an array of at most 100,000 circuits; got /,
    );
  });

  test("takes the length that it has checked, whatever a proxy says later", () => {
    let asked = 0;
    const circuits = new Proxy([] as unknown[], {
      getOwnPropertyDescriptor: (target, key) => {
        if (key !== "length") return Reflect.getOwnPropertyDescriptor(target, key);
        target.length = asked++;
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
    });
    expect(readSnapshot({ version: 1, takenAt, circuits }).circuits).toEqual([]);
    expect(asked).toBe(1);
  });

  test("takes nothing from a prototype, be it polluted or brought along", () => {
    const brought = `{"version":1,"takenAt":${takenAt},"circuits":[{"__proto__":${JSON.stringify(anOpenEntry())}}]}`;
    expect(messageOf(() => readSnapshot(JSON.parse(brought)))).toContain("circuits[0].name must be");
    const inherited = Object.create(anOpenEntry()) as unknown;
    expect(messageOf(() => readSnapshot(aSnapshot(inherited)))).toContain("circuits[0].name must be");

    const polluting = JSON.parse(
      `{"version":1,"takenAt":${takenAt},"__proto__":{"polluted":1},"circuits":[
        ${JSON.stringify(anOpenEntry({ name: "__proto__" })).replace("{", '{"__proto__":{"isolation":{"reason":"x","at":0}},')}]}`,
    ) as unknown;
    const { circuits } = readSnapshot(polluting);
    expect(circuits).toStrictEqual([anOpenEntry({ name: "__proto__" })]);
    expect(circuits[0]?.isolation).toBeUndefined();
    expect({}).not.toHaveProperty("polluted");
  });

  test("leaves out members that it does not know, wherever they are", () => {
    const extra = { token: "secret" };
    const snapshot = {
      ...aSnapshot({
        ...anOpenEntry(),
        ...extra,
        window: [{ ageMs: 0, successes: 0, failures: 5, ...extra }],
        streak: { failures: 5, ...extra },
        isolation: { reason: "freeze", at: 0, ...extra },
        cause: { ...error, stack: "secret", $response: extra, $metadata: { attempts: 3, ...extra } },
        lastFailure: { at: 0, error: { ...error, ...extra }, ...extra },
      }),
      ...extra,
    };
    const read = readSnapshot(snapshot);
    expect(JSON.stringify(read)).not.toContain("secret");
    expect(read.circuits[0]).toMatchObject({
      isolation: { reason: "freeze", at: 0 },
      cause: { ...error, $metadata: { attempts: 3 } },
      lastFailure: { at: 0, error },
    });
  });

  test("gives a whole snapshot back as it is, and keeps no reference to it", () => {
    const entry = anOpenEntry({
      endpoint: "a.test",
      scope: "",
      isolation: { reason: "freeze", at: takenAt },
      cause: {
        ...error,
        code: "E",
        $fault: "client",
        $metadata: {
          httpStatusCode: 500,
          attempts: 3,
          totalRetryDelay: 0.5,
          requestId: "r-1",
          extendedRequestId: "r-2",
          cfId: "r-3",
        },
      },
      lastFailure: { error, at: takenAt },
      slow: [{ ageMs: 1.5, successes: 2, failures: 3 }],
      streak: { failures: 5, msSinceSuccess: 7 },
    });
    const snapshot = aSnapshot(entry);
    const read = readSnapshot(snapshot);
    expect(read).toStrictEqual(snapshot);
    expect(read.circuits[0]).not.toBe(entry);
    expect(read.circuits[0]?.window[0]).not.toBe(entry.window[0]);
  });

  test("asks of a closed circuit nothing about an outage, and of a half-open one no time of its reset", () => {
    const { trigger, openedAt, closedAt, retryAt, ...rest } = anOpenEntry();
    const closed = { ...rest, state: "closed", openings: 0 };
    const halfOpen = { ...rest, name: "GetApp", state: "halfOpen", trigger, openedAt };
    expect(readSnapshot(aSnapshot(closed, halfOpen)).circuits).toStrictEqual([closed, halfOpen]);
    for (const wrong of [{ trigger: "no" }, { openedAt: "no" }, { retryAt: "no" }, { openings: -1 }]) {
      expect(messageOf(() => readSnapshot(aSnapshot({ ...closed, ...wrong })))).toContain("must be");
    }
    expect(messageOf(() => readSnapshot(aSnapshot({ ...halfOpen, retryAt: "no" })))).toContain("must be");
    expect([closedAt, retryAt]).not.toContain(undefined);
  });
});
