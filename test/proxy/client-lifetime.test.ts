import { expect, test, vi } from "vitest";
import { ClientLifetime } from "../../src/proxy/client-lifetime.ts";

test("a client that nobody shares is destroyed at once", () => {
  const destroy = vi.fn();
  new ClientLifetime().end(destroy);
  expect(destroy).toHaveBeenCalledOnce();
});

test("a client is kept until the last request that others may share is over, however it ends", async () => {
  const lifetime = new ClientLifetime();
  const destroy = vi.fn();
  let fail: (error: Error) => void = () => {};
  const failing = new Promise((_resolve, reject) => {
    fail = reject;
  });
  lifetime.lend(Promise.resolve({}));
  lifetime.lend(failing);
  lifetime.end(destroy);
  await Promise.resolve();
  expect([lifetime.isLent, destroy.mock.calls.length]).toEqual([true, 0]);
  fail(new Error("ill"));
  await failing.catch(() => {});
  expect([lifetime.isLent, destroy.mock.calls.length]).toEqual([false, 1]);
});
