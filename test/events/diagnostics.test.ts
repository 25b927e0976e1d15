import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { BreakerEvent } from "../../src/events/breaker-events.ts";
import { EventHub } from "../../src/events/event-hub.ts";
import { breakerEventTypes } from "../../src/events/event-types.ts";
import { aCircuit } from "../circuit/a-circuit.ts";
import { emit } from "./recorded-events.ts";

/** What comes through a channel until the test is over. */
function published(channel: string): { readonly messages: unknown[]; readonly end: () => void } {
  const messages: unknown[] = [];
  const keep = (message: unknown): void => void messages.push(message);
  subscribe(channel, keep);
  const end = (): void => void unsubscribe(channel, keep);
  onTestFinished(end);
  return { messages, end };
}

describe("a diagnostics channel", () => {
  test.each(breakerEventTypes)(
    "amplify-breaker:%s publishes that event, with no listener on any hub",
    (type) => {
      const { messages } = published(`amplify-breaker:${type}`);
      const hub = new EventHub();
      for (const other of breakerEventTypes) emit(hub, other);
      expect(messages).toEqual([expect.objectContaining({ type })]);
      expect(Object.isFrozen(messages[0])).toBe(true);
    },
  );

  test("publishes once what a hub passes on to another", () => {
    const { messages } = published("amplify-breaker:open");
    const all = new EventHub();
    const ofClient = new EventHub(all);
    all.on("open", () => {});
    ofClient.on("open", () => {});
    emit(ofClient, "open");
    expect(messages).toHaveLength(1);
  });

  test("tells of circuits of whose breakers it was never told", () => {
    const { messages } = published("amplify-breaker:open");
    aCircuit().trip();
    expect(messages).toMatchObject([{ type: "open", operation: "ListApps", trigger: "consecutive" }]);
  });

  test("makes no event while nobody has subscribed to it", () => {
    const { end } = published("amplify-breaker:success");
    end();
    published("amplify-breaker:open");
    const make = vi.fn<() => BreakerEvent & { type: "success" }>();
    new EventHub(new EventHub()).emit("success", make);
    expect(make).not.toHaveBeenCalled();
  });

  test("tells of a listener that failed", () => {
    const { messages } = published("amplify-breaker:listenerError");
    const hub = new EventHub();
    const boom = new Error("bug in the listener");
    hub.on("open", () => {
      throw boom;
    });
    emit(hub, "open");
    expect(messages).toEqual([{ type: "listenerError", event: "open", error: boom }]);
  });
});

test("a tool on the channel of listenerError does not silence the warning that there is one", () => {
  published("amplify-breaker:listenerError");
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  const hub = new EventHub();
  hub.on("open", () => {
    throw new Error("bug in the listener");
  });
  emit(hub, "open");
  emit(hub, "open");
  expect(warn).toHaveBeenCalledTimes(1);
});
