import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from "vitest";
import type { ListenerErrorEvent } from "../../src/events/breaker-events.ts";
import { EventHub } from "../../src/events/event-hub.ts";
import { breakerEventTypes } from "../../src/events/event-types.ts";
import { hostileValues } from "../errors/hostile-values.ts";
import { emit, recorder } from "./recorded-events.ts";

const boom = new Error("bug in the listener");
const throwing = (): never => {
  throw boom;
};

let heard: string[];

beforeEach(() => {
  heard = [];
});

describe("on, once and off", () => {
  test("on hears every event of its type and no other", () => {
    const hub = new EventHub();
    hub.on("open", recorder(heard, "a"));

    emit(hub, "open");
    emit(hub, "close");
    emit(hub, "open");

    expect(heard).toEqual(["a open", "a open"]);
  });

  test("once hears the next event only", () => {
    const hub = new EventHub();
    hub.once("open", recorder(heard, "a"));

    emit(hub, "open");
    emit(hub, "open");

    expect(heard).toEqual(["a open"]);
  });

  test("off removes a listener from the one type, and leaves it on the others", () => {
    const hub = new EventHub();
    const listener = recorder(heard, "a");
    hub.on("open", listener);
    hub.on("close", listener);
    hub.once("halfOpen", listener);

    hub.off("open", listener);
    for (const type of ["open", "halfOpen", "close"] as const) emit(hub, type);

    expect(heard).toEqual(["a halfOpen", "a close"]);
  });

  test("off removes what once added", () => {
    const hub = new EventHub();
    const listener = recorder(heard, "a");
    hub.once("open", listener);

    hub.off("open", listener);
    emit(hub, "open");

    expect(heard).toEqual([]);
  });

  test("off leaves everybody else where the listener is not known", () => {
    const hub = new EventHub();
    hub.on("open", recorder(heard, "a"));

    hub.off("open", recorder(heard, "b"));
    emit(hub, "open");

    expect(heard).toEqual(["a open"]);
  });

  test.each(["on", "once", "off"] as const)("%s refuses an event that does not exist", (method) => {
    const hub = new EventHub();

    expect(() => hub[method]("opened" as "open", throwing)).toThrow(
      new TypeError('there is no event "opened"; did you mean "open"?'),
    );
    expect(() => hub[method]("open", undefined as never)).toThrow(TypeError);
  });

  test("opossum defect 22: nobody can remove the listeners of others", () => {
    const hub = new EventHub();
    hub.on("open", recorder(heard, "a"));

    expect("removeAllListeners" in hub).toBe(false);
    expect(() => hub.off("open", undefined as never)).toThrow(TypeError);
    emit(hub, "open");
    expect(heard).toEqual(["a open"]);
  });
});

describe("emit", () => {
  test("makes no event that nobody hears", () => {
    const makeEvent = vi.fn<() => never>();
    const hub = new EventHub(new EventHub());
    hub.on("close", throwing);

    hub.emit("open", makeEvent);

    expect(makeEvent).not.toHaveBeenCalled();
  });

  test("makes no event once the last listener has gone", () => {
    const makeEvent = vi.fn<() => never>();
    const hub = new EventHub();
    hub.on("open", throwing);
    hub.off("open", throwing);

    hub.emit("open", makeEvent);

    expect(makeEvent).not.toHaveBeenCalled();
  });

  test("makes one event for all that hear it", () => {
    const parent = new EventHub();
    const hub = new EventHub(parent);
    const events: unknown[] = [];
    for (const each of [hub, hub, parent]) each.on("open", (event) => events.push(event));

    emit(hub, "open");

    expect(events).toHaveLength(3);
    expect(new Set(events).size).toBe(1);
  });

  test.each(breakerEventTypes)(
    "opossum defect 41: hands a listener of %s one frozen object with its type",
    (type) => {
      const hub = new EventHub();
      const listener = vi.fn<(...args: unknown[]) => void>();
      hub.on(type, listener);

      emit(hub, type);

      expect(listener.mock.calls).toEqual([[{ type, operation: "ListApps" }]]);
      expect(Object.isFrozen(listener.mock.calls[0]?.[0])).toBe(true);
    },
  );

  test("keeps the order of the events for every listener, also when a listener causes one", () => {
    const hub = new EventHub();
    hub.on(
      "open",
      recorder(heard, "a", () => emit(hub, "stateChange")),
    );
    hub.on(
      "open",
      recorder(heard, "b", () => emit(hub, "close")),
    );
    hub.on("stateChange", recorder(heard, "a"));
    hub.on("close", recorder(heard, "a"));

    emit(hub, "open");

    expect(heard).toEqual(["a open", "b open", "a stateChange", "a close"]);
  });

  test("is ready for the next event after one that caused others", () => {
    const hub = new EventHub();
    hub.once("open", () => emit(hub, "close"));
    emit(hub, "open");
    hub.on("close", recorder(heard, "a"));

    emit(hub, "close");

    expect(heard).toEqual(["a close"]);
  });
});

describe("the parent of a hub", () => {
  test("hears everything after the hub's own listeners, in the same order", () => {
    const parent = new EventHub();
    const hub = new EventHub(parent);
    for (const type of ["open", "close"] as const) {
      parent.on(type, recorder(heard, "parent"));
      hub.on(type, recorder(heard, "own"));
    }
    hub.on("open", () => emit(hub, "close"));

    emit(hub, "open");

    expect(heard).toEqual(["own open", "parent open", "own close", "parent close"]);
  });

  test("hears every hub below it, and what one of its listeners causes there comes later", () => {
    const parent = new EventHub();
    const [left, right] = [new EventHub(parent), new EventHub(parent)];
    parent.on(
      "open",
      recorder(heard, "first", () => emit(right, "close")),
    );
    parent.on("open", recorder(heard, "second"));
    parent.on("close", recorder(heard, "first"));

    emit(left, "open");

    expect(heard).toEqual(["first open", "second open", "first close"]);
  });

  test("tells the hubs below nothing", () => {
    const parent = new EventHub();
    new EventHub(parent).on("open", recorder(heard, "child"));

    emit(parent, "open");

    expect(heard).toEqual([]);
  });

  test("keeps a listener that was given to both apart", () => {
    const parent = new EventHub();
    const hub = new EventHub(parent);
    const listener = recorder(heard, "a");
    hub.on("open", listener);
    parent.on("open", listener);

    hub.off("open", listener);
    emit(hub, "open");

    expect(heard).toEqual(["a open"]);
  });
});

function withThen(then: PropertyDescriptor): () => object {
  // oxlint-disable-next-line unicorn/no-thenable -- what a listener may return is what this is about
  return () => Object.defineProperty({}, "then", then);
}

const rejecting = (_onFulfilled: unknown, onRejected: (reason: Error) => void): void => onRejected(boom);

/** What a listener can do wrong, by what it does. */
const misbehaviour: readonly (readonly [title: string, listener: () => unknown, fails: boolean])[] = [
  ["throws", throwing, true],
  ["rejects", () => Promise.reject(boom), true],
  ["returns a thenable that rejects", withThen({ value: rejecting }), true],
  ["returns a thenable that throws", withThen({ value: throwing }), true],
  ["returns an object whose then cannot be read", withThen({ get: throwing }), true],
  ["returns a thenable that never settles", withThen({ value: () => {} }), false],
  ["returns an object whose then is no function", withThen({ value: true }), false],
  ["returns false", () => false, false],
  ["returns null", () => null, false],
];

describe("a listener that misbehaves", () => {
  const unhandled = vi.fn<(reason: unknown) => void>();
  let warnings: MockInstance<typeof process.emitWarning>;

  beforeEach(() => {
    unhandled.mockClear();
    process.on("unhandledRejection", unhandled);
    warnings = vi.spyOn(process, "emitWarning").mockReturnValue();
  });

  afterEach(() => {
    process.off("unhandledRejection", unhandled);
  });

  test.each(breakerEventTypes)(
    "opossum defect 20: a throw on %s reaches neither the emitter nor other listeners",
    (type) => {
      const parent = new EventHub();
      const hub = new EventHub(parent);
      hub.on(type, throwing);
      hub.on(type, recorder(heard, "own"));
      parent.on(type, throwing);
      parent.on(type, recorder(heard, "parent"));

      expect(() => emit(hub, type)).not.toThrow();
      expect(heard).toEqual([`own ${type}`, `parent ${type}`]);
    },
  );

  test.each(misbehaviour)(
    "that %s is reported where that is a failure, and harms nothing",
    async (_, listener, fails) => {
      const hub = new EventHub();
      const failures: ListenerErrorEvent[] = [];
      hub.on("listenerError", (event) => failures.push(event));
      hub.on("open", listener);
      hub.on("open", recorder(heard, "next"));

      emit(hub, "open");
      await nextTurn();

      expect(heard).toEqual(["next open"]);
      expect(failures).toEqual(fails ? [{ type: "listenerError", event: "open", error: boom }] : []);
      expect(failures.every((event) => Object.isFrozen(event))).toBe(true);
      expect(unhandled).not.toHaveBeenCalled();
      expect(warnings).not.toHaveBeenCalled();
    },
  );

  test("is reported after everybody has heard the event", () => {
    const hub = new EventHub();
    hub.on("open", throwing);
    hub.on("open", recorder(heard, "next"));
    hub.on("listenerError", recorder(heard, "next"));

    emit(hub, "open");

    expect(heard).toEqual(["next open", "next listenerError"]);
  });

  test("is reported to the parent's listeners as well", () => {
    const parent = new EventHub();
    const hub = new EventHub(parent);
    parent.on("listenerError", recorder(heard, "parent"));
    hub.on("open", throwing);

    emit(hub, "open");

    expect(heard).toEqual(["parent listenerError"]);
    expect(warnings).not.toHaveBeenCalled();
  });

  test("raises one process warning where nobody listens for listenerError, however often it fails", () => {
    const hub = new EventHub();
    hub.on("open", throwing);
    hub.on("close", throwing);

    for (const type of ["open", "open", "close"] as const) emit(hub, type);

    expect(warnings).toHaveBeenCalledExactlyOnceWith(
      'A listener for "open" failed: bug in the listener. Listen for "listenerError" to hear of every such failure.',
      { type: "AmplifyBreakerWarning", code: "AMPLIFY_BREAKER_LISTENER_ERROR" },
    );
  });

  test("for listenerError raises one process warning, and no listenerError about itself", () => {
    const hub = new EventHub();
    const listener = vi.fn<() => void>().mockThrow(new Error("and this one too"));
    hub.on("listenerError", listener);
    hub.on("open", throwing);

    emit(hub, "open");
    emit(hub, "open");

    expect(listener).toHaveBeenCalledTimes(2);
    expect(warnings).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining('A listener for "listenerError" failed: and this one too.'),
      expect.anything(),
    );
  });

  test.each(hostileValues)("may throw %s", (_title, value) => {
    const hub = new EventHub();
    hub.on("open", () => {
      throw value;
    });
    hub.on("open", recorder(heard, "next"));

    expect(() => emit(hub, "open")).not.toThrow();
    expect(heard).toEqual(["next open"]);
    expect(warnings).toHaveBeenCalledOnce();
  });

  test.each(hostileValues)("may return %s", (_title, value) => {
    const hub = new EventHub();
    hub.on("open", () => value);
    hub.on("open", recorder(heard, "next"));

    expect(() => emit(hub, "open")).not.toThrow();
    expect(heard).toEqual(["next open"]);
  });

  test("cannot change what the next one hears", () => {
    const hub = new EventHub();
    const events: unknown[] = [];
    hub.on("open", (event) => Object.assign(event, { operation: "forged" }));
    hub.on("open", (event) => events.push(event));

    emit(hub, "open");

    expect(events).toEqual([{ type: "open", operation: "ListApps" }]);
  });
});

describe("the async context", () => {
  const context = new AsyncLocalStorage<string>();

  test("of what a listener causes is the one in which it happened, and of all else the one it is told in", () => {
    const hub = new EventHub();
    const seen: string[] = [];
    hub.on("close", () => void seen.push(`close in ${context.getStore()}`));
    hub.on("open", () => {
      seen.push(`open in ${context.getStore()}`);
      context.run("listener", () => emit(hub, "close"));
    });
    // Twice, for what was handed out before is over.
    for (const batch of ["first", "second"]) {
      context.run(batch, () => hub.batch(() => context.run("emitter", () => emit(hub, "open"))));
    }
    expect(seen).toEqual(["open in first", "close in listener", "open in second", "close in listener"]);
  });
});
