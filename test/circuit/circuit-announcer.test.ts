import { expect, test } from "vitest";
import { CircuitAnnouncer } from "../../src/circuit/circuit-announcer.ts";
import type { CircuitIdentity } from "../../src/circuit/circuit-identity.ts";
import { EventHub } from "../../src/events/event-hub.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { Heard } from "./a-circuit.ts";

const stats = {
  ...{ successes: 0, failures: 0, slow: 0, errorPercentage: 0, consecutiveFailures: 0 },
  ...{ inFlight: 0, waiting: 0, queued: 0, p50Ms: null, p99Ms: null, rejections: 0, fallbacks: 0 },
};

function anAnnouncer(identity: Partial<CircuitIdentity> = {}, isDryRun = false): [CircuitAnnouncer, Heard] {
  const events = new EventHub();
  const clock = new ManualClock({ epochMs: 1_000 });
  const announcer = new CircuitAnnouncer({
    identity: { name: "ListApps", ...identity },
    isDryRun: () => isDryRun,
    stats: () => stats,
    clock,
    events,
  });
  return [announcer, new Heard(events)];
}

test("tells what is known of the circuit, and leaves out what is not", () => {
  const bare = { operation: "ListApps", circuit: "ListApps", at: 1_000 };
  const place = { region: "eu-west-1", endpoint: "amplify.test", scope: "tenant-1" };
  expect(anAnnouncer()[0].base()).toStrictEqual(bare);
  expect(anAnnouncer(place, true)[0].base()).toStrictEqual({ ...bare, ...place, dryRun: true });
});

test("leaves out the cause where there is none", () => {
  const [announcer, heard] = anAnnouncer();
  announcer.opened("manual", undefined, 100);
  announcer.probeFailed(undefined, 200);
  expect(heard.of("open")[0]).not.toHaveProperty("cause");
  expect(heard.of("probeFailed")[0]).not.toHaveProperty("cause");
});

test("tells of the change of state after what changed it", () => {
  const [announcer, heard] = anAnnouncer();
  announcer.opened("rate", undefined, 100);
  announcer.halfOpened();
  announcer.probeFailed(undefined, 200);
  announcer.halfOpened();
  announcer.closed(300);
  expect(heard.events.map(({ type }) => type)).toEqual(
    ["open", "halfOpen", "probeFailed", "halfOpen", "close"].flatMap((type) => [type, "stateChange"]),
  );
});

test("does not make the statistics of an event that nobody hears", () => {
  let made = 0;
  const announcer = new CircuitAnnouncer({
    identity: { name: "ListApps" },
    isDryRun: () => false,
    stats: () => {
      made++;
      return stats;
    },
    clock: new ManualClock(),
    events: new EventHub(),
  });
  announcer.opened("rate", undefined, 100);
  expect(made).toBe(0);
});
