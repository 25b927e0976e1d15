import type { ServerResponse } from "node:http";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { Health } from "../../src/dashboard/health.ts";
import { History } from "../../src/dashboard/history.ts";
import { LiveFeed } from "../../src/dashboard/live-feed.ts";
import { View } from "../../src/dashboard/view.ts";
import { aWatchedClient } from "./a-dashboard.ts";

/** A viewer whose network takes nothing, or everything. */
function aViewer(isStuck: boolean): ServerResponse {
  const viewer = new PassThrough({ highWaterMark: 1 });
  if (!isStuck) viewer.resume();
  return viewer as unknown as ServerResponse;
}

function aFeed() {
  let name = "";
  const watched = aWatchedClient({ circuit: () => name, maxCircuits: 1_000 });
  const { breakers, clock } = watched;
  const history = new History(breakers, clock);
  const feed = new LiveFeed(new View({ breakers, history, health: new Health(undefined), clock }), clock);
  const callAll = async (): Promise<void> => {
    for (let circuit = 0; circuit < 200; circuit++) {
      name = `${circuit} ${"x".repeat(190)}`;
      await watched.call(1);
    }
  };
  return { feed, clock, callAll };
}

test("a viewer that does not read is dropped once a bounded number of bytes waits for it; the others stay", async () => {
  const { feed, clock, callAll } = aFeed();
  const [stuck, quick] = [aViewer(true), aViewer(false)];
  feed.add(stuck);
  feed.add(quick);
  let most = 0;
  for (let tick = 0; tick < 100 && !stuck.destroyed; tick++) {
    await callAll();
    await clock.advanceAsync(1_000);
    most = Math.max(most, stuck.writableLength);
  }
  expect(stuck.destroyed).toBe(true);
  expect(most).toBeLessThan(4_500_000);
  expect(quick.destroyed).toBe(false);
});

test("beyond two hundred viewers there is no room, until one leaves", () => {
  const { feed } = aFeed();
  const viewers = Array.from({ length: 200 }, () => aViewer(false));
  for (const viewer of viewers) {
    expect(feed.hasRoom).toBe(true);
    feed.add(viewer);
  }
  expect(feed.hasRoom).toBe(false);
  viewers[0]?.emit("close");
  expect(feed.hasRoom).toBe(true);
});
