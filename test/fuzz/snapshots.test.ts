import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { BreakersSnapshot } from "../../src/index.ts";
import { says } from "../circuit/a-circuit.ts";
import { anOpenEntry, aProgram, aSnapshot, takenAt, type TestProgram } from "../circuit/a-program.ts";
import { refusalOf } from "./clear-error.ts";
import { built, hostile, hostileJson, memberNames, objectOf } from "./hostile-data.ts";
import { holdsFor } from "./holds-for.ts";

const entry = anOpenEntry({
  endpoint: "a.test",
  scope: "tenant-1",
  isolation: { reason: "freeze", at: takenAt },
  cause: { name: "InternalFailureException", message: "down", $metadata: { attempts: 3 } },
  lastFailure: { error: { name: "Error", message: "down" }, at: takenAt },
  streak: { failures: 5, msSinceSuccess: 5 },
});
const valid = aSnapshot(anOpenEntry(), entry, anOpenEntry({ name: "GetApp", state: "closed" }));
const members = memberNames([...namesIn(valid), "version", "circuits"]);
const extremes = fc.constantFrom<unknown>(
  ...[0, -1, 1, 0.5, Number.MAX_SAFE_INTEGER, 1e308, 8.64e15, -8.64e15, Infinity, Number.NaN],
  ...["", "closed", "open", "halfOpen", "manual", "fleet", "__proto__", undefined, null],
);
const mutations = fc.array(
  fc.record({ at: fc.nat(), value: fc.oneof(extremes, extremes, hostile, hostileJson(members)) }),
  { minLength: 1, maxLength: 3 },
);

/** Whatever the snapshot was, the circuit decides on calls, opens and closes. */
function expectWorking(program: TestProgram): void {
  const circuit = program.circuit();
  circuit.release();
  for (const judgement of [says.success, says.success, ...Array.from({ length: 5 }, () => says.failure)]) {
    program.clock.advance(10_000);
    program.call(judgement);
  }
  expect(circuit.state).toBe("open");
  expect(circuit.retryAfterMs).toBeGreaterThan(0);
  expect(circuit.retryAfterMs).toBeLessThanOrEqual(2_000);
  program.clock.advance(2_000);
  program.call(says.success);
  expect(circuit.state).toBe("closed");
  expect(circuit.stats().inFlight).toBe(0);
  for (const event of program.heard.of("close")) {
    expect(event).toSatisfy(({ openForMs }: { openForMs?: number }) => Number.isFinite(openForMs));
  }
  const again = aProgram().restore(program.snapshot());
  expect(again.circuit().state).toBe("closed");
}

function restored(snapshot: unknown): TestProgram {
  const program = aProgram();
  const refusal = refusalOf(() => program.restore(snapshot), /^restore\(\): snapshot\b/);
  if (refusal !== undefined) expect([...program.directory]).toEqual([]);
  return program;
}

test("what is no snapshot is refused with the place that is wrong, and changes nothing", async () => {
  const entries = fc.array(fc.oneof(objectOf(members, extremes, 8), hostileJson(members)), { maxLength: 3 });
  const snapshots = fc.oneof(
    hostileJson(members),
    fc.record({ version: fc.constant(1), takenAt: extremes, circuits: entries }),
    fc.record({ version: fc.constant(1), takenAt: fc.constant(takenAt), circuits: entries }),
  );
  await holdsFor(snapshots, 300, (tree) => expectWorking(restored(built(tree))));
});

test("a snapshot with something changed in it is refused, or leaves circuits that work", async () => {
  await holdsFor(mutations, 500, (changes) => {
    let tree: unknown = valid;
    for (const { at, value } of changes) {
      const places = placesIn(tree);
      tree = changed(tree, places[at % places.length] ?? [], value);
    }
    expectWorking(restored(built(tree)));
  });
});

test("a snapshot that was cut off, or had letters changed, is refused or leaves circuits that work", async () => {
  const text = JSON.stringify(valid);
  const edits = fc.record({
    at: fc.nat({ max: text.length }),
    length: fc.nat({ max: 4 }),
    insert: fc.string({ maxLength: 2 }),
  });
  await holdsFor(edits, 500, ({ at, length, insert }) => {
    const edited = text.slice(0, at) + insert + text.slice(at + length);
    const parsed = parse(edited);
    if (parsed !== undefined) expectWorking(restored(parsed));
  });
});

function parse(text: string): BreakersSnapshot | undefined {
  try {
    return JSON.parse(text) as BreakersSnapshot;
  } catch {
    return undefined;
  }
}

type Path = readonly string[];

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** Where something stands in the tree. */
function placesIn(tree: unknown, path: Path = []): Path[] {
  if (!isBranch(tree) || Object.hasOwn(tree, "title")) return [path];
  return [path, ...Object.entries(tree).flatMap(([name, value]) => placesIn(value, [...path, name]))];
}

function namesIn(tree: unknown): string[] {
  return [...new Set(placesIn(tree).flat())];
}

/** A copy of the tree with another value at that place. */
function changed(tree: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  const branch = tree as Record<string, unknown>;
  const member = changed(branch[name], rest, value);
  if (Array.isArray(tree))
    return tree.map((item: unknown, index) => (String(index) === name ? member : item));
  return Object.fromEntries(Object.entries(branch).map((pair) => (pair[0] === name ? [name, member] : pair)));
}
