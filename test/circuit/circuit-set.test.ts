import { expect, test } from "vitest";
import { CircuitSet } from "../../src/circuit/circuit-set.ts";
import { EventHub } from "../../src/events/event-hub.ts";
import { resolveOptions } from "../../src/options/resolve-options.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";

function aSet(): CircuitSet {
  const options = resolveOptions({
    clock: new ManualClock(),
    timeout: 1_000,
    operations: { StartJob: { timeout: 5_000 } },
  });
  return new CircuitSet({ region: "eu-west-1", scope: "tenant-1" }, options, new EventHub());
}

test("has no circuit until one is asked for, and then the same one for ever", () => {
  const set = aSet();
  expect([...set]).toEqual([]);
  const circuit = set.circuit("ListApps", {});
  expect(set.circuit("ListApps", {})).toBe(circuit);
  expect([...set]).toEqual([circuit]);
});

test("names its circuits after operation and place", () => {
  expect(aSet().circuit("ListApps", {}).identity).toEqual({
    name: "ListApps",
    region: "eu-west-1",
    scope: "tenant-1",
  });
});

test("gives each operation its own options, and its own state", () => {
  const set = aSet();
  expect(set.circuit("ListApps", {}).options.timeout).toBe(1_000);
  expect(set.circuit("StartJob", {}).options.timeout).toBe(5_000);
  set.circuit("StartJob", {}).isolate("freeze");
  expect(set.circuit("ListApps", {}).state).toBe("closed");
});

test("takes operations that are newer than the table of them, and only observes the nameless one", () => {
  const set = aSet();
  expect(set.circuit("InventedYesterday", {}).state).toBe("closed");
  expect(set.circuit("Unknown", {}).state).toBe("disabled");
});
