import { AmplifyClient, ListAppsCommand, type ListAppsCommandOutput } from "@aws-sdk/client-amplify";
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { withBreakers, type BreakerOptions, type CancelTimer } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";

const caller = new AsyncLocalStorage<string>();

/** Calls back in the context a timer was started in, as the timers of Node.js do. */
class ClockWithContext extends ManualClock {
  override startTimer(callback: () => void, delayMs: number, keepsAlive: boolean): CancelTimer {
    return super.startTimer(AsyncResource.bind(callback), delayMs, keepsAlive);
  }
}

/** A client whose requests are never answered. */
function aSilentClient(options: BreakerOptions): ReturnType<typeof withBreakers<AmplifyClient>> {
  const raw = new AmplifyClient({ region: "eu-west-1" });
  Object.assign(raw, { send: async () => new Promise(() => {}) });
  return withBreakers(raw, { timeout: 1_000, ...options });
}

describe("a deadline that passes", () => {
  test("is told to listeners, and asks the fallback, in the async context of its own caller", async () => {
    const heard: [string, string | undefined][] = [];
    const fallback = (): ListAppsCommandOutput => {
      heard.push(["fallback", caller.getStore()]);
      return { apps: [], $metadata: {} };
    };
    const clock = new ClockWithContext();
    const client = aSilentClient({ clock, operations: { ListApps: { fallback } } });
    client.breakers.on("timeout", () => heard.push(["timeout", caller.getStore()]));
    const calls = ["first", "second"].map((name) => {
      const call = caller.run(name, () => client.send(new ListAppsCommand({})));
      clock.advance(100);
      return call;
    });
    clock.advance(800);
    await calls[0];
    clock.advance(100);
    await calls[1];
    expect(heard).toEqual([
      ["timeout", "first"],
      ["fallback", "first"],
      ["timeout", "second"],
      ["fallback", "second"],
    ]);
  });

  test("passes on fake timers too, also on such as came after others were taken away", async () => {
    const client = aSilentClient({});
    onTestFinished(() => void vi.useRealTimers());
    for (let time = 0; time < 2; time++) {
      vi.useFakeTimers();
      const call = client.send(new ListAppsCommand({}));
      const settled = expect(call).rejects.toThrow("ListApps did not settle within");
      await vi.advanceTimersByTimeAsync(1_000);
      await settled;
      vi.clearAllTimers();
      vi.useRealTimers();
    }
  });
});
