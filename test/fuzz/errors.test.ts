import { ListAppsCommand } from "@aws-sdk/client-amplify";
import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import { summarizeError } from "../../src/errors/error-summary.ts";
import { verdictOf, type BreakerOptions, type Verdict } from "../../src/index.ts";
import { judgeError } from "../../src/outcome/judge.ts";
import { retryAfterMs } from "../../src/outcome/retry-after.ts";
import { verdicts } from "../../src/outcome/verdict.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { illness } from "../proxy/a-client.ts";
import { ended, fuzzedClient, survivesAnOutage } from "./fuzzed-client.ts";
import { built, hostile, hostileJson, memberNames, objectOf } from "./hostile-data.ts";
import { holdsFor } from "./holds-for.ts";

const members = memberNames([
  ...["name", "message", "stack", "code", "cause", "$fault", "$metadata", "$response", "$retryable"],
  ...["httpStatusCode", "attempts", "requestId", "headers", "retry-after"],
]);
const tellingValues = fc.constantFrom<unknown>(
  ...["InternalFailureException", "TimeoutError", "AbortError", "BadRequestException", "Rate exceeded"],
  ...["client", "server", "ECONNRESET", "CERT_", "1e999", "-1", 200, 404, 408, 429, 500, Number.NaN],
);
const value = fc.oneof(
  { weight: 3, arbitrary: tellingValues },
  { weight: 2, arbitrary: hostileJson(members) },
  { weight: 1, arbitrary: objectOf(members, tellingValues) },
);
const bases = {
  error: () => new Error("boom"),
  "frozen error": () => new Error("boom"),
  object: () => ({}),
  function: () => () => {},
};
const shape = fc.record({
  members: objectOf(members, value, 6),
  base: fc.constantFrom<keyof typeof bases>("error", "object", "frozen error", "function"),
});

/** What may be thrown: things of every kind, and errors with members of every kind. */
const thrown = fc.oneof({ weight: 1, arbitrary: hostile }, { weight: 3, arbitrary: shape });

function thrownBy(tree: typeof thrown extends fc.Arbitrary<infer Tree> ? Tree : never): unknown {
  if (!("base" in tree)) return built(tree);
  const given = built(tree.members) as object;
  const base = bases[tree.base]();
  for (const name of Object.keys(given)) {
    Object.defineProperty(base, name, {
      ...Object.getOwnPropertyDescriptor(given, name),
      configurable: true,
    });
  }
  return tree.base === "frozen error" ? Object.freeze(base) : base;
}

const facts = fc.record({
  operation: fc.constant("ListApps"),
  attempts: fc.constantFrom(undefined, 0, 1, 3),
  isCallerGone: fc.boolean(),
  hasSucceeded: fc.boolean(),
});

test("whatever is thrown has one of the verdicts, the same each time, and a summary that is all plain", async () => {
  await holdsFor(fc.record({ thrown, facts }), 400, (given) => {
    const error = thrownBy(given.thrown);
    const verdict = verdictOf(error);
    expect(verdicts).toContain(verdict);
    expect(verdictOf(error)).toBe(verdict);
    const judgement = judgeError(error, given.facts, undefined);
    expect(verdicts).toContain(judgement.verdict);
    expect(judgement.answered).toBeTypeOf("boolean");
    const delayMs = retryAfterMs(error, 0);
    expect(delayMs === undefined || delayMs > 0).toBe(true);

    const summary = summarizeError(error);
    expect(summary).toBeInstanceOf(Error);
    const texts = [summary.name, summary.message, summary.stack];
    expect(texts.map((text) => typeof text)).toEqual(["string", "string", "string"]);
    expect(Object.keys(summary)).toSatisfy((keys: string[]) =>
      keys.every((key) => ["code", "$fault", "$metadata"].includes(key)),
    );
    expect(Object.isFrozen(summary)).toBe(true);
    const written = JSON.stringify(summary);
    expect(JSON.parse(written)).toEqual({ ...summary });
  });
});

test("a classifier that answers or throws whatever it likes is never worse than none", async () => {
  const answers = fc.oneof(fc.constantFrom(...verdicts), fc.jsonValue(), hostile);
  const given = fc.record({ thrown, answer: answers, throws: fc.boolean(), facts });
  await holdsFor(given, 300, (tree) => {
    const error = thrownBy(tree.thrown);
    const answer = built(tree.answer);
    const classify = (): Verdict => {
      if (tree.throws) throw answer;
      return answer as Verdict;
    };
    const judgement = judgeError(error, tree.facts, classify);
    const byDefault = judgeError(error, tree.facts, undefined);
    const isOpinion = !tree.throws && verdicts.includes(answer as Verdict);
    expect(judgement.answered).toBe(byDefault.answered);
    if (!isOpinion) expect(judgement).toEqual(byDefault);
  });
});

test("a call that is failed by whatever is thrown rejects with it, untouched, and its events say so once", async () => {
  const given = fc.record({
    thrown,
    count: fc.constantFrom("calls", "attempts"),
    retryThrottled: fc.boolean(),
  });
  await holdsFor(given, 150, async (tree) => {
    const error = thrownBy(tree.thrown);
    const clock = new ManualClock();
    const options = { clock, count: tree.count, retryThrottled: tree.retryThrottled } as BreakerOptions;
    const client = fuzzedClient(options, () => rejectedWith(error));
    const endings: string[] = [];
    for (const type of [
      "success",
      "failure",
      "throttled",
      "ignored",
      "cancelled",
      "timeout",
      "reject",
    ] as const) {
      client.breakers.on(type, () => endings.push(type));
    }
    const settlement = await ended(clock, () => client.send(new ListAppsCommand({})));
    expect(Object.is(settlement.error, error)).toBe(true);
    expect(endings).toEqual([verdictOf(error)]);
    expect(() => JSON.stringify(client.breakers.snapshot())).not.toThrow();
  });
});

test("a fallback, classifier, grouping or random that does whatever it likes leaves every call one end", async () => {
  const behaviour = fc.record({
    answer: fc.oneof(hostile, hostileJson(members)),
    how: fc.constantFrom("returns", "throws", "resolves", "rejects"),
  });
  const given = fc.record({
    fallback: behaviour,
    classify: behaviour,
    circuit: behaviour,
    // It has nothing to do with promises.
    random: fc.record({ answer: fc.oneof(fc.double(), hostile), how: fc.constantFrom("returns", "throws") }),
    listener: behaviour,
  });
  vi.spyOn(process, "emitWarning").mockReturnValue();
  await holdsFor(given, 60, async (tree) => {
    const clock = new ManualClock();
    const acting = (key: keyof typeof tree) => (): never => act(tree[key]) as never;
    const options = {
      fallback: acting("fallback"),
      classify: acting("classify"),
      circuit: acting("circuit"),
      random: acting("random"),
      clock,
    };
    const client = fuzzedClient(options, () => Promise.reject(illness()));
    const listener = acting("listener");
    for (const type of ["failure", "fallback", "open", "stateChange", "listenerError"] as const) {
      client.breakers.on(type, listener);
    }
    for (let made = 0; made < 7; made++) await ended(clock, () => client.send(new ListAppsCommand({})));
    await survivesAnOutage(options, clock);
  });
});

function act({ answer, how }: { readonly answer: unknown; readonly how: string }): unknown {
  const made = built(answer);
  if (how === "returns") return made;
  if (how === "throws") throw made;
  return how === "resolves" ? Promise.resolve(made) : rejectedWith(made);
}

function rejectedWith(reason: unknown): Promise<never> {
  // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- whatever is thrown
  return Promise.reject(reason);
}
