import {
  BadRequestException,
  InternalFailureException,
  LimitExceededException,
  NotFoundException,
  type ListAppsCommandOutput,
} from "@aws-sdk/client-amplify";
import { describe, expect, test, vi } from "vitest";
import { CallTimeoutError } from "../../src/errors/call-timeout-error.ts";
import { CapacityError } from "../../src/errors/capacity-error.ts";
import { CircuitOpenError } from "../../src/errors/circuit-open-error.ts";
import { ShutdownError } from "../../src/errors/shutdown-error.ts";
import { collectPages } from "../../src/lists/collect-pages.ts";
import { clientWith, namesIn, pageOf, paginateByHand } from "./hand-made-list.ts";

const outage = new InternalFailureException({ message: "out", $metadata: { httpStatusCode: 500 } });
const notFound = new NotFoundException({ message: "no", $metadata: { httpStatusCode: 404 } });
const operation = "ListApps";
const three = {
  start: pageOf(["a", "b"], "second"),
  second: pageOf(["c"], "third"),
  third: pageOf(["d"]),
};

describe("collectPages", () => {
  test("gives a whole list with its items and its pages in order", async () => {
    const { client, tokens } = clientWith(three);
    const list = await collectPages(paginateByHand, { client }, {});
    expect(list).toEqual({
      isComplete: true,
      missing: undefined,
      items: [{ name: "a" }, { name: "b" }, { name: "c" }, { name: "d" }],
      pages: [three.start, three.second, three.third],
      isStale: false,
      ageMs: undefined,
    });
    expect(list.pages[1]).toBe(three.second);
    expect(tokens).toEqual([undefined, "second", "third"]);
  });

  test("gives the pages before one that failed, the very error, and the token to resume from", async () => {
    const { client } = clientWith({ ...three, third: outage });
    const list = await collectPages(paginateByHand, { client }, {});
    expect(list).toMatchObject({ isComplete: false, isStale: false, ageMs: undefined });
    expect(namesIn(list.items)).toEqual(["a", "b", "c"]);
    expect(list.missing).toEqual({ afterPages: 2, resumeToken: "third", reason: "failed", error: outage });
    expect(list.missing?.error).toBe(outage);
  });

  test("gets exactly the rest from that token on", async () => {
    const { client, tokens } = clientWith(three);
    const rest = await collectPages(paginateByHand, { client, startingToken: "second" }, {});
    expect(namesIn(rest.items)).toEqual(["c", "d"]);
    expect(rest.isComplete).toBe(true);
    expect(tokens).toEqual(["second", "third"]);
  });

  test("says to resume from the beginning when the first page failed", async () => {
    const { client } = clientWith({ start: outage });
    const list = await collectPages(paginateByHand, { client }, {});
    expect(list).toEqual({
      isComplete: false,
      missing: { afterPages: 0, resumeToken: undefined, reason: "failed", error: outage },
      items: [],
      pages: [],
      isStale: false,
      ageMs: undefined,
    });
  });

  test.each([
    ["the startingToken", { startingToken: "second" }, { nextToken: "third" }, "second"],
    ["the input's nextToken", {}, { nextToken: "third" }, "third"],
  ])("says to resume from %s when the page there failed", async (_what, config, input, resumeToken) => {
    const { client } = clientWith({ second: outage, third: outage });
    const list = await collectPages(paginateByHand, { client, ...config }, input);
    expect(list.missing).toMatchObject({ afterPages: 0, resumeToken });
  });

  test("takes an empty nextToken for the end, as the SDK does", async () => {
    const { client } = clientWith({ "": pageOf(["a"], "") });
    const list = await collectPages(paginateByHand, { client, startingToken: "" }, {});
    expect(list.isComplete).toBe(true);
  });

  test("leaves the input as it is", async () => {
    const { client } = clientWith(three);
    const input = Object.freeze({});
    expect((await collectPages(paginateByHand, { client }, input)).isComplete).toBe(true);
    expect(input).toEqual({});
  });

  test("sends each call with the options, and with none where none are given", async () => {
    const options = { requestTimeout: 1_000 };
    const [plain, tuned] = [clientWith(three), clientWith(three)];
    await collectPages(paginateByHand, { client: plain.client }, {});
    await collectPages(paginateByHand, { client: tuned.client }, {}, options);
    expect(plain.options).toEqual([[], [], []]);
    expect(tuned.options).toEqual([[options], [options], [options]]);
  });

  test("leaves the paginator where it stops early, whatever that does", async () => {
    const left = vi.fn<() => void>();
    async function* paginate(): AsyncGenerator<ListAppsCommandOutput> {
      try {
        yield pageOf(["a"], "same");
        yield pageOf(["b"], "same");
      } finally {
        left();
        // eslint-disable-next-line no-unsafe-finally -- that is the trouble it makes
        throw new Error("trouble while leaving");
      }
    }
    const { client } = clientWith({});
    const list = await collectPages(paginate, { client } as never, {} as never);
    expect(namesIn(list.items)).toEqual(["a"]);
    expect(list.missing).toMatchObject({ reason: "repeatedToken", resumeToken: "same" });
    expect(left).toHaveBeenCalledOnce();
  });

  test("takes pages from what only iterates", async () => {
    const steps = [pageOf(["a"], "second"), pageOf([], "second")];
    const paginate = () => ({
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ done: false as const, value: steps.shift() ?? pageOf([]) }),
      }),
    });
    const list = await collectPages(paginate, { client: clientWith({}).client } as never, {} as never);
    expect(namesIn(list.items)).toEqual(["a"]);
  });
});

describe("a page that failed", () => {
  test.each([
    ["refused by an open circuit", new CircuitOpenError({ operation, state: "open", retryAfterMs: 1 })],
    ["refused over capacity", new CapacityError({ operation, capacity: 1 })],
    ["too late", new CallTimeoutError({ operation, timeoutMs: 1, outcome: "unknown" })],
    ["throttled", new LimitExceededException({ message: "slow", $metadata: { httpStatusCode: 429 } })],
    ["met by a dead network", Object.assign(new Error("reset"), { code: "ECONNRESET" })],
  ])("since it was %s is no exception, the first page or a later one", async (_why, error) => {
    for (const [answers, startingToken] of [
      [{ start: error }, undefined],
      [{ ...three, second: error }, "second"],
    ] as const) {
      const { client } = clientWith(answers);
      const list = await collectPages(paginateByHand, { client }, {});
      expect(list.missing).toMatchObject({ reason: "failed", resumeToken: startingToken });
      expect(list.missing?.error).toBe(error);
    }
  });

  test.each([
    ["what is asked for does not exist", notFound],
    ["the request is wrong", new BadRequestException({ message: "no", $metadata: { httpStatusCode: 400 } })],
    ["nobody is signed in", Object.assign(new Error("none"), { name: "CredentialsProviderError" })],
    [
      "the paginator does not know the client",
      new Error("Invalid client, expected instance of AmplifyClient"),
    ],
  ])("since %s is thrown with no page in hand, and told with some", async (_why, error) => {
    const first = clientWith({ start: error });
    await expect(collectPages(paginateByHand, { client: first.client }, {})).rejects.toBe(error);
    const { client } = clientWith({ ...three, second: error });
    const list = await collectPages(paginateByHand, { client }, {});
    expect(namesIn(list.items)).toEqual(["a", "b"]);
    expect(list.missing?.error).toBe(error);
  });

  test("since the breakers were shut down is thrown, whatever is in hand", async () => {
    const error = new ShutdownError({ operation });
    for (const answers of [{ start: error }, { ...three, second: error }]) {
      const { client } = clientWith(answers);
      await expect(collectPages(paginateByHand, { client }, {})).rejects.toBe(error);
    }
  });
});

describe("a caller who gives up", () => {
  const aborted = Object.assign(new Error("Request aborted"), { name: "AbortError" });

  test("gets the SDK's AbortError, whatever is in hand", async () => {
    for (const answers of [{ start: aborted }, { ...three, second: aborted }]) {
      const { client } = clientWith(answers);
      await expect(collectPages(paginateByHand, { client }, {})).rejects.toBe(aborted);
    }
  });

  test("before the first page gets an AbortError, and nothing is sent", async () => {
    const { client, tokens } = clientWith(three);
    const collected = collectPages(paginateByHand, { client }, {}, { abortSignal: AbortSignal.abort() });
    await expect(collected).rejects.toMatchObject({ name: "AbortError", message: "Request aborted" });
    expect(tokens).toEqual([]);
  });

  test("between two pages gets an AbortError though a fallback would go on answering", async () => {
    const controller = new AbortController();
    const { client, tokens } = clientWith(three);
    const send = client.send.bind(client);
    client.send = (...args) => {
      if (tokens.length === 1) controller.abort();
      return send(...args);
    };
    const collected = collectPages(paginateByHand, { client }, {}, { abortSignal: controller.signal });
    await expect(collected).rejects.toMatchObject({ name: "AbortError" });
    expect(tokens).toEqual([undefined, "second"]);
  });

  test.each([
    ["another error that came of it, as its cause", outage, { name: "AbortError", cause: outage }],
    ["the SDK's AbortError as it is", aborted, aborted],
  ])("during a page gets %s", async (_what, error, expected) => {
    const controller = new AbortController();
    const client = {
      send: () => {
        controller.abort();
        return Promise.reject(error);
      },
    };
    const collected = collectPages(paginateByHand, { client }, {}, { abortSignal: controller.signal });
    await expect(collected).rejects.toMatchObject(expected);
    if (error === aborted) await expect(collected).rejects.toBe(aborted);
  });
});
