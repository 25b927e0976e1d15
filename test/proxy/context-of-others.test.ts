import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import type { BreakerOptions } from "../../src/index.ts";
import { aClient, illness } from "./a-client.ts";

const longOutage: BreakerOptions = {
  consecutiveFailures: 1,
  failureSpanMs: 0,
  resetBackoff: { maxMs: 60_000 },
};
const caller = new AsyncLocalStorage<string>();

test.each([["waits", {}] as const, ["shares a request", { coalesce: true }] as const])(
  "a call that somebody else aborts while it %s is told of in its own caller's context",
  async (_, options) => {
    const { client, breakers, send } = aClient({
      ...longOutage,
      resetTimeout: 1_000,
      maxWaitMs: 50_000,
      ...options,
    });
    const seen: unknown[] = [];
    breakers.on("cancelled", () => seen.push(caller.getStore()));
    if ("coalesce" in options) {
      send.mockImplementation(async () => new Promise(() => {}));
      await nextTurn();
      void caller.run("first", async () => client.send(new ListAppsCommand({})).catch(() => {}));
    } else {
      send.mockImplementation(async () => {
        throw illness();
      });
      await client.send(new ListAppsCommand({})).catch(() => {});
    }
    await nextTurn();
    const controller = new AbortController();
    const call = caller.run("caller", async () =>
      client.send(new ListAppsCommand({}), { abortSignal: controller.signal }).catch(() => {}),
    );
    await nextTurn();
    caller.run("aborter", () => controller.abort());
    await call;
    expect(seen).toEqual(["caller"]);
  },
);

test("a call that a listener has refused is told of in its own caller's context", async () => {
  const { client, breakers, send, clock } = aClient({
    ...longOutage,
    resetTimeout: 1_000,
    maxWaitMs: 50_000,
  });
  const seen: unknown[] = [];
  breakers.on("reject", () => seen.push(caller.getStore()));
  breakers.on("probeFailed", () => breakers.circuit("ListApps").isolate("x"));
  send.mockImplementation(async () => {
    throw illness();
  });
  await client.send(new ListAppsCommand({})).catch(() => {});
  const calls = ["A", "B"].map((who) =>
    caller.run(who, async () => client.send(new ListAppsCommand({})).catch(() => {})),
  );
  await nextTurn();
  await clock.advanceAsync(1_000);
  await Promise.all(calls);
  expect(seen).toEqual(["B"]);
});
