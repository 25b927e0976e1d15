import { describe, expect, test } from "vitest";
import { operationNames } from "../../src/amplify/operations.ts";
import { checkMemberNames, checkObject } from "../../src/errors/check-members.ts";
import { checkOperationName, checkTarget } from "../../src/options/check-names.ts";
import { hostileValues } from "../errors/hostile-values.ts";

describe("checkOperationName", () => {
  test("knows all operations", () => {
    for (const name of operationNames) expect(() => checkOperationName(name, "here")).not.toThrow();
  });

  test.each([
    ["ListApp", "did you mean ListApps?"],
    ["listApps", "did you mean ListApps?"],
    ["ListAppsCommand", "did you mean ListApps?"],
    ["CommandListApps", "names are spelled as in ListApps or CreateBranch"],
    ["Unknown", "names are spelled as in ListApps or CreateBranch"],
    ["constructor", "names are spelled as in ListApps or CreateBranch"],
    ["__proto__", "names are spelled as in ListApps or CreateBranch"],
  ])("refuses %s and says: %s", (name, hint) => {
    expect(() => checkOperationName(name, "here")).toThrow(
      new TypeError(`here: there is no Amplify operation "${name}"; ${hint}`),
    );
  });

  test.each(hostileValues)("refuses %s", (_title, value) => {
    expect(() => checkOperationName(value as string, "here")).toThrow(
      /^here: there is no Amplify operation /,
    );
  });
});

describe("checkTarget", () => {
  test("knows all operations, and the word for all of them", () => {
    for (const name of [...operationNames, "*"]) expect(() => checkTarget(name, "here")).not.toThrow();
  });

  test.each([
    ["ListApp", "did you mean ListApps?"],
    ["all", "names are spelled as in ListApps or CreateBranch"],
    ["**", "names are spelled as in ListApps or CreateBranch"],
    ["Unknown", "names are spelled as in ListApps or CreateBranch"],
  ])("refuses %s and says: %s", (name, hint) => {
    expect(() => checkTarget(name, "here")).toThrow(
      new TypeError(`here: there is no Amplify operation "${name}"; ${hint} ("*" means all of them)`),
    );
  });

  test.each(hostileValues)("refuses %s", (_title, value) => {
    expect(() => checkTarget(value as string, "here")).toThrow(/^here: there is no Amplify operation /);
  });
});

describe("checkMemberNames", () => {
  test("lets known names pass, also those that are set to undefined", () => {
    expect(() => checkMemberNames("options", { a: 1, b: undefined }, ["a", "b", "c"])).not.toThrow();
  });

  test("suggests the nearest name", () => {
    expect(() => checkMemberNames("options", { timeOut: 1 }, ["timeout", "capacity"])).toThrow(
      new TypeError('options has no member "timeOut"; did you mean timeout?'),
    );
  });

  test("lists the known ones where none comes near, also for one that is set to undefined", () => {
    expect(() => checkMemberNames("options", { errorFilter: undefined }, ["timeout", "capacity"])).toThrow(
      new TypeError('options has no member "errorFilter"; known are timeout, capacity'),
    );
  });
});

describe("checkObject", () => {
  test.each([
    [null, "null"],
    [undefined, "undefined"],
    [[1], "an array of 1"],
    ["{}", '"{}"'],
    [() => {}, "a function"],
    [new Map(), "an object"],
    [
      new (class Options {
        timeout = 1;
      })(),
      "an object",
    ],
  ])("does not take %o for an object", (value, described) => {
    expect(() => checkObject("options", value)).toThrow(
      new TypeError(`options must be a plain object; got ${described}`),
    );
  });

  test("does not take for one what cannot be looked into", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(() => checkObject("options", proxy)).toThrow(
      new TypeError("options must be a plain object; got an object"),
    );
  });

  test("takes an object for one, with a prototype or without", () => {
    expect(() => checkObject("options", {})).not.toThrow();
    expect(() => checkObject("options", Object.create(null))).not.toThrow();
  });
});
