import { expect, test } from "vitest";
import { createBreakers, type Breakers, type CloseEvent, type OpenEvent } from "../../src/index.ts";
import { OutageOrder } from "./outage-order.ts";

type Told = Pick<OpenEvent | CloseEvent, "type" | "circuit">;

/** Breakers whose events are told by hand. */
function toldBreakers(): { breakers: Breakers; tell: (event: Told) => void } {
  const breakers = createBreakers();
  const listeners = new Map<string, (event: never) => unknown>();
  breakers.on = (type, listener) => {
    listeners.set(type, listener);
    return breakers;
  };
  return { breakers, tell: (event) => listeners.get(event.type)?.(event as never) };
}

test("an outage that begins twice, or ends without having begun, is out of order", () => {
  const { breakers, tell } = toldBreakers();
  const order = new OutageOrder(breakers);
  for (const type of ["open", "close", "open"] as const) tell({ type, circuit: "GetApp" });
  expect(order).toMatchObject({ opened: 2, closed: 1, outOfOrder: 0 });
  tell({ type: "open", circuit: "GetApp" });
  tell({ type: "close", circuit: "ListApps" });
  expect(order).toMatchObject({ opened: 3, closed: 2, outOfOrder: 2 });
});
