import { expect, test } from "vitest";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import { aProgram, ireland, type TestProgram } from "./a-program.ts";
import { illness, says } from "./a-circuit.ts";

const names = ["ListApps", "GetApp", "StartJob", "GetJob"] as const;

/** A program that has used four operations, of which so many have opened. */
function withOutages(outages: number, options: BreakerOptions = {}): TestProgram {
  const program = aProgram({ serviceThreshold: 2, ...options });
  for (const name of names) program.circuit(name);
  for (const name of names.slice(0, outages)) program.trip(program.circuit(name));
  return program;
}

function states(program: TestProgram): string[] {
  return names.map((name) => program.circuit(name).state);
}

test("nothing else opens while fewer operations have found the service out", () => {
  expect(states(withOutages(1))).toEqual(["open", "closed", "closed", "closed"]);
});

test("the others open with the one that makes enough, once, and say what it met", () => {
  const program = withOutages(2);
  expect(states(program)).toEqual(["open", "open", "open", "open"]);
  expect(program.heard.of("open").map(({ operation, trigger }) => [operation, trigger])).toEqual([
    ["ListApps", "consecutive"],
    ["GetApp", "consecutive"],
    ["StartJob", "service"],
    ["GetJob", "service"],
  ]);
  expect(program.heard.of("open")[3]).toMatchObject({ cause: { message: illness.message } });
});

test("an outage that was not heard of for a whole window counts again with its next failed probe", () => {
  const program = withOutages(1);
  program.clock.advance(61_000);
  program.trip(program.circuit("GetApp"));
  expect(program.circuit("GetJob").state).toBe("closed");
  program.call(says.failure, program.circuit("ListApps"));
  expect(states(program)).toEqual(["open", "open", "open", "open"]);
});

test("nothing opens that way where there is no threshold", () => {
  const program = withOutages(3, { serviceThreshold: false });
  expect(states(program)).toEqual(["open", "open", "open", "closed"]);
});

test("those that were opened do not count themselves", () => {
  const program = withOutages(2);
  program.clock.advance(100);
  program.call(says.success, program.circuit("ListApps"));
  program.call(says.success, program.circuit("GetApp"));
  program.call(says.failure, program.circuit("StartJob"));
  expect(program.circuit("ListBranches").state).toBe("closed");
  expect(states(program)).toEqual(["closed", "closed", "open", "halfOpen"]);
});

test("each recovers on its own", () => {
  const program = withOutages(2);
  program.clock.advance(100);
  program.call(says.success, program.circuit("GetJob"));
  program.call(says.failure, program.circuit("StartJob"));
  expect(states(program)).toEqual(["halfOpen", "halfOpen", "open", "closed"]);
});

test("one that has recovered is left alone by those that fail on, and opened again by a new outage", () => {
  const program = withOutages(2);
  program.clock.advance(100);
  program.call(says.success, program.circuit("GetJob"));
  program.call(says.failure, program.circuit("ListApps"));
  program.call(says.failure, program.circuit("StartJob"));
  expect(program.circuit("GetJob").state).toBe("closed");
  program.clock.advance(150);
  for (const name of names.slice(0, 3)) program.call(says.success, program.circuit(name));
  expect(states(program)).toEqual(["closed", "closed", "closed", "closed"]);
  program.clock.advance(300);
  program.trip(program.circuit("StartJob"));
  expect(program.circuit("GetJob").state).toBe("closed");
  program.trip(program.circuit("ListApps"));
  expect(states(program)).toEqual(["open", "open", "open", "open"]);
});

test("a third that finds the service out opens nobody again who has recovered", () => {
  const program = withOutages(2);
  program.clock.advance(100);
  program.call(says.success, program.circuit("GetJob"));
  program.call(says.success, program.circuit("StartJob"));
  program.clock.advance(250);
  program.trip(program.circuit("StartJob"));
  expect(program.circuit("GetJob").state).toBe("closed");
});

test("an operation that is used for the first time in the outage is open, and need not find out for itself", () => {
  const program = withOutages(2);
  const late = program.circuit("ListBranches");
  expect([late.state, late.isTripped]).toEqual(["open", false]);
  expect(program.heard.of("open").at(-1)).toMatchObject({
    operation: "ListBranches",
    trigger: "service",
    cause: { message: illness.message },
  });
});

test("an operation that is used for the first time says what the last of those that found the service out met", () => {
  const program = aProgram({ serviceThreshold: 3 });
  for (const name of names.slice(0, 3)) program.trip(program.circuit(name), new Error(`${name} is ill`));
  program.circuit("ListBranches");
  expect(program.heard.of("open").at(-1)).toMatchObject({ cause: { message: "StartJob is ill" } });
});

test("an outage of which nobody has heard for a window's time opens nothing new", () => {
  const program = withOutages(2);
  program.clock.advance(60_099);
  expect(program.circuit("ListBranches").state).toBe("open");
  program.clock.advance(1);
  expect(program.circuit("ListWebhooks").state).toBe("closed");
});

test("those without a name are neither opened nor counted", () => {
  const quiet = aProgram({ serviceThreshold: 1 });
  quiet.circuit("Unknown");
  quiet.trip(quiet.circuit("ListApps"));
  expect(quiet.heard.of("open").map(({ operation }) => operation)).toEqual(["ListApps"]);
  const program = aProgram({ serviceThreshold: 2 });
  program.trip(program.circuit("Unknown"));
  program.trip(program.circuit("ListApps"));
  expect(program.circuit("GetApp").state).toBe("closed");
  program.trip(program.circuit("GetApp"));
  expect(program.heard.of("open").filter(({ trigger }) => trigger === "service")).toEqual([]);
  const inOutage = withOutages(2);
  inOutage.circuit("Unknown");
  expect(inOutage.heard.of("open").map(({ operation }) => operation)).not.toContain("Unknown");
});

test("nothing opens in another place", () => {
  const program = withOutages(2);
  expect(program.circuit("StartJob", { ...ireland, scope: "tenant-2" }).state).toBe("closed");
  expect(program.circuit("StartJob", { region: "us-east-1" }).state).toBe("closed");
});

test("one that is isolated stays so, and finds out for itself once it is released", () => {
  const program = aProgram({ serviceThreshold: 1 });
  const isolated = program.circuit("GetApp");
  isolated.isolate("freeze");
  program.trip(program.circuit("ListApps"));
  isolated.release();
  expect(isolated.state).toBe("closed");
});

test("a shutdown by a listener, in the midst of the opening, leaves no timer", () => {
  const program = aProgram({ serviceThreshold: 1 });
  for (const name of names) program.circuit(name);
  program.directory.events.once("open", () => program.directory.shutdown());
  program.trip();
  expect(program.clock.pendingTimers).toBe(0);
  expect(program.heard.of("open")).toHaveLength(1);
});

test("a listener that trips another in the midst of the opening makes nobody open twice", () => {
  const program = aProgram({ serviceThreshold: 2 });
  for (const name of names) program.circuit(name);
  program.directory.events.once("open", () => program.trip(program.circuit("GetApp")));
  program.trip(program.circuit("ListApps"));
  expect(states(program)).toEqual(["open", "open", "open", "open"]);
  expect(program.heard.of("open")).toHaveLength(4);
});
