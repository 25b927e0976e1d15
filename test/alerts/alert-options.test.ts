import { describe, expect, test } from "vitest";
import { alertOn, webhook, type AlertOptions } from "../../src/alerts/index.ts";
import { aClient } from "../proxy/a-client.ts";

describe("the options", () => {
  const sinks = [(): void => {}];

  test.each<[string, unknown, string]>([
    ["no sinks", {}, "option sinks must be a list of sinks, as in [webhook(url)]; got undefined"],
    ["no sink", { sinks: [] }, "option sinks must have 1 to 20 sinks; got 0"],
    [
      "an address as sinks",
      { sinks: "https://t/secret" },
      "option sinks must be a list of sinks, as in [webhook(url)]; got a text",
    ],
    [
      "an address as a sink",
      { sinks: ["https://t/secret"] },
      "option sinks[0] must be a function, such as webhook(url) gives; got a text",
    ],
    [
      "a wrong name",
      { sinks, rule: {} },
      'the options of alertOn() has no member "rule"; did you mean rules?',
    ],
    [
      "a wrong rule",
      { sinks, rules: { open: true } },
      'option rules has no member "open"; known are circuitOpen, openTooLong, serviceOut, firstFailure',
    ],
    [
      "a rule that is no switch",
      { sinks, rules: { circuitOpen: 1 } },
      "option rules.circuitOpen must be true or false; got 1",
    ],
    [
      "a rule that is true",
      { sinks, rules: { serviceOut: true } },
      "option rules.serviceOut, unless it is false, must be a plain object; got true",
    ],
    [
      "too few circuits",
      { sinks, rules: { serviceOut: { circuits: 1 } } },
      "option rules.serviceOut.circuits must be a whole number from 2 to 1000; got 1",
    ],
    [
      "a time that is none",
      { sinks, rules: { openTooLong: { afterMs: "5 min" } } },
      'option rules.openTooLong.afterMs must be a whole number from 1000 to 86400000; got "5 min"',
    ],
    [
      "no quiet time",
      { sinks, rules: { firstFailure: { quietMs: 0 } } },
      "option rules.firstFailure.quietMs must be a whole number from 1000 to 604800000; got 0",
    ],
    [
      "a negative time",
      { sinks, settleMs: -1 },
      "option settleMs must be a whole number from 0 to 3600000; got -1",
    ],
    [
      "an endless time",
      { sinks, deliveryTimeoutMs: Infinity },
      "option deliveryTimeoutMs must be a whole number from 1000 to 600000; got Infinity",
    ],
    ["a listener that is none", { sinks, onError: "log" }, 'option onError must be a function; got "log"'],
    [
      "a clock that is none",
      { sinks, clock: {} },
      "option clock must have now(), epochMs() and startTimer(); got an object",
    ],
  ])("refuse %s at once, and say what is allowed and what came", (_what, options, message) => {
    const { breakers } = aClient();
    expect(() => alertOn(breakers, options as AlertOptions)).toThrow(message);
  });

  test("what is no breakers is refused at once", () => {
    expect(() => alertOn({} as never, { sinks })).toThrow("alertOn() needs breakers");
  });

  test("a webhook is a sink with a name that tells its host alone", () => {
    expect(webhook("https://hooks.example.com/services/T0/secret").name).toBe("webhook hooks.example.com");
  });
});
