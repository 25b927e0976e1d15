import { expect, test, vi } from "vitest";
import { CircuitDirectory } from "../../src/circuit/circuit-directory.ts";
import type { CircuitPlace } from "../../src/circuit/circuit-identity.ts";
import { resolveOptions } from "../../src/options/resolve-options.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { aCandidate, admitted, Heard, illness, says } from "./a-circuit.ts";

function aDirectory(): CircuitDirectory {
  return new CircuitDirectory(resolveOptions({ clock: new ManualClock(), consecutiveFailures: 1 }));
}

function fail(directory: CircuitDirectory, place: CircuitPlace): void {
  const circuit = directory.at(place).circuit("ListApps", {});
  const lease = admitted(circuit.admit(aCandidate()));
  circuit.report(lease, { judgement: says.failure, durationMs: 20, error: illness });
  circuit.finish(lease);
}

test.each<{ what: string; one: CircuitPlace; other: CircuitPlace }>([
  { what: "regions", one: { region: "eu-west-1" }, other: { region: "us-east-1" } },
  { what: "endpoints", one: { endpoint: "a.test" }, other: { endpoint: "b.test" } },
  { what: "scopes", one: { scope: "tenant-1" }, other: { scope: "tenant-2" } },
  { what: "a scope and none", one: { scope: "tenant-1" }, other: {} },
  { what: "a region and a scope of its name", one: { region: "x" }, other: { scope: "x" } },
  { what: "a scope with quotes in it", one: { scope: '","' }, other: { endpoint: "", scope: "" } },
])("an outage in one place is none in another: $what", ({ one, other }) => {
  const directory = aDirectory();
  fail(directory, one);
  expect(directory.at(one).circuit("ListApps", {}).state).toBe("open");
  expect(directory.at(other).circuit("ListApps", {}).state).toBe("closed");
  expect([...directory]).toHaveLength(2);
});

test("equal places share their circuits, however the place is written down", () => {
  const directory = aDirectory();
  const place = { region: "eu-west-1", scope: "tenant-1" };
  const set = directory.at(place);
  expect(directory.at({ scope: "tenant-1", region: "eu-west-1" })).toBe(set);
  place.scope = "tenant-2";
  expect(set.place).toEqual({ region: "eu-west-1", scope: "tenant-1" });
});

test("finds circuits that are in use, and makes none", () => {
  const directory = aDirectory();
  const identity = { name: "ListApps", region: "eu-west-1" };
  expect(directory.find(identity)).toBeUndefined();
  expect([...directory]).toEqual([]);
  const set = directory.at({ region: "eu-west-1" });
  expect(directory.find(identity)).toBeUndefined();
  expect([...set]).toEqual([]);
  const circuit = set.named("ListApps");
  expect(directory.find(identity)).toBe(circuit);
  expect(directory.find({ ...identity, scope: "tenant-1" })).toBeUndefined();
});

test("hears what happens in all places, and each place only what happens there", () => {
  const directory = aDirectory();
  const one = directory.at({ region: "eu-west-1" });
  const other = directory.at({ region: "us-east-1" });
  const [all, ofOne, ofOther] = [directory.events, one.events, other.events].map((hub) => new Heard(hub));
  fail(directory, one.place);
  fail(directory, other.place);
  expect(all?.of("open").map(({ region }) => region)).toEqual(["eu-west-1", "us-east-1"]);
  expect(ofOne?.of("open").map(({ region }) => region)).toEqual(["eu-west-1"]);
  expect(ofOther?.of("open").map(({ region }) => region)).toEqual(["us-east-1"]);
});

test("a shutdown ends the timers of all circuits, and those that come later have none either", () => {
  const clock = new ManualClock();
  const directory = new CircuitDirectory(resolveOptions({ clock, consecutiveFailures: 1 }));
  fail(directory, { region: "eu-west-1" });
  fail(directory, { region: "us-east-1" });
  expect([clock.pendingTimers, directory.isShutdown]).toEqual([2, false]);
  const ended = [...directory].map((set) => vi.spyOn(set, "shutdown"));
  directory.shutdown();
  directory.shutdown();
  expect([clock.pendingTimers, directory.isShutdown]).toEqual([0, true]);
  expect(ended.map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  fail(directory, { region: "eu-central-1" });
  fail(directory, { region: "eu-west-1" });
  expect(clock.pendingTimers).toBe(0);
});
