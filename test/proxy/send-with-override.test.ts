import { AmplifyClient, ListAppsCommand, paginateListApps } from "@aws-sdk/client-amplify";
import { describe, expect, test, vi } from "vitest";
import { withBreakers, type BreakerOptions } from "../../src/index.ts";
import { rawClient } from "../outcome/raw-client.ts";

/** A client whose `send` notes what it is given, and answers without a network. */
function clientThatNotes(options: BreakerOptions = {}) {
  const raw = new AmplifyClient({ region: "us-east-1" });
  const send = vi.fn((..._args: unknown[]): unknown => Promise.resolve({ apps: [] }));
  Object.assign(raw, { send });
  return { send, client: withBreakers(raw, options) };
}

const listApps = () => new ListAppsCommand({});

describe("what a single call does otherwise", () => {
  test("never reaches the client's own send, nor do options that were only ours", async () => {
    const { client, send } = clientThatNotes({ enabled: false });
    const command = listApps();
    await client.send(command, { breaker: { timeout: 5 } });
    await client.send(command, { breaker: undefined });
    await client.send(command, { requestTimeout: 7, breaker: { timeout: 5 } });
    expect(send.mock.calls).toEqual([[command], [command], [command, { requestTimeout: 7 }]]);
  });

  test("leaves the SDK its cached pipeline where there are no other options", async () => {
    let requests = 0;
    const raw = rawClient(
      () => {
        requests++;
        return { status: 200, body: { apps: [] } };
      },
      { cacheMiddleware: true },
    );
    const client = withBreakers(raw, { enabled: false });
    await client.send(listApps());
    const resolved: unknown[] = [];
    const later = listApps();
    later.resolveMiddleware = () => {
      resolved.push("anew");
      throw new Error("resolved anew");
    };
    await client.send(later, { breaker: { timeout: 1_000 } });
    expect([requests, resolved]).toEqual([2, []]);
  });

  test("holds for it alone", async () => {
    const { client } = clientThatNotes();
    client.breakers.circuit("ListApps").isolate("freeze");
    const fallback = () => ({ $metadata: {}, apps: [], nextToken: "own" });
    expect(await client.send(listApps(), { breaker: { fallback } })).toMatchObject({ nextToken: "own" });
    await expect(client.send(listApps())).rejects.toMatchObject({ name: "CircuitOpenError" });
    expect(await client.send(listApps(), { breaker: { bypass: true } })).toEqual({ apps: [] });
  });

  test("answers callbacks too", async () => {
    const { client } = clientThatNotes();
    client.breakers.circuit("ListApps").isolate("freeze");
    const answer = await new Promise((resolve) => {
      client.send(listApps(), { breaker: { bypass: true } }, (error, output) => resolve({ error, output }));
    });
    expect(answer).toEqual({ error: null, output: { apps: [] } });
  });

  test("holds for each page where a paginator is given it", async () => {
    const { client, send } = clientThatNotes({ enabled: false });
    send.mockResolvedValueOnce({ apps: [], nextToken: "2" });
    const pages = paginateListApps({ client }, {}, { breaker: { timeout: 1_000 } });
    for await (const _page of pages);
    expect(send.mock.calls.map(({ length }) => length)).toEqual([1, 1]);
    const wrong = paginateListApps({ client }, {}, { breaker: { timeOut: 1_000 } });
    await expect(wrong.next()).rejects.toThrow(/timeOut/);
  });
});

describe("an override that is wrong", () => {
  const wrong: readonly (readonly [unknown, ErrorConstructor, RegExp])[] = [
    [{ timeOut: 5 }, TypeError, /option breaker has no member "timeOut"; did you mean timeout\?/],
    [{ timeout: "5" }, TypeError, /option breaker\.timeout must be .*; got "5"/],
    [{ timeout: -5 }, RangeError, /option breaker\.timeout must be .*; got -5/],
    [{ bypass: 1 }, TypeError, /option breaker\.bypass must be .*; got 1/],
    [null, TypeError, /option breaker must be .*; got null/],
    [true, TypeError, /option breaker must be .*; got true/],
  ];

  test.each(wrong)("is said as a rejection, and nothing is sent: %o", async (breaker, ErrorType, message) => {
    const { client, send } = clientThatNotes();
    const options = { breaker } as never;
    for (const when of ["before", "after"]) {
      const rejection = client.send(listApps(), options);
      await expect(rejection, when).rejects.toThrow(message);
      await expect(rejection, when).rejects.toBeInstanceOf(ErrorType);
      // From here on the region is known.
      await client.breakers.whenAvailable("ListApps");
    }
    expect(send).not.toHaveBeenCalled();
  });

  test("is told to the callback", async () => {
    const { client } = clientThatNotes();
    const error = await new Promise((resolve) => {
      client.send(listApps(), { breaker: { timeOut: 5 } } as never, resolve);
    });
    expect(error).toBeInstanceOf(TypeError);
  });
});

describe("identical reads of one client", () => {
  /** How many requests it takes to make both calls. */
  async function requestsFor(first: object | undefined, second: object | undefined): Promise<number> {
    const { client, send } = clientThatNotes({ coalesce: true });
    await client.breakers.whenAvailable("ListApps");
    await Promise.all([first, second].map((options) => client.send(listApps(), options as never)));
    return send.mock.calls.length;
  }

  test.each<[object | undefined, object | undefined, number]>([
    [undefined, undefined, 1],
    [undefined, { abortSignal: new AbortController().signal }, 1],
    [undefined, { breaker: undefined }, 1],
    [undefined, { requestTimeout: 7 }, 2],
    [{ requestTimeout: 7 }, { requestTimeout: 7 }, 2],
    [undefined, { breaker: { timeout: 5 } }, 2],
    [{ breaker: { timeout: 5 } }, { breaker: { timeout: 5 } }, 2],
  ])("with options %o and %o make %i", async (first, second, requests) => {
    expect(await requestsFor(first, second)).toBe(requests);
  });

  test("are not those of commands with middleware of their own", async () => {
    const { client, send } = clientThatNotes({ coalesce: true });
    const traced = listApps();
    traced.middlewareStack.add((next) => next, { step: "build" });
    await Promise.all([client.send(listApps()), client.send(traced)]);
    expect(send).toHaveBeenCalledTimes(2);
  });
});
