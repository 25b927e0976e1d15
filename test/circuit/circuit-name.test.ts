import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { circuitName } from "../../src/circuit/circuit-name.ts";

test("is the operation, one for all, or what a function says of operation and input", () => {
  const grouping = vi.fn(() => "app-1");
  const input = { appId: "app-1" };
  expect([
    circuitName("operation", "GetApp", input),
    circuitName("service", "GetApp", input),
    circuitName(grouping, "GetApp", input),
  ]).toEqual(["GetApp", "service", "app-1"]);
  expect(grouping).toHaveBeenCalledExactlyOnceWith("GetApp", input);
});

test.each([undefined, null, "", 7, {}, Promise.resolve("app-1")])(
  "is the operation where the function names none: %s",
  (nothing) => {
    expect(circuitName((() => nothing) as never, "GetApp", {})).toBe("GetApp");
  },
);

test("is the operation where the function throws", () => {
  const broken = (): string => {
    throw new Error("no appId");
  };
  expect(circuitName(broken, "GetApp", {})).toBe("GetApp");
});

test("is the operation where the function is async, and what it rejects with ends nothing", async () => {
  const unhandled = vi.fn<(reason: unknown) => void>();
  process.on("unhandledRejection", unhandled);
  const grouping = async (): Promise<string> => {
    throw new Error("no appId");
  };
  expect(circuitName(grouping as never, "GetApp", {})).toBe("GetApp");
  await nextTurn();
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test.each(["operation", "service", () => "app-1"] as const)(
  "keeps calls whose operation is not known to themselves: %s",
  (grouping) => {
    expect(circuitName(grouping, "Unknown", {})).toBe("Unknown");
  },
);
