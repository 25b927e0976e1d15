import { expect, test } from "vitest";
import type { CircuitReading } from "../../src/events/circuit-state.ts";
import { reachOf } from "../../src/incident/reach.ts";
import { RecordedBreakers } from "./a-recorder.ts";

const place = { circuit: "ListApps", region: "eu-west-1" };
const good = { successes: 9, failures: 1 };
const bad = { successes: 1, failures: 9 };

function circuitsWith(fill: (breakers: RecordedBreakers) => void): readonly CircuitReading[] {
  const breakers = new RecordedBreakers();
  breakers.use("ListApps", { state: "open" }, bad);
  fill(breakers);
  return breakers.circuits;
}

const never = (): boolean => false;

test("where the others work, it is the operation", () => {
  const circuits = circuitsWith((breakers) => {
    breakers.use("GetApp", {}, good);
    breakers.use("GetJob");
  });
  expect(reachOf(place, circuits, never)).toEqual({
    verdict: "operation",
    sentence: "ListApps alone is affected in eu-west-1; these work: GetApp.",
    neighbours: [
      { circuit: "GetApp", region: "eu-west-1", condition: "works", successes: 9, failures: 1 },
      { circuit: "GetJob", region: "eu-west-1", condition: "quiet", successes: 0, failures: 0 },
    ],
  });
});

test("where some of the others fail or are out, it is several", () => {
  const circuits = circuitsWith((breakers) => {
    breakers.use("GetApp", {}, good);
    breakers.use("GetJob", {}, bad);
    breakers.use("StartJob", { state: "halfOpen" });
  });
  const { verdict, sentence, neighbours } = reachOf(place, circuits, never);
  expect(verdict).toBe("several");
  expect(sentence).toBe("Affected in eu-west-1 as well: StartJob, GetJob. These work: GetApp.");
  expect(neighbours.map(({ condition }) => condition)).toEqual(["out", "failing", "works"]);
});

test("where none of the others works, it is the service", () => {
  const circuits = circuitsWith((breakers) => breakers.use("GetApp", { state: "open" }));
  expect(reachOf(place, circuits, never)).toMatchObject({
    verdict: "service",
    sentence: "Affected in eu-west-1 as well: GetApp; nothing is known to work there.",
  });
});

test("where the same works elsewhere, it is the region", () => {
  const circuits = circuitsWith((breakers) => {
    breakers.use("ListApps", { region: "us-east-1" }, good);
    breakers.use("GetApp", { state: "open" });
  });
  expect(reachOf(place, circuits, never)).toMatchObject({
    verdict: "region",
    sentence: "Nothing else is known to work in eu-west-1, and ListApps works in us-east-1.",
  });
});

test("where nobody asked for anything else, nobody knows", () => {
  expect(
    reachOf(
      place,
      circuitsWith(() => {}),
      never,
    ),
  ).toMatchObject({ verdict: "unknown", neighbours: [] });
});

test("an outage that is over since counts as one", () => {
  const circuits = circuitsWith((breakers) => breakers.use("GetApp", {}, good));
  const wasOut = ({ circuit }: { circuit: string }): boolean => circuit === "GetApp";
  expect(reachOf(place, circuits, wasOut)).toMatchObject({ verdict: "service" });
});

test("another scope, another endpoint and calls of no known operation tell nothing", () => {
  const circuits = circuitsWith((breakers) => {
    breakers.use("GetApp", { scope: "tenant-2" }, good);
    breakers.use("ListApps", { scope: "tenant-2", region: "us-east-1" }, good);
    breakers.use("GetJob", { endpoint: "127.0.0.1:1" }, good);
    breakers.use("Unknown", {}, good);
  });
  const reach = reachOf(place, circuits, never);
  expect(reach).toMatchObject({ verdict: "unknown", neighbours: [] });
  expect(JSON.stringify(reach)).not.toContain("tenant");
});

test("of very many circuits the worst forty are told, and six by name", () => {
  const circuits = circuitsWith((breakers) => {
    for (let count = 0; count < 60; count++) breakers.use(`app-${count}`, {}, good);
    breakers.use("last", { state: "open" });
  });
  const { neighbours, sentence } = reachOf(place, circuits, never);
  expect(neighbours).toHaveLength(40);
  expect(neighbours[0]?.circuit).toBe("last");
  expect(sentence).toContain("app-5 and 33 more");
});
