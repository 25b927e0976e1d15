import { ListAppsCommand } from "@aws-sdk/client-amplify";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { operationNames } from "../../src/amplify/operations.ts";
import { createBreakers, isLastKnownGood, lastKnownGood, type BreakerOptions } from "../../src/index.ts";
import { callOptionNames, memberRules } from "../../src/options/option-rules.ts";
import { Settings } from "../../src/options/settings.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { refusalOf, expectClear } from "./clear-error.ts";
import { ended, fuzzedClient, survivesAnOutage } from "./fuzzed-client.ts";
import { built, hostile, hostileJson, memberNames, objectOf } from "./hostile-data.ts";
import { holdsFor } from "./holds-for.ts";

const operations = memberNames(["ListApps", "GetApp", "StartJob", "ListAppsCommand", "Unknown", "*"]);
const members = memberNames(Object.values(memberRules).flatMap((rules) => Object.keys(rules)));
const someNumbers = fc.oneof(
  fc.integer({ min: 1, max: 100 }),
  fc.constantFrom(0, 0.5, 1, 2 ** 31 - 1, 1_000_000, 1_000),
);

/** Values that an option may well have, and in between values that none may have. */
const value = fc.oneof(
  { weight: 6, arbitrary: someNumbers },
  { weight: 2, arbitrary: fc.boolean() },
  { weight: 2, arbitrary: fc.constantFrom("calls", "attempts", "service", "operation", undefined) },
  { weight: 3, arbitrary: objectOf(members, someNumbers) },
  { weight: 1, arbitrary: objectOf(members, hostileJson(members)) },
  { weight: 2, arbitrary: hostile },
);
const callOptions = objectOf(memberNames(callOptionNames), value);
const inForce = (settings: Settings): object[] =>
  [...operationNames, "Unknown", "Newer"].map((name) => settings.forOperation(name));

/** Whether no number in it is none. */
function isComplete(options: object): boolean {
  const values: unknown[] = Object.values(options);
  return values.every((given) =>
    typeof given === "object" && given !== null && !isLastKnownGood(given)
      ? isComplete(given)
      : typeof given !== "number" || Number.isFinite(given),
  );
}

const forAll = ["circuit", "maxCircuits", "serviceThreshold", "random", "clock", "operations"];
const breakerOptions = fc.oneof(
  { weight: 1, arbitrary: hostileJson(memberNames(callOptionNames)) },
  { weight: 6, arbitrary: objectOf(memberNames([...callOptionNames, ...forAll]), value) },
  { weight: 3, arbitrary: fc.record({ operations: objectOf(operations, callOptions) }) },
);

test("options of any kind are refused with a clear error, or make breakers that survive an outage", async () => {
  await holdsFor(breakerOptions, 300, async (tree) => {
    const options = built(tree) as BreakerOptions;
    if (refusalOf(() => createBreakers(options), /^options?\b/) !== undefined) return;
    const clock = new ManualClock();
    const isObject = typeof options === "object";
    await survivesAnOutage(isObject ? { ...options, clock } : { clock }, clock);
  });
});

test("patches of any kind are refused with a clear error and change nothing, or leave a circuit that works", async () => {
  const patches = fc.array(
    fc.record({
      target: fc.oneof({ weight: 6, arbitrary: operations }, { weight: 1, arbitrary: hostile }),
      patch: fc.oneof({ weight: 6, arbitrary: callOptions }, { weight: 1, arbitrary: hostileJson(members) }),
    }),
    { minLength: 1, maxLength: 3 },
  );
  await holdsFor(patches, 200, async (changes) => {
    const settings = new Settings();
    const clock = new ManualClock();
    const client = fuzzedClient({ clock }, () => Promise.resolve({ apps: [] }));
    const circuit = client.breakers.circuit("ListApps");
    for (const change of changes) {
      const [target, patch] = [built(change.target) as "*", built(change.patch) as object];
      const before = inForce(settings);
      const refused = refusalOf(() => settings.configure(target, patch), /^configure\(/);
      if (refused !== undefined) expect(inForce(settings)).toEqual(before);
      for (const options of inForce(settings)) expect(options).toSatisfy(isComplete);
      refusalOf(() => client.breakers.configure(target, patch), /^configure\(/);
      refusalOf(() => circuit.configure(patch), /^configure\(\) of the circuit /);
    }
    const { output } = await ended(clock, () => client.send(new ListAppsCommand({})));
    expect(output).toEqual({ apps: [] });
  });
});

test("what a single call overrides is refused with a clear error, or the call ends as it would have", async () => {
  const overrides = fc.oneof(
    objectOf(memberNames(["bypass", "timeout", "fallback", "maxWaitMs"]), value),
    hostileJson(memberNames(["bypass", "timeout"])),
  );
  const clock = new ManualClock();
  const client = fuzzedClient({ clock }, () => Promise.resolve({ apps: [] }));
  await holdsFor(overrides, 200, async (tree) => {
    const options = Object.freeze({ breaker: built(tree) as object });
    const { output, error } = await ended(clock, () => client.send(new ListAppsCommand({}), options));
    if (error === undefined) expect(output).toEqual({ apps: [] });
    else expectClear(error, /^option breaker\b/);
  });
});

test("options of protect(), circuit(), whenAvailable() and lastKnownGood() are refused clearly, or do", async () => {
  const names = memberNames(["scope", "client", "input", "signal", "timeoutMs", "maxAgeMs", "maxBytes"]);
  const given = fc.record({
    options: fc.oneof(objectOf(names, value), hostileJson(names)),
    operation: operations,
  });
  const clock = new ManualClock();
  const breakers = createBreakers({ clock });
  const client = fuzzedClient(breakers, () => Promise.resolve({ apps: [] }));
  await holdsFor(given, 300, async (tree) => {
    const options = built(tree.options) as { client: typeof client } & object;
    const operation = tree.operation as "ListApps";
    const ours = /^(?:option |the options of |circuit\(\)|whenAvailable\(\)|lastKnownGood: )/;
    refusalOf(() => breakers.protect(rawOf(client), options as object), ours);
    refusalOf(() => breakers.circuit(operation, options), ours);
    refusalOf(() => client.breakers.circuit(operation, options as object), ours);
    refusalOf(() => lastKnownGood(options as object), ours);
    const waits = [
      () => client.breakers.whenAvailable(operation, options as object),
      () => breakers.whenAvailable(operation, options),
    ];
    for (const wait of waits) {
      const { error } = await ended(clock, wait);
      if (error !== undefined) expectClear(error, ours);
    }
  });
});

function rawOf(client: object): ReturnType<typeof fuzzedClient> {
  return Object.create(client) as ReturnType<typeof fuzzedClient>;
}
