import { describe, expect, test } from "vitest";
import { assertMonitored } from "../../src/events/assert-monitored.ts";
import { hostileValues } from "../errors/hostile-values.ts";

const nothing = (): void => {};
const breakers = { on: nothing, off: nothing, [Symbol.iterator]: nothing };

describe("assertMonitored", () => {
  test("takes what can be listened to and looked through", () => {
    expect(() => assertMonitored(breakers, "logEvents()")).not.toThrow();
  });

  test.each([
    ["nothing to listen with", { off: nothing, [Symbol.iterator]: nothing }],
    ["nothing to stop listening with", { on: nothing, [Symbol.iterator]: nothing }],
    ["nothing to look through", { on: nothing, off: nothing }],
    ["data in their place", { on: true, off: true, [Symbol.iterator]: true }],
  ])("refuses what has %s, and says who asks and what came", (_what, source) => {
    expect(() => assertMonitored(source, "logEvents()")).toThrow(
      new TypeError("logEvents() needs breakers, or a client's .breakers; got an object"),
    );
  });

  test("guesses that a client stands for its breakers", () => {
    expect(() => assertMonitored({ breakers }, "logEvents()")).toThrow(
      new TypeError(
        "logEvents() needs breakers, or a client's .breakers; got an object; did you mean its .breakers?",
      ),
    );
  });

  test.each(hostileValues)("refuses %s", (_title, source) => {
    expect(() => assertMonitored(source, "logEvents()")).toThrow(
      /^logEvents\(\) needs breakers, or a client's \.breakers; got /,
    );
  });
});
