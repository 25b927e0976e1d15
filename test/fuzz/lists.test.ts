import { GetAppCommand, ListAppsCommand, type AmplifyClient } from "@aws-sdk/client-amplify";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { answerKey, pageKey } from "../../src/fallback/answer-key.ts";
import { collectPages, fallbackOf, lastKnownGood, type ListPaginator } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { illness } from "../proxy/a-client.ts";
import { settlementOf } from "../scenarios/support/settlement.ts";
import { expectClear } from "./clear-error.ts";
import { ended, fuzzedClient } from "./fuzzed-client.ts";
import { built, hostile, hostileJson, isTrap, memberNames, objectOf } from "./hostile-data.ts";
import { holdsFor } from "./holds-for.ts";

const names = memberNames(["nextToken", "maxResults", "appId", "apps", "startingToken", "client", "send"]);
const values = fc.oneof(fc.constantFrom("a", "b", "", 5, undefined), fc.constant([]), hostileJson(names));
const objects = fc.oneof(
  { weight: 4, arbitrary: objectOf(names, values) },
  { weight: 1, arbitrary: hostileJson(names) },
);

test("every input has a key of its own, or none; and its pages have one then", async () => {
  await holdsFor(fc.tuple(objects, objects), 500, (trees) => {
    const inputs = trees.map(built);
    const keys = inputs.map((input) => answerKey("ListApps", input));
    for (const [index, key] of keys.entries()) {
      expect(answerKey("ListApps", inputs[index])).toBe(key);
      if (key === undefined) continue;
      const written = JSON.parse(key.slice("ListApps\n".length)) as object;
      expect(answerKey("ListApps", written)).toBe(key);
      expect(answerKey("ListApps", { ...written, nextToken: "a" })).toBe(pageKey(key, "a"));
    }
  });
});

test("a read with any input and any answer leaves a copy of the answer behind, or nothing; other reads go on", async () => {
  const given = fc.record({
    input: objects,
    output: objects,
    operation: fc.constantFrom("GetApp", "ListApps"),
  });
  await holdsFor(given, 150, async (tree) => {
    const clock = new ManualClock();
    const output = built(tree.output);
    let isIll = false;
    const client = fuzzedClient({ clock, fallback: lastKnownGood(), coalesce: true }, () =>
      isIll ? Promise.reject(illness()) : Promise.resolve(output),
    );
    const command = tree.operation === "GetApp" ? new GetAppCommand({ appId: "a" }) : new ListAppsCommand({});
    Object.assign(command, { input: built(tree.input) });
    const first = await ended(clock, () => client.send(command as ListAppsCommand));
    isIll = true;
    const second = await ended(clock, () => client.send(command as ListAppsCommand));
    if (second.error === undefined && typeof second.output === "object" && second.output !== null) {
      expect(fallbackOf(second.output)).toMatchObject({ reason: "failure" });
      expect(Object.is(second.output, first.output)).toBe(false);
    } else if (second.error === undefined) {
      expect(Object.is(second.output, output)).toBe(true);
    } else {
      expect(second.error).toMatchObject({ message: "down" });
    }
    isIll = false;
    await clock.advanceAsync(60_000);
    const third = await ended(clock, () => client.send(new GetAppCommand({ appId: "b" })));
    expect(Object.hasOwn(third, "output") || isTrap(third.error) || third.error instanceof TypeError).toBe(
      true,
    );
  });
});

test("pages are collected to a list, or what was given is refused with a clear error", async () => {
  const page = fc.oneof({ weight: 3, arbitrary: objects }, { weight: 1, arbitrary: hostile });
  const given = fc.record({
    config: fc.oneof({ weight: 1, arbitrary: objects }, { weight: 4, arbitrary: fc.constant(undefined) }),
    input: fc.oneof({ weight: 1, arbitrary: hostile }, { weight: 4, arbitrary: objects }),
    options: fc.constantFrom(undefined, Object.freeze({})),
    pages: fc.array(page, { maxLength: 4 }),
    paginator: fc.constantFrom("pages", "pages", "pages", "throws", "nonsense"),
  });
  const client: Pick<AmplifyClient, "send"> = fuzzedClient({}, () => Promise.resolve({}));
  await holdsFor(given, 300, async (tree) => {
    const config = tree.config === undefined ? Object.freeze({ client }) : built(tree.config);
    const pages = tree.pages.map(built);
    const paginate = (): AsyncIterable<never> => {
      if (tree.paginator === "nonsense") return pages as never;
      return pagesOf(pages, tree.paginator === "throws");
    };
    const { output, error } = await settlementOf(() =>
      collectPages(paginate as ListPaginator, config as never, built(tree.input) as never, tree.options),
    );
    if (error === undefined) {
      const { pages: collected, items } = output as { pages: unknown[]; items: unknown[] };
      expect(collected).toEqual(pages.slice(0, collected.length));
      expect(items).toBeInstanceOf(Array);
    } else if (!/^down$|revoked$/.test((error as Error).message)) {
      expectClear(error, /^collectPages: /);
    }
  });
});

/** By hand, because a generator looks at what it yields. */
function pagesOf(pages: readonly unknown[], fails: boolean): AsyncIterable<never> {
  const rest = [...pages];
  const next = async (): Promise<IteratorResult<never>> => {
    if (rest.length === 0 && fails) throw illness();
    return { done: rest.length === 0, value: rest.shift() as never };
  };
  return { [Symbol.asyncIterator]: () => ({ next }) };
}
