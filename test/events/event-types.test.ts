import { describe, expect, test } from "vitest";
import { breakerEventTypes, checkSubscription } from "../../src/events/event-types.ts";
import { hostileValues } from "../errors/hostile-values.ts";

const listener = (): void => {};

describe("checkSubscription", () => {
  test.each(breakerEventTypes)("lets listen for %s", (type) => {
    expect(() => checkSubscription(type, listener)).not.toThrow();
  });

  test.each([
    ["opened", 'there is no event "opened"; did you mean "open"?'],
    ["halfopen", 'there is no event "halfopen"; did you mean "halfOpen"?'],
    ["statechange", 'there is no event "statechange"; did you mean "stateChange"?'],
  ])("takes %s for a slip, and suggests what was meant", (type, message) => {
    expect(() => checkSubscription(type, listener)).toThrow(new TypeError(message));
  });

  test("lists the events where none comes near", () => {
    expect(() => checkSubscription("semaphoreLocked", listener)).toThrow(
      new TypeError(`there is no event "semaphoreLocked"; known are ${breakerEventTypes.join(", ")}`),
    );
  });

  test.each(hostileValues)("refuses %s for an event", (_title, type) => {
    expect(() => checkSubscription(type, listener)).toThrow(/^there is no event /);
  });

  test.each(hostileValues.filter(([, value]) => typeof value !== "function"))(
    "refuses %s for a listener",
    (_title, value) => {
      expect(() => checkSubscription("open", value)).toThrow(
        /^the listener for "open" must be a function; got /,
      );
    },
  );
});

test("nobody can add an event to the list", () => {
  expect(Object.isFrozen(breakerEventTypes)).toBe(true);
});
