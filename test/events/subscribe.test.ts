import { expect, test } from "vitest";
import { EventHub } from "../../src/events/event-hub.ts";
import { subscribe } from "../../src/events/subscribe.ts";
import { emit, recorder } from "./recorded-events.ts";

test("adds listeners by the names of their events, and removes them all again and no others", () => {
  const hub = new EventHub();
  const heard: string[] = [];
  hub.on("open", recorder(heard, "another"));
  const unsubscribe = subscribe(hub, { open: recorder(heard, "a"), close: recorder(heard, "b") });
  for (const type of ["open", "close", "isolate"] as const) emit(hub, type);
  unsubscribe();
  for (const type of ["open", "close"] as const) emit(hub, type);
  expect(heard).toEqual(["another open", "a open", "b close", "another open"]);
});
