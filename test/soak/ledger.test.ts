import { expect, test } from "vitest";
import { Ledger } from "./ledger.ts";

test("a call that has not settled is known by name until it has", () => {
  const ledger = new Ledger();
  const first = ledger.open("GetApp");
  ledger.open("ListApps");
  first.settle(true);
  expect([...ledger.pending]).toEqual(["ListApps, call 2"]);
  expect(ledger).toMatchObject({ calls: 2, settlements: 1, answers: 1, settledAgain: 0 });
});

test("a call that settles twice is counted", () => {
  const ledger = new Ledger();
  const { settle } = ledger.open("GetApp");
  settle(true);
  settle(false);
  expect(ledger).toMatchObject({ calls: 1, settlements: 2, answers: 1, settledAgain: 1 });
});

test("calls whose end is told twice are counted, however many calls there were", () => {
  const ledger = new Ledger();
  for (const callId of [1, 2, 200_000, 2, 200_000]) ledger.tell({ type: "success", callId });
  expect(ledger).toMatchObject({ told: 3, toldAgain: 2, endings: { success: 5 } });
});
