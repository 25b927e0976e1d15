import { expect, test } from "vitest";
import { mostImportant } from "../../src/circuit/snapshot-order.ts";
import { anOpenEntry } from "./a-program.ts";

const isolation = { reason: "freeze", at: 0 };
const closed = anOpenEntry({ name: "Closed", state: "closed" });
const open = anOpenEntry({ name: "Open", state: "open" });
const halfOpen = anOpenEntry({ name: "HalfOpen", state: "halfOpen" });
const isolated = anOpenEntry({ name: "Isolated", state: "closed", isolation });

test.each([
  [0, []],
  [1, [isolated]],
  [2, [isolated, open]],
  [3, [isolated, open, halfOpen]],
  [4, [isolated, open, halfOpen, closed]],
  [100, [isolated, open, halfOpen, closed]],
])("of the circuits at most %d are kept, those first that are out of service", (most, kept) => {
  expect(mostImportant([closed, open, halfOpen, isolated], most)).toEqual(kept);
});
