import { expect, test } from "vitest";
import { Census } from "../../src/incident/census.ts";
import { RecordedBreakers, noStats } from "./a-recorder.ts";

/** Breakers of that many circuits that are all out, and how often one was asked for its counts. */
function aWideOutage(count: number): { breakers: RecordedBreakers; asked: () => number } {
  const breakers = new RecordedBreakers();
  let asked = 0;
  const stats = () => {
    asked++;
    return noStats;
  };
  for (let index = 0; index < count; index++) {
    breakers.use(`c${index}`, { state: "open" });
    Object.assign(breakers.circuits[index] ?? {}, { stats });
    breakers.open({ circuit: `c${index}` });
  }
  return { breakers, asked: () => asked };
}

test("a wide outage's incidents look at each circuit once, however many there are", () => {
  const { breakers, asked } = aWideOutage(30);
  expect(breakers.incidents).toHaveLength(30);
  expect(asked()).toBe(30);
  expect(breakers.incidents[0]?.toJSON().reach).toMatchObject({ verdict: "service" });
});

test("finds a circuit by its whole address, with the counts of the moment it was first asked for them", () => {
  const breakers = new RecordedBreakers();
  breakers.use("ListApps", { scope: "one" }, { failures: 1 });
  breakers.use("ListApps", { scope: "two" }, { failures: 2 });
  const census = new Census(breakers.circuits);
  const place = { circuit: "ListApps", region: "eu-west-1" };
  expect(census.find({ ...place, scope: "two" })?.stats().failures).toBe(2);
  expect(census.find(place)).toBeUndefined();
  expect([...census].map(({ scope }) => scope)).toEqual(["one", "two"]);
});

test("a neighbour's outage that is over by now counts, and that of another region or scope does not", () => {
  const breakers = new RecordedBreakers();
  const good = { successes: 9 };
  breakers.use("ListApps", { state: "open" });
  for (const name of ["GetApp", "GetJob", "ListJobs"]) breakers.use(name, {}, good);
  breakers.open();
  breakers.open({ circuit: "GetApp" });
  breakers.close({ circuit: "GetApp" });
  breakers.open({ circuit: "GetJob", region: "us-east-1" });
  breakers.open({ circuit: "ListJobs", scope: "another" });
  const { neighbours } =
    breakers.incidents.find(({ circuit }) => circuit === "ListApps")?.toJSON().reach ?? {};
  expect(neighbours?.map(({ circuit, condition }) => `${circuit} ${condition}`)).toEqual([
    "GetApp out",
    "GetJob works",
    "ListJobs works",
  ]);
});
