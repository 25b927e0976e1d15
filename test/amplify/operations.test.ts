import * as sdk from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import {
  isOperationName,
  operationKinds,
  operationNames,
  unknownOperation,
  type OperationName,
} from "../../src/amplify/operations.ts";

const inTheSdk = Object.keys(sdk).flatMap(
  (name) => /^(?<operation>[A-Z]\w+)Command$/.exec(name)?.groups?.["operation"] ?? [],
);

function ofKind(kind: string): readonly string[] {
  return operationNames.filter((name) => operationKinds[name] === kind);
}

describe("the table of operations", () => {
  test("has every operation that the SDK has, and no other", () => {
    expect(operationNames).toEqual(inTheSdk.toSorted());
  });

  test("calls everything a read that gets or lists, and the POST that reads", () => {
    const reads = inTheSdk.filter((name) => /^(?:Get|List)/.test(name) || name === "GenerateAccessLogs");

    expect(ofKind("read")).toEqual(reads.toSorted());
  });

  test("tells writes that can be repeated from those that make a second thing", () => {
    const converging = inTheSdk.filter((name) => /^(?:Update|Delete|Tag|Untag|Stop)/.test(name));
    const creating = inTheSdk.filter((name) => /^(?:Create|Start)/.test(name));

    expect(ofKind("convergingWrite")).toEqual(converging.toSorted());
    expect(ofKind("creatingWrite")).toEqual(creating.toSorted());
  });

  test("cannot be changed through the list of names", () => {
    expect(Object.isFrozen(operationNames)).toBe(true);
  });
});

describe("isOperationName", () => {
  test.each<OperationName>(["ListApps", "UntagResource"])("knows %s", (name) => {
    expect(isOperationName(name)).toBe(true);
  });

  test.each(["listApps", "ListAppsCommand", "toString", "__proto__", "", unknownOperation])(
    "does not take %j for an operation",
    (name) => {
      expect(isOperationName(name)).toBe(false);
    },
  );
});
