import { Registry } from "prom-client";
import { describe, expect, test } from "vitest";
import { summarizeError } from "../../src/errors/error-summary.ts";
import type { CallEventBase } from "../../src/events/breaker-events.ts";
import type { CircuitStats } from "../../src/events/circuit-state.ts";
import { EventHub } from "../../src/events/event-hub.ts";
import { collectMetrics } from "../../src/prometheus/index.ts";
import { samplesOf } from "./a-measured-client.ts";

const base: CallEventBase = {
  ...{ operation: "ListApps", circuit: "ListApps", region: "eu-west-1", at: 0, callId: 1, durationMs: 1 },
  attempts: 3,
};

/** Breakers of which only the events matter. */
function someEvents() {
  const hub = new EventHub();
  const registry = new Registry();
  collectMetrics(Object.assign(hub, { [Symbol.iterator]: () => [][Symbol.iterator]() }), { registry });
  return { hub, registry };
}

const stats: CircuitStats = {
  ...{ successes: 0, failures: 0, slow: 0, errorPercentage: 0, consecutiveFailures: 0 },
  ...{ inFlight: 0, waiting: 0, queued: 0, p50Ms: null, p99Ms: null, rejections: 0, fallbacks: 0 },
};
const reject = { ...base, type: "reject", reason: "open" } as const;

describe("the events that are counted", () => {
  test("estimate what a refused call would have cost by a deadline that passed as by a failure", async () => {
    const { hub, registry } = someEvents();
    hub.emit("failure", () => ({ ...base, type: "failure", attempts: 1 }));
    hub.emit("timeout", () => ({ ...base, type: "timeout", verdict: "failure" }));
    hub.emit("reject", () => reject);
    expect(await samplesOf(registry, "requests_spared_estimate_total")).toEqual([
      'requests_spared_estimate_total{operation="ListApps"} 3',
    ]);
  });

  test("estimate nothing by calls that were not sent, or went well", async () => {
    const { hub, registry } = someEvents();
    hub.emit("failure", () => ({ ...base, type: "failure", attempts: 2 }));
    hub.emit("failure", () => ({ ...base, type: "failure", attempts: 0 }));
    hub.emit("failure", () => ({ ...base, type: "failure", attempts: undefined }));
    hub.emit("success", () => ({ ...base, type: "success" }));
    hub.emit("reject", () => reject);
    expect(await samplesOf(registry, "requests_spared_estimate_total")).toEqual([
      'requests_spared_estimate_total{operation="ListApps"} 2',
    ]);
  });

  test("estimate by the calls before, where the failure that opened the circuit was cut short", async () => {
    const { hub, registry } = someEvents();
    const cause = summarizeError(Object.assign(new Error("down"), { $metadata: { attempts: 1 } }));
    hub.emit("failure", () => ({ ...base, type: "failure" }));
    hub.emit("open", () => ({ ...base, type: "open", trigger: "rate", cause, retryAfterMs: 100, stats }));
    hub.emit("reject", () => reject);
    expect(await samplesOf(registry, "requests_spared_estimate_total")).toEqual([
      'requests_spared_estimate_total{operation="ListApps"} 3',
    ]);
  });

  test("spare no request where calls would have shared one", async () => {
    const { hub, registry } = someEvents();
    hub.emit("reject", () => reject);
    hub.emit("reject", () => ({ ...reject, coalesced: true }));
    expect(await samplesOf(registry, "rejections_total")).toEqual([
      'rejections_total{operation="ListApps",reason="open"} 2',
    ]);
    expect(await samplesOf(registry, "requests_spared_estimate_total")).toEqual([
      'requests_spared_estimate_total{operation="ListApps"} 1',
    ]);
  });

  test("keep the operation apart from the circuit that it shares with others", async () => {
    const { hub, registry } = someEvents();
    const shared = { ...base, circuit: "service" };
    hub.emit("stateChange", () => ({ ...shared, type: "stateChange", from: "closed", to: "open" }));
    hub.emit("reject", () => ({ ...reject, ...shared }));
    expect(await samplesOf(registry, "transitions_total")).toEqual([
      'transitions_total{circuit="service",from="closed",to="open"} 1',
    ]);
    expect(await samplesOf(registry, "calls_total")).toEqual([
      'calls_total{operation="ListApps",outcome="reject"} 1',
    ]);
  });
});
